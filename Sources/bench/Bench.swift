internal import Platform

/// The commands of the program.
enum Bench {
    private static let usage = """
        usage: bench all [--seconds N] [--only TEXT] [--program PATH] [--folder PATH] [--json PATH]
               bench engine, bench start: one part of it, with the same options
               bench replay --csv FILE --url URL --key KEY [--stock-share 0.9] [--result PATH]
        """

    static func main() {
        let words = CommandLine.arguments.dropFirst()
        do {
            switch words.first {
            case "all": try measure(Part.allCases, words.dropFirst())
            case "engine": try measure([.engine], words.dropFirst())
            case "start": try measure([.start], words.dropFirst())
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

    /// What is measured: the server over HTTP, its engine alone, its start over a large database.
    private enum Part: CaseIterable {
        case http, engine, start
    }

    private static func measure(
        _ parts: [Part], _ words: ArraySlice<String>
    ) throws(BenchFailure) {
        let options: Set = ["--seconds", "--only", "--program", "--folder", "--json"]
        let arguments = try Arguments(words, known: options)
        let seconds = try arguments.number("--seconds", default: 4)
        let run = Run(seconds: seconds, warmUpSeconds: max(0.2, seconds / 4))
        let program = arguments.text("--program") ?? ".build/release/holdfast"
        let folder = arguments.text("--folder") ?? ".build/bench"
        let filter = arguments.text("--only") ?? ""
        var report = Report()
        print(Report.head)
        for part in parts {
            switch part {
            case .http:
                let workloads = HTTPWorkloads(run: run, program: program, folder: folder)
                try workloads.all(matching: filter) { print(report.add($0)) }
            case .engine:
                let workloads = EngineWorkloads(run: run, folder: folder)
                try workloads.all(matching: filter) { print(report.add($0)) }
            case .start:
                let workload = StartWorkload(program: program, folder: folder)
                try workload.all(matching: filter) { print(report.add($0)) }
            }
        }
        for note in Report.notes { print(note) }
        try Files.write(report.json, to: arguments.text("--json") ?? ".build/bench.json")
        guard report.belowFloor.isEmpty else {
            throw BenchFailure("below the floor: \(report.belowFloor)")
        }
    }
}
