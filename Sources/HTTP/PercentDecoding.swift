/// Percent-decoding, once and strictly.
package enum PercentDecoding {
    /// Returns nil for a `%` without two hex digits, for control characters, and for what is not
    /// UTF-8 afterwards (overlong forms included).
    package static func decode(
        _ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false
    ) -> String? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else { return text(bytes.span) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "%"):
                guard bytes.endIndex - index >= 2, let high = hexDigit(bytes[index]),
                    let low = hexDigit(bytes[index + 1])
                else { return nil }
                let value = high << 4 | low
                guard value >= 0x20, value != 0x7F else { return nil }
                decoded.append(value)
                index += 2
            case UInt8(ascii: "+") where plusIsSpace:
                decoded.append(UInt8(ascii: " "))
            case _:
                decoded.append(byte)
            }
        }
        return text(decoded.span)
    }

    private static func text(_ bytes: borrowing Span<UInt8>) -> String? {
        guard let valid = try? UTF8Span(validating: copy bytes) else { return nil }
        return String(copying: valid)
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case _: nil
        }
    }
}
