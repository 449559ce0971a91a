// Wraps processes: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc
internal import Platform

/// A server that runs as a child of this process until it is stopped.
final class Child {
    private let process: pid_t
    private var output: Int32
    private var isRunning = true

    /// Starts `command`, whose first word is a path or a name to be found in the usual folders.
    /// What it writes can be read by `line`.
    ///
    /// - Throws: `BenchFailure` if there is no such program.
    init(_ command: [String], environment: [String: String] = [:]) throws(BenchFailure) {
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        let variables = [path] + environment.map { "\($0.key)=\($0.value)" }
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw BenchFailure("no pipe: error \(errno)") }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        unsafe posix_spawn_file_actions_addclose(&actions, ends[0])
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        var settings = unsafe variables.map { unsafe strdup($0) } + [nil]
        var process = pid_t()
        let failure = unsafe posix_spawnp(&process, command[0], &actions, nil, &words, &settings)
        unsafe (words + settings).forEach { unsafe free($0) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        guard failure == 0 else {
            close(ends[0])
            throw BenchFailure("\(command[0]) cannot be started: error \(failure)")
        }
        self.process = process
        output = ends[0]
    }

    deinit {
        stop()
        close(output)
    }

    /// The text after `prefix` on the first line of the output that begins with it.
    ///
    /// - Throws: `BenchFailure`, with what the child said, if it ends before, or `seconds` pass.
    func line(beginning prefix: String, seconds: Int = 60) throws(BenchFailure) -> String {
        var said: [UInt8] = []
        let deadline = SystemClock.bootMilliseconds() + Int64(seconds) * 1_000
        while SystemClock.bootMilliseconds() < deadline {
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, 500) > 0 else { continue }
            var byte: UInt8 = 0
            guard unsafe read(output, &byte, 1) == 1 else { break }
            guard byte == UInt8(ascii: "\n") else {
                said.append(byte)
                continue
            }
            let line = String(decoding: said, as: UTF8.self)
            if line.hasPrefix(prefix) { return String(line.dropFirst(prefix.count)) }
            said.removeAll()
        }
        throw BenchFailure("a server did not say \(prefix)… but \(said.count) bytes of other")
    }

    /// Asks the child to end, and insists after 20 seconds.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        kill(process, SIGTERM)
        for _ in 0..<2_000 {
            if waitpid(process, nil, WNOHANG) != 0 { return }
            Self.pause(milliseconds: 10)
        }
        kill(process, SIGKILL)
        _ = waitpid(process, nil, 0)
    }

    /// Waits until the child has ended by itself.
    func wait() {
        guard isRunning else { return }
        isRunning = false
        _ = waitpid(process, nil, 0)
    }

    static func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

    /// What the child keeps in memory now, in KiB; its own children, such as a web server's
    /// workers, included.
    func residentKibibytes() throws(BenchFailure) -> Int {
        var total = 0
        for process in try family() { total += try Self.residentKibibytes(of: "\(process)") }
        return total
    }

    /// The same of one process: its number, or `self`.
    static func residentKibibytes(of process: String) throws(BenchFailure) -> Int {
        let text = String(decoding: try Files.read("/proc/\(process)/status"), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// Processor time that the child has used, its own children included, in microseconds.
    func processorMicroseconds() throws(BenchFailure) -> Int {
        var total = 0
        for process in try family() { total += try Self.processorMicroseconds(of: "\(process)") }
        return total
    }

    /// The same of one process: its number, or `self`.
    static func processorMicroseconds(of process: String) throws(BenchFailure) -> Int {
        let text = String(decoding: try Files.read("/proc/\(process)/stat"), as: UTF8.self)
        // The name in parentheses may hold spaces; user and system time are the 12th and 13th
        // field behind it.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        let ticks = fields.count > 13 ? (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0) : 0
        return ticks * 1_000_000 / max(1, sysconf(Int32(_SC_CLK_TCK)))
    }

    private func family() throws(BenchFailure) -> [pid_t] {
        let path = "/proc/\(process)/task/\(process)/children"
        let children = String(decoding: try Files.read(path), as: UTF8.self).split(separator: " ")
        return [process] + children.compactMap { pid_t($0) }
    }
}
