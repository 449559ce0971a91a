import Domain

/// Numbers are written seven bits a byte, the lowest first, the eighth set where more follow;
/// signed ones with the sign lowest, so that small ones are short whatever their sign.
extension OutputSpan<UInt8> {
    /// Bytes of the longest number.
    static var numberLimit: Int { 10 }

    mutating func append(whole value: UInt64) {
        var rest = value
        while rest > 0x7F {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(number value: Int64) {
        append(whole: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func append(count: Int) { append(whole: UInt64(count)) }

    /// Appends a number as the way from the last one.
    mutating func append(_ value: Int64, from last: inout Int64) {
        append(number: value &- last)
        last = value
    }

    mutating func append(_ time: Timestamp, _ near: Nearby) {
        append(number: time.milliseconds &- near.time)
    }

    mutating func append(text: String) {
        append(count: text.utf8.count)
        for byte in text.utf8 { append(byte) }
    }

    mutating func append(blob: [UInt8]) {
        append(count: blob.count)
        for byte in blob { append(byte) }
    }

    /// Appends a channel: nothing but its length, 0, where it is the last one again; else its
    /// name, with 1 added to the length.
    mutating func append(_ channel: Channel, _ near: inout Nearby) {
        guard !channel.isVerbatim(near.channel) else { return append(0) }
        append(count: channel.name.utf8.count + 1)
        for byte in channel.name.utf8 { append(byte) }
        near.channel = channel
    }
}

extension Channel {
    /// Whether it is the same to the byte: names that differ in how a letter is composed count
    /// as equal.
    func isVerbatim(_ other: Channel) -> Bool {
        let (left, right) = (name.utf8.span, other.name.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}

/// The same for what is rare, without a bound to reckon first.
extension [UInt8] {
    mutating func append(number: Int64) {
        append(addingCapacity: OutputSpan<UInt8>.numberLimit) { $0.append(number: number) }
    }

    mutating func append(count: Int) {
        append(addingCapacity: OutputSpan<UInt8>.numberLimit) { $0.append(count: count) }
    }

    mutating func append(flag: Bool) { append(flag ? 1 : 0) }

    mutating func append(text: String) {
        append(count: text.utf8.count)
        append(contentsOf: text.utf8)
    }

    mutating func append(blob: [UInt8]) {
        append(count: blob.count)
        append(contentsOf: blob)
    }

    mutating func append<Member>(_ list: [Member], _ write: (Member, inout [UInt8]) -> Void) {
        append(count: list.count)
        for element in list { write(element, &self) }
    }

    mutating func append<Value>(_ value: Value?, _ write: (Value, inout [UInt8]) -> Void) {
        append(flag: value != nil)
        if let value { write(value, &self) }
    }

    mutating func append(number: Int64?) { append(number) { $1.append(number: $0) } }

    mutating func append(text: String?) { append(text) { $1.append(text: $0) } }
}
