/// The names of the objects that are open while a document is checked, to find duplicates.
struct MemberNames {
    /// A name as it stands in the document, without its quotes.
    struct Name {
        let start: Int
        let end: Int
        let isEscaped: Bool
        /// Length, first, middle and last byte: different for most pairs of different names.
        let fingerprint: UInt32
    }

    /// Up to here each new name is compared with all before it; beyond, all are sorted once at
    /// the end of the object, so that a hostile object costs n log n and not n².
    private static let comparedMax = 16

    private var names: [Name] = []
    private var first = 0

    /// Begins an object. Give the result to `endObject`.
    mutating func beginObject() -> Int {
        let outer = first
        first = names.count
        return outer
    }

    var count: Int { names.count &- first }

    /// Adds a name to the innermost object; false if it is known to be there already.
    mutating func insert(_ name: Range<Int>, isEscaped: Bool, in bytes: [UInt8]) -> Bool {
        let new = Self.name(name, isEscaped: isEscaped, in: bytes)
        if count < Self.comparedMax {
            var index = first
            while index < names.count {
                if names[index].fingerprint == new.fingerprint,
                    Self.order(names[index], new, in: bytes) == 0
                {
                    return false
                }
                index &+= 1
            }
        }
        if names.isEmpty { names.reserveCapacity(2 * Self.comparedMax) }
        names.append(new)
        return true
    }

    /// Ends the innermost object. Returns the offset of the end of a name that was there before
    /// and that `insert` has not found.
    mutating func endObject(outer: Int, in bytes: [UInt8]) -> Int? {
        let duplicate = count > Self.comparedMax ? firstDuplicate(in: bytes) : nil
        while names.count > first { names.removeLast() }
        first = outer
        return duplicate
    }

    private func firstDuplicate(in bytes: [UInt8]) -> Int? {
        let sorted = names[first...].sorted { left, right in
            let order = Self.order(left, right, in: bytes)
            return order < 0 || order == 0 && left.start < right.start
        }
        return zip(sorted, sorted.dropFirst())
            .filter { Self.order($0, $1, in: bytes) == 0 }
            .map { $1.end }
            .min()
    }

    @inline(__always)
    private static func name(_ range: Range<Int>, isEscaped: Bool, in bytes: [UInt8]) -> Name {
        let (start, end) = (range.lowerBound, range.upperBound)
        let fingerprint: UInt32
        if isEscaped {
            let decoded = EscapedText.decode(bytes, from: start, to: end)
            fingerprint = Self.fingerprint(decoded, from: 0, to: decoded.count)
        } else {
            fingerprint = Self.fingerprint(bytes, from: start, to: end)
        }
        return Name(start: start, end: end, isEscaped: isEscaped, fingerprint: fingerprint)
    }

    @inline(__always)
    private static func fingerprint(_ bytes: [UInt8], from start: Int, to end: Int) -> UInt32 {
        guard start < end else { return 0 }
        let length = UInt32(truncatingIfNeeded: end &- start)
        let middle = bytes[start &+ (end &- start) / 2]
        return length << 24 | UInt32(bytes[start]) << 16 | UInt32(middle) << 8
            | UInt32(bytes[end &- 1])
    }

    /// Negative, zero or positive: a total order in which equal names, and only those, are equal.
    private static func order(_ left: Name, _ right: Name, in bytes: [UInt8]) -> Int {
        if left.fingerprint != right.fingerprint {
            return left.fingerprint < right.fingerprint ? -1 : 1
        }
        let left = decoded(left, in: bytes)
        let right = decoded(right, in: bytes)
        if left.count != right.count { return left.count - right.count }
        for (one, other) in zip(left, right) where one != other { return Int(one) - Int(other) }
        return 0
    }

    private static func decoded(_ name: Name, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard name.isEscaped else { return bytes[name.start..<name.end] }
        return EscapedText.decode(bytes, from: name.start, to: name.end)[...]
    }
}
