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

    /// Whether the bytes are this text, whatever the case of their ASCII letters.
    @inline(__always)
    static func matches(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, lowerCase text: StaticString
    ) -> Bool {
        guard end - start == text.utf8CodeUnitCount else { return false }
        var index = start
        var other = unsafe text.utf8Start
        while index < end {
            let byte = bytes[index]
            let lower = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
            guard lower == (unsafe other.pointee) else { return false }
            index &+= 1
            unsafe other += 1
        }
        return true
    }
}
