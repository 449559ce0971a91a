public import HTTP

/// A block of addresses, `10.0.0.0/8` or `fd00::/8`.
public struct AddressRange: Equatable, Sendable {
    private let bytes: [UInt8]
    private let prefixLength: Int

    /// Returns nil for what is not an address with, perhaps, a prefix length.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = AddressText.parse(parts[0]) else {
            return nil
        }
        self.bytes = bytes
        guard parts.count == 2 else {
            prefixLength = bytes.count * 8
            return
        }
        guard let length = Int(parts[1]), (0...(bytes.count * 8)).contains(length),
            String(length) == parts[1]
        else { return nil }
        prefixLength = length
    }

    public func contains(_ address: PeerAddress) -> Bool {
        let other = address.bytes
        guard other.count == bytes.count else { return false }
        for bit in 0..<prefixLength {
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            guard bytes[bit / 8] & mask == other[bit / 8] & mask else { return false }
        }
        return true
    }
}
