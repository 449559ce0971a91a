internal import Domain

/// RFC 3339 in UTC with milliseconds: `2026-11-25T09:30:00.125Z`.
extension Timestamp {
    var text: String {
        let utf8 = utf8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for index in utf8.indices { bytes.append(utf8[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same text in bytes. The year is cut to 0...9999.
    var utf8: InlineArray<24, UInt8> {
        let day = CivilDate(dayNumber: Self.floorDivide(milliseconds, Self.dayMilliseconds))
        let rest = milliseconds - day.dayNumber * Self.dayMilliseconds
        let year = max(0, min(9_999, day.year))
        var text = InlineArray<24, UInt8>(repeating: UInt8(ascii: "-"))
        Self.put(year / 100, at: 0, in: &text)
        Self.put(year % 100, at: 2, in: &text)
        Self.put(day.month, at: 5, in: &text)
        Self.put(day.day, at: 8, in: &text)
        text[10] = UInt8(ascii: "T")
        Self.put(rest / 3_600_000, at: 11, in: &text)
        text[13] = UInt8(ascii: ":")
        Self.put(rest / 60_000 % 60, at: 14, in: &text)
        text[16] = UInt8(ascii: ":")
        Self.put(rest / 1_000 % 60, at: 17, in: &text)
        text[19] = UInt8(ascii: ".")
        text[20] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 1_000 / 100)
        Self.put(rest % 100, at: 21, in: &text)
        text[23] = UInt8(ascii: "Z")
        return text
    }

    /// Reads RFC 3339 with any offset and 0 to 9 digits of a second's fraction; what is finer
    /// than a millisecond is dropped. Nil for days that do not exist, leap seconds, a missing
    /// offset, and years outside 1970...9999.
    init?(text: String) {
        var parser = TimestampParser(text)
        guard let milliseconds = parser.parse() else { return nil }
        self.init(milliseconds: milliseconds)
    }

    static let dayMilliseconds: Int64 = 86_400_000

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// Puts the two digits of a number below 100 at a place.
    @inline(__always)
    private static func put(_ value: Int64, at place: Int, in text: inout InlineArray<24, UInt8>) {
        let value = UInt8(truncatingIfNeeded: value)
        text[place] = UInt8(ascii: "0") &+ value / 10
        text[place + 1] = UInt8(ascii: "0") &+ value % 10
    }
}

/// A day of the Gregorian calendar, and its number counted from 1970-01-01.
struct CivilDate {
    let dayNumber: Int64
    let year: Int64
    let month: Int64
    let day: Int64

    /// Counts in years that begin in March, so that the leap day is the last.
    init(dayNumber: Int64) {
        self.dayNumber = dayNumber
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Returns nil for a day that does not exist.
    init?(year: Int64, month: Int64, day: Int64) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let date = CivilDate(dayNumber: era * 146_097 + dayOfEra - 719_468)
        guard date.year == year, date.month == month, date.day == day else { return nil }
        self = date
    }
}

/// Reads one RFC 3339 timestamp from the left.
private struct TimestampParser {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() -> Int64? {
        guard let year = number(4), year >= 1970, pass("-"), let month = number(2), pass("-"),
            let day = number(2), let date = CivilDate(year: year, month: month, day: day),
            pass("T", "t"), let hour = number(2), hour < 24, pass(":"), let minute = number(2),
            minute < 60, pass(":"), let second = number(2), second < 60,
            let fraction = fraction(), let offset = offset(), index == bytes.count
        else { return nil }
        let seconds = ((date.dayNumber * 24 + hour) * 60 + minute - offset) * 60 + second
        let milliseconds = seconds * 1_000 + fraction
        return milliseconds >= 0 ? milliseconds : nil
    }

    private mutating func number(_ digits: Int) -> Int64? {
        guard index + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<(index + digits)] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        index += digits
        return value
    }

    private mutating func pass(_ options: Unicode.Scalar...) -> Bool {
        guard index < bytes.count, options.contains(Unicode.Scalar(bytes[index])) else {
            return false
        }
        index += 1
        return true
    }

    /// Milliseconds; 0 where there is no fraction.
    private mutating func fraction() -> Int64? {
        guard pass(".") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let digit = number(1) {
            if digits < 3 { value = value * 10 + digit }
            digits += 1
        }
        guard (1...9).contains(digits) else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// Minutes east of UTC.
    private mutating func offset() -> Int64? {
        if pass("Z", "z") { return 0 }
        let isWest = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        guard pass("+", "-"), let hours = number(2), hours < 24, pass(":"),
            let minutes = number(2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
