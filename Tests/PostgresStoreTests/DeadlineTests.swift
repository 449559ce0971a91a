import Foundation
import Glibc
import Platform
import PostgresStore
import TestPostgres
import Testing

/// A server that stands still costs no more than the deadline.
@Suite("PostgreSQL deadlines")
struct DeadlineTests {
    /// Milliseconds that a deadline of 300 may take on a busy machine.
    private static let bound = 5_000.0

    private func milliseconds(_ work: () -> Void) -> Double {
        let start = SystemClock.monotonicNanoseconds()
        work()
        return Double(SystemClock.monotonicNanoseconds() - start) / 1e6
    }

    /// Runs steps against a server process that was stopped.
    private func run(_ steps: [Step]) throws -> (error: PostgresError?, milliseconds: Double) {
        let connection = try TestDatabase().connect()
        let process = connection.processID
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        var error: PostgresError?
        let time = milliseconds {
            do throws(PostgresError) {
                _ = try connection.run(steps, by: Deadline(milliseconds: 300))
            } catch let thrown {
                error = thrown
            }
        }
        #expect(!connection.isOpen)
        return (error, time)
    }

    @Test("a batch that was not to be committed is lost within the deadline")
    func lost() throws {
        let (error, time) = try run([.begin, Step("SELECT 1")])
        #expect(error == .lost("the database did not answer within the deadline"))
        #expect((300..<Self.bound).contains(time))
    }

    @Test("one that was to be committed is in doubt within the deadline")
    func doubtful() throws {
        let (error, time) = try run([.begin, Step("SELECT 1"), .commit])
        #expect(error == .doubtful("the database did not answer within the deadline"))
        #expect((300..<Self.bound).contains(time))
    }

    @Test("one that the network cannot take is in doubt within the deadline")
    func unsent() throws {
        let text = Parameter.text(String(repeating: "x", count: 1 << 20))
        let steps = (0..<32).map { _ in Step("SELECT CAST(?1 AS TEXT)", [text]) }
        let (error, time) = try run([.begin] + steps + [.commit])
        #expect(error == .doubtful("the database did not answer within the deadline"))
        #expect((300..<Self.bound).contains(time))
    }

    @Test("a server that takes the connection and says nothing is given up at the deadline")
    func silent() throws {
        let port = try SilentPort()
        let time = milliseconds {
            #expect(throws: PostgresError.lost("the database did not answer within the deadline")) {
                try Connection(
                    url: "postgresql://a:geheim@127.0.0.1:\(port.number)/b",
                    by: Deadline(milliseconds: 300))
            }
        }
        #expect((300..<Self.bound).contains(time))
    }

    @Test(
        "no error of connecting repeats the password",
        arguments: [
            "postgresql://a:geheim@127.0.0.1:1/b", "postgresql://a:geheim@/b?nothing_like_it=1",
            "postgresql://a:geheim@[::1/b", "postgres:/a:geheim@127.0.0.1/b",
            "host=127.0.0.1 password=geheim port",
        ])
    func password(url: String) throws {
        #expect {
            try Connection(url: url, by: .patient)
        } throws: { error in
            guard case .lost(let cause) = error as? PostgresError else { return false }
            return !cause.contains("geheim")
        }
    }
}

/// A port of this machine behind which nobody answers.
private final class SilentPort {
    let number: Int
    private let lifeline: FileHandle

    init() throws {
        let (input, output) = (Pipe(), Pipe())
        let script = Process()
        script.executableURL = URL(filePath: "/usr/bin/env")
        script.arguments = [
            "python3", "-c",
            """
            import socket, sys
            s = socket.create_server(("127.0.0.1", 0))
            print(s.getsockname()[1], flush=True)
            sys.stdin.read()
            """,
        ]
        script.standardInput = input
        script.standardOutput = output
        try script.run()
        lifeline = input.fileHandleForWriting
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        number = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    deinit {
        // Closed already is closed too.
        try? lifeline.close()
    }
}
