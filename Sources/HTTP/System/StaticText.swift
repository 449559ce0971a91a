// Reads static strings through their pointers: one of the few files that may say `unsafe`.

/// Text that is part of the program, compared and copied without becoming a `String`.
enum StaticText {
    @inline(__always)
    static func append(_ text: StaticString, to output: inout OutputSpan<UInt8>) {
        let source = unsafe UnsafeBufferPointer(
            start: text.utf8Start, count: text.utf8CodeUnitCount)
        unsafe append(source, to: &output)
    }

    /// Appends all bytes at once.
    @inline(__always)
    static func append(_ bytes: [UInt8], to output: inout OutputSpan<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0, to: &output) }
    }

    @inline(__always)
    static func append(_ bytes: borrowing Span<UInt8>, to output: inout OutputSpan<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0, to: &output) }
    }

    @inline(__always)
    private static func append(
        _ source: UnsafeBufferPointer<UInt8>, to output: inout OutputSpan<UInt8>
    ) {
        precondition(source.count <= output.freeCapacity, "There is room for what is appended.")
        unsafe output.withUnsafeMutableBufferPointer { memory, count in
            guard let from = source.baseAddress, let to = memory.baseAddress else { return }
            unsafe (to + count).initialize(from: from, count: source.count)
            count += source.count
        }
    }

    /// Whether the bytes are this text, whatever the case of their ASCII letters. The text is made
    /// of lower-case letters, digits and `-`, `/`.
    @inline(__always)
    static func matches(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, lowerCase text: StaticString
    ) -> Bool {
        let count = text.utf8CodeUnitCount
        guard end - start == count else { return false }
        precondition(start >= 0 && end <= bytes.count, "what is compared is there")
        let wanted = unsafe UnsafeRawPointer(text.utf8Start)
        var index = 0
        while count >= 8, index < count {
            // The last eight bytes begin earlier where the text does not fill them.
            let offset = min(index, count &- 8)
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: start &+ offset, as: UInt64.self)
            let other = unsafe wanted.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard isSame(word, as: other, letters: 0x4040_4040_4040_4040) else { return false }
            index &+= 8
        }
        while index < count {
            let other = unsafe wanted.load(fromByteOffset: index, as: UInt8.self)
            guard isSame(bytes[start &+ index], as: other, letters: 0x40) else { return false }
            index &+= 1
        }
        return true
    }

    /// Whether two words differ in nothing but the case of letters, which have the bit 0x40.
    @inline(__always)
    private static func isSame<Word: FixedWidthInteger>(
        _ word: Word, as lowerCase: Word, letters: Word
    ) -> Bool {
        (word ^ lowerCase) & ~((lowerCase & letters) &>> 1) == 0
    }
}
