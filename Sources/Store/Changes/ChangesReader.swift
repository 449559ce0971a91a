import Domain

/// Reads what the writer wrote, and trusts none of it: every length is held against what is left
/// before anything is made of it.
struct ChangesReader {
    private let bytes: [UInt8]
    private var index = 0
    var near = Nearby(Timestamp(milliseconds: 0))

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var corrupt: StoreError { .corrupt(table: "event_batch", key: "changes at \(index)") }

    private var left: Int { bytes.count - index }

    func finish() throws(StoreError) {
        guard left == 0 else { throw corrupt }
    }

    // MARK: Numbers

    mutating func byte() throws(StoreError) -> UInt8 {
        guard index < bytes.count else { throw corrupt }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func flag() throws(StoreError) -> Bool {
        let byte = try byte()
        guard byte <= 1 else { throw corrupt }
        return byte == 1
    }

    /// - Throws: `StoreError.corrupt` also for one that has a shorter form, or takes 65 bits.
    mutating func whole() throws(StoreError) -> UInt64 {
        var byte = try byte()
        if byte < 0x80 { return UInt64(byte) }
        var value = UInt64(byte & 0x7F)
        var shift: UInt64 = 7
        repeat {
            byte = try self.byte()
            guard shift < 63 || byte <= 1 else { throw corrupt }
            value |= UInt64(byte & 0x7F) &<< shift
            shift += 7
        } while byte > 0x7F
        guard byte > 0 else { throw corrupt }
        return value
    }

    mutating func number() throws(StoreError) -> Int64 {
        let value = try whole()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A count that may be below zero, and is never so large that a sum overflows.
    mutating func balance() throws(StoreError) -> Int64 {
        let value = try number()
        guard value.magnitude <= Quantities.maximum.magnitude else { throw corrupt }
        return value
    }

    /// A count of units, which is never negative.
    mutating func units() throws(StoreError) -> Int64 {
        let value = try balance()
        guard value >= 0 else { throw corrupt }
        return value
    }

    /// How many elements follow, each of so many bytes at least.
    mutating func count(of length: Int) throws(StoreError) -> Int {
        guard let count = Int(exactly: try whole()), count <= left / length else { throw corrupt }
        return count
    }

    // MARK: What is near

    mutating func item() throws(StoreError) -> ID<Item> {
        near.item = near.item &+ (try number())
        return ID(rawValue: near.item)
    }

    mutating func location() throws(StoreError) -> ID<Location> {
        near.location = near.location &+ (try number())
        return ID(rawValue: near.location)
    }

    mutating func reservation() throws(StoreError) -> ID<Reservation> {
        near.reservation = near.reservation &+ (try number())
        return ID(rawValue: near.reservation)
    }

    mutating func time() throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: near.time &+ (try number()))
    }

    mutating func channel() throws(StoreError) -> Channel {
        let length = try count(of: 1)
        guard length > 0 else { return near.channel }
        let channel = Channel(try text(length - 1))
        guard !channel.isVerbatim(near.channel) else { throw corrupt }
        near.channel = channel
        return channel
    }

    // MARK: Texts and lists

    mutating func text() throws(StoreError) -> String { try text(try count(of: 1)) }

    private mutating func text(_ length: Int) throws(StoreError) -> String {
        guard let text = String(validating: bytes[index..<(index + length)], as: UTF8.self) else {
            throw corrupt
        }
        index += length
        return text
    }

    mutating func blob() throws(StoreError) -> [UInt8] {
        let length = try count(of: 1)
        defer { index += length }
        return Array(bytes[index..<(index + length)])
    }

    /// A word of a set of them.
    mutating func word<Word: RawRepresentable>() throws(StoreError) -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: try text()) else { throw corrupt }
        return word
    }

    mutating func list<Element>(
        of length: Int, _ read: (inout ChangesReader) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        let count = try count(of: length)
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try read(&self)) }
        return list
    }

    mutating func optional<Value>(
        _ read: (inout ChangesReader) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func optionalText() throws(StoreError) -> String? {
        try flag() ? try text() : nil
    }

    mutating func optionalNumber() throws(StoreError) -> Int64? {
        try flag() ? try number() : nil
    }
}
