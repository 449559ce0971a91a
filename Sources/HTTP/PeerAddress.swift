/// The address of whoever is at the other end of a connection.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64
    public let port: UInt16

    /// `bytes` are 4 of IPv4 or 16 of IPv6, in the network's order; others give `::`.
    public init(bytes: [UInt8], port: UInt16 = 0) {
        let six =
            switch bytes.count {
            case 4: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + bytes
            case 16: bytes
            case _: [UInt8](repeating: 0, count: 16)
            }
        high = six[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = six[8...].reduce(0) { $0 << 8 | UInt64($1) }
        self.port = port
    }

    /// IPv4, also where it came over an IPv6 socket.
    public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whether the peer is on this machine.
    public var isLoopback: Bool {
        isIPv4 ? (low >> 24) & 0xFF == 127 : high == 0 && low == 1
    }

    /// 4 bytes of IPv4 or 16 of IPv6, in the network's order.
    public var bytes: [UInt8] {
        let six = [high, low].flatMap { half in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
        return isIPv4 ? Array(six[12...]) : six
    }

    public var description: String {
        let bytes = bytes
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
