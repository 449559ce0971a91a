import Foundation
import TestSupport
import Testing

/// Made-up histories over the real domain, engine and store. `SIMULATE_SEEDS` says how many,
/// `SIMULATE_COMMANDS` how long each, `SIMULATE_SEED` replays one.
@Suite("Simulation")
struct SimulationTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    static let commands = Int(setting("SIMULATE_COMMANDS") ?? 500)

    static let seeds: [UInt64] =
        setting("SIMULATE_SEED").map { [$0] } ?? Array(1...(setting("SIMULATE_SEEDS") ?? 20))

    private struct Run: Sendable {
        let seed: UInt64
        let tally: Tally
        let trace: TraceHash
        let failure: String?
    }

    private static func run(_ seed: UInt64) -> Run {
        do {
            let history = try History(seed: seed)
            do {
                try history.run(commands: commands)
                return Run(
                    seed: seed, tally: history.tally, trace: history.trace, failure: nil)
            } catch {
                return Run(
                    seed: seed, tally: history.tally, trace: history.trace, failure: "\(error)")
            }
        } catch {
            return Run(seed: seed, tally: Tally(), trace: TraceHash(), failure: "\(error)")
        }
    }

    @Test("any history of commands, crashes and faults ends as the rules predict")
    func histories() async {
        var tally = Tally()
        await withTaskGroup(of: Run.self) { group in
            for seed in Self.seeds { group.addTask { Self.run(seed) } }
            for await run in group {
                tally.add(run.tally)
                guard let failure = run.failure else { continue }
                Issue.record(
                    """
                    seed \(run.seed): \(failure)
                    again: make simulate SEED=\(run.seed) COMMANDS=\(Self.commands)
                    """)
            }
        }
        print("simulation: \(Self.seeds.count) seeds of \(Self.commands) commands\n\(tally.text)")
        guard Self.seeds.count >= 20, Self.commands >= 500 else { return }
        #expect(tally.missing == [], "something was never tried")
    }

    @Test("the same seed gives the same history")
    func repeatable() {
        let seed = Self.seeds[0]
        let first = Self.run(seed)
        let second = Self.run(seed)
        #expect(first.trace == second.trace)
        #expect(first.trace != Self.run(seed + 1).trace)
    }
}
