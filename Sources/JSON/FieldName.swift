/// The name of a member, compared with literals without making a `String` of it.
///
/// Names are compared byte by byte after their escapes are resolved: `"sk\u0075"` is `"sku"`,
/// and two spellings of one accented letter are two names.
public struct FieldName {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let start: Int
    @usableFromInline let end: Int

    init(bytes: [UInt8], start: Int, end: Int) {
        self.bytes = bytes
        self.start = start
        self.end = end
    }

    @inlinable
    public static func ~= (pattern: StaticString, value: FieldName) -> Bool {
        pattern.utf8CodeUnitCount == value.end &- value.start
            && pattern.equals(value.bytes, from: value.start)
    }

    public var string: String { String(decoding: bytes[start..<end], as: UTF8.self) }
}
