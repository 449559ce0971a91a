/// Where the answer to one request goes.
///
/// It may be used once, at once or later. To answer a connection that has gone, or to answer
/// twice, is harmless: nothing happens.
public struct Exchange: Sendable {
    let server: Server
    let connection: ConnectionID
    /// Counts the requests of the connection, so that a late answer meets no later request.
    let number: UInt32

    @Loop public func respond(_ response: Response) {
        server.waiting(connection, number)?.respond(response)
    }

    /// Turns the connection into a stream of server-sent events.
    ///
    /// - Returns: a stream that is closed already if the connection has gone.
    @Loop public func startStream(headers: HeaderList = HeaderList()) -> EventStream {
        guard let connection = server.waiting(connection, number) else { return EventStream(nil) }
        return connection.startStream(headers)
    }

    /// Connections that may be open at once.
    @Loop public var connectionMaximum: Int { server.connectionMaximum }

    /// Whether the client still waits for this answer.
    @Loop public var isOpen: Bool { server.waiting(connection, number) != nil }
}
