internal import Glibc

/// How the process ends, in the numbers of sysexits.h.
public enum ExitCode: Int32, Sendable {
    case success = 0
    /// `verify` found that the books do not balance.
    case difference = 1
    /// The command line is wrong.
    case usage = 64
    /// A file is not what it should be.
    case data = 65
    /// A bug of ours.
    case software = 70
    /// A file or port cannot be had.
    case cannotCreate = 73
    /// Reading or writing failed; what was not confirmed may be lost.
    case inputOutput = 74
    /// The settings are wrong.
    case configuration = 78

    /// Ends the process now.
    public func end() -> Never { exit(rawValue) }
}
