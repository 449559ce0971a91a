/// Names one connection for good, though the system uses its socket's number again.
struct ConnectionID: Hashable, Sendable {
    let rawValue: UInt64

    init(generation: UInt32, socket: Int32) {
        rawValue = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: socket))
    }

    init(rawValue: UInt64) { self.rawValue = rawValue }

    var slot: Int { Int(rawValue & 0xFFFF_FFFF) }
}
