/// Why the server could not start.
public enum ServerError: Error, Equatable, Sendable {
    /// The host is neither an address nor a name of this machine.
    case unknownHost(String)
    /// The system refused the port; `code` is the system's error number.
    case cannotListen(host: String, port: UInt16, code: Int32)
    /// The system refused something else that a server needs.
    case system(call: String, code: Int32)
}
