// Wraps a signal descriptor: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc

/// SIGTERM and SIGINT as something to be read.
struct TerminationSignal: ~Copyable {
    let descriptor: Int32

    init() throws(ServerError) {
        descriptor = csys_signalfd_term()
        guard descriptor >= 0 else { throw .system(call: "signalfd", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// Takes one signal.
    ///
    /// - Returns: false when none has come.
    func take() -> Bool {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        return unsafe read(descriptor, &information, size) == size
    }
}
