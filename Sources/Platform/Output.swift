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
}
