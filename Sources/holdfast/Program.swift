import Platform

/// The commands of the program.
enum Program {
    static let version = "0.1.0"

    private static let usage = """
        usage: holdfast serve [--data DIR] [--listen HOST:PORT] [--demo] [--production]
                              [--rate-limits on|off] [--sweep on|off] [--trusted-proxy CIDR]
                              [--log errors|refusals|all] [--open-compat] [--no-docs]
                              [--test-clock]
               holdfast verify [--data DIR]
               holdfast keys [--data DIR] [--new secret|publishable]
               holdfast demo [--data DIR]
               holdfast version
        """

    static func run(_ arguments: [String]) {
        let rest = Array(arguments.dropFirst())
        guard !rest.contains("--help"), !rest.contains("-h") else { return Output.line(usage) }
        switch arguments.first {
        case "serve": Serve(configuration(.serve, rest)).run()
        case "verify": Verify(configuration(.verify, rest)).run()
        case "keys": Keys(configuration(.keys, rest)).run()
        case "demo": Demo(configuration(.demo, rest)).run()
        case "version": Output.line("holdfast \(version)")
        case "help", "--help", "-h": Output.line(usage)
        default:
            Output.complaint(usage)
            ExitCode.usage.end()
        }
    }

    /// Reads what the operator set, or says all that is wrong with it, and ends.
    private static func configuration(
        _ command: Configuration.Command, _ arguments: [String]
    ) -> Configuration {
        do throws(ConfigurationError) {
            return try Configuration(
                command, arguments: arguments,
                environment: ProcessEnvironment.variables(beginning: "HOLDFAST_"))
        } catch {
            for mistake in error.mistakes { Output.complaint(mistake) }
            ExitCode.configuration.end()
        }
    }
}
