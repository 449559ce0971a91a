internal import Glibc

/// Why the server could not start.
public enum ServerError: Error, Equatable, Sendable {
    /// The host is neither an address nor a name of this machine.
    case unknownHost(String)
    /// The system refused the port; `code` is the system's error number.
    case cannotListen(host: String, port: UInt16, code: Int32)
    /// The system refused something else that a server needs.
    case system(call: String, code: Int32)
}

extension ServerError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .unknownHost(let host):
            "\(host): neither an address nor a name of this machine"
        case .cannotListen(let host, let port, EADDRINUSE):
            "cannot listen on \(host):\(port): the address is in use"
        case .cannotListen(let host, let port, EACCES):
            "cannot listen on \(host):\(port): this user may not"
        case .cannotListen(let host, let port, let code):
            "cannot listen on \(host):\(port): system error \(code)"
        case .system(let call, let code): "cannot start: \(call): system error \(code)"
        }
    }
}
