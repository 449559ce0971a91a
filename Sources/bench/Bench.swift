internal import Platform

/// The commands of the program.
enum Bench {
    private static let usage = """
        usage: bench all [--seconds N] [--only TEXT] [--program PATH] [--folder PATH] [--json PATH]
               bench replay --csv FILE --url URL --key KEY [--stock-share 0.9] [--result PATH]
        """

    static func main() {
        let words = CommandLine.arguments.dropFirst()
        do {
            switch words.first {
            case "all": try measure(words.dropFirst())
            case "replay": try ReplayCommand(words.dropFirst()).run()
            default:
                print(usage)
                ExitCode.usage.end()
            }
        } catch {
            print("bench: \(error)")
            ExitCode.software.end()
        }
    }

    private static func measure(_ words: ArraySlice<String>) throws(BenchFailure) {
        let options: Set = ["--seconds", "--only", "--program", "--folder", "--json"]
        let arguments = try Arguments(words, known: options)
        let seconds = try arguments.number("--seconds", default: 4)
        let workloads = HTTPWorkloads(
            run: Run(seconds: seconds, warmUpSeconds: max(0.2, seconds / 4)),
            program: arguments.text("--program") ?? ".build/release/holdfast",
            folder: arguments.text("--folder") ?? ".build/bench")
        var report = Report()
        print(Report.head)
        try workloads.all(matching: arguments.text("--only") ?? "") { print(report.add($0)) }
        print("Redis is asked directly, without an HTTP server in front: this flatters Redis.")
        try Files.write(report.json, to: arguments.text("--json") ?? ".build/bench.json")
        guard report.belowFloor.isEmpty else {
            throw BenchFailure("below the floor: \(report.belowFloor.map(\.name))")
        }
    }
}
