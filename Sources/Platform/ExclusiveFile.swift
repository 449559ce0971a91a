import Glibc

/// A file that one process at a time holds, as long as the object lives. The system lets go of
/// it when the process ends, however it ends. Wraps C: `unsafe` may stand here.
public final class ExclusiveFile: Sendable {
    private let descriptor: Int32

    public enum Attempt: Sendable {
        case held(ExclusiveFile)
        /// Another process holds it.
        case taken
        /// It cannot be created or opened.
        case failed
    }

    public static func lock(_ path: String) -> Attempt {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return .failed }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return .taken
        }
        return .held(ExclusiveFile(descriptor))
    }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
