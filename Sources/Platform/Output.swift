// Writes to the process's own descriptors: one of the few files that may say `unsafe`.
import CSys
import Glibc

/// The program's own words, one line at a time.
public enum Output {
    /// To standard output, at once, because whoever waits for a line reads it from a pipe.
    public static func line(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// To standard error.
    public static func complaint(_ text: String) {
        unsafe csys_err(text)
    }

    /// Has something stand behind the standard descriptors that whoever started the process left
    /// closed: or a socket would get such a number, and be sent what is printed.
    public static func fillGaps() {
        while case let descriptor = unsafe open("/dev/null", O_RDWR), descriptor >= 0 {
            guard descriptor > 2 else { continue }
            close(descriptor)
            return
        }
    }

    /// Writes some of the bytes, at most 4,096, to standard error, waiting at most so many
    /// milliseconds until it takes any.
    ///
    /// - Returns: how many it took, or nil where nobody takes them any more.
    public static func write(_ bytes: ArraySlice<UInt8>, within milliseconds: Int32) -> Int? {
        var waiting = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return 0 }
        let piece = bytes.prefix(4_096)
        let count = unsafe piece.withUnsafeBytes { buffer in
            unsafe Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        }
        guard count < 0 else { return count }
        return errno == EINTR || errno == EAGAIN ? 0 : nil
    }
}
