// Loads eight bytes at a time, aligned or not: one of the few files that may say `unsafe`.

/// Finds where a line ends or is broken.
enum ControlScan {
    /// The first control byte other than tab at or after `start`, or the count where there is none.
    @inline(__always)
    static func firstControl(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        let count = bytes.count
        var index = start
        while index < count {
            if count &- index >= 8 {
                // Checked: eight bytes from `index` on are inside the span.
                let word = unsafe bytes.bytes.unsafeLoadUnaligned(
                    fromByteOffset: index, as: UInt64.self)
                let found = controls(word)
                guard found != 0 else {
                    index &+= 8
                    continue
                }
                index &+= found.trailingZeroBitCount >> 3
            }
            let byte = bytes[index]
            if (byte < 0x20 && byte != 0x09) || byte == 0x7F { return index }
            index &+= 1
        }
        return count
    }

    /// Whether there is any control byte, tab included.
    @inline(__always)
    static func hasControl(in bytes: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while bytes.count &- index >= 8 {
            // Checked: eight bytes from `index` on are inside the span.
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: index, as: UInt64.self)
            guard controls(word) == 0 else { return true }
            index &+= 8
        }
        while index < bytes.count {
            guard bytes[index] >= 0x20, bytes[index] != 0x7F else { return true }
            index &+= 1
        }
        return false
    }

    /// Sets the high bit of the first byte below 0x20 or equal to 0x7F; those above it may be
    /// wrong by the borrow.
    @inline(__always)
    private static func controls(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let deleted = word ^ (ones &* 0x7F)
        let low = (word &- (ones &* 0x20)) & ~word
        return (low | ((deleted &- ones) & ~deleted)) & 0x8080_8080_8080_8080
    }
}
