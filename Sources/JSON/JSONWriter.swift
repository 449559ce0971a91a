/// Writes one JSON document. Commas, quotes and escapes are its business.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object { writer in
///     writer.field("sku", sku)
///     writer.field("lines") { $0.array { $0.element(quantity) } }
/// }
/// ```
///
/// A value without a name in an object, a name outside of one, and a second document are
/// mistakes of the program, and stop it.
public struct JSONWriter: ~Copyable {
    private var text: ByteBuffer

    private enum Context: Equatable {
        /// At the beginning, and after a field's name: exactly one value may follow.
        case value
        case object
        case array
        case end
    }

    private var context = Context.value
    private var needsComma = false

    public init(reservingCapacity: Int = 256) {
        text = ByteBuffer(capacity: reservingCapacity)
    }

    /// What was written, as a copy.
    public var bytes: [UInt8] { text.bytes }

    /// How many bytes were written.
    public var count: Int { text.count }

    /// Writes an object. If `body` throws, what was written is of no use.
    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try container(.object, ASCII.openBrace, ASCII.closeBrace, body)
    }

    /// Writes an array. If `body` throws, what was written is of no use.
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try container(.array, ASCII.openBracket, ASCII.closeBracket, body)
    }

    /// Writes a member whose one value `body` writes.
    @inline(__always)
    public mutating func field(
        _ name: StaticString, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        beginField(name)
        try nested(body)
    }

    /// Writes a member whose one value `body` writes.
    @_disfavoredOverload
    public mutating func field(
        _ name: String, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        beginField(name)
        try nested(body)
    }

    /// Writes a member whose value is a string of at most `capacity` bytes, none of which needs an
    /// escape: `body` appends them.
    @inline(__always)
    public mutating func field(
        _ name: StaticString, plain capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void
    ) {
        write(name) { Scalars.append(plain: capacity, body, to: &$0) }
    }

    /// Writes a member whose value is a string none of which needs an escape.
    @inline(__always)
    public mutating func field(_ name: StaticString, plain text: Span<UInt8>) {
        write(name) { Scalars.append(plain: text, to: &$0) }
    }

    /// Writes the same without a name.
    public mutating func plain(_ text: Span<UInt8>) {
        write { Scalars.append(plain: text, to: &$0) }
    }

    /// Writes a string like that of at most `capacity` bytes, which `body` appends.
    public mutating func plain(_ capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        write { Scalars.append(plain: capacity, body, to: &$0) }
    }

    public mutating func null() {
        write { Scalars.appendNull(to: &$0) }
    }

    /// Writes a value that is JSON already, such as `JSONReader.rawValue` gave. It is not checked.
    public mutating func raw(_ value: [UInt8]) {
        write { $0.append(value.span) }
    }

    private mutating func container(
        _ kind: Context, _ open: UInt8, _ close: UInt8,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        let after = beginValue()
        text.append(open)
        context = kind
        needsComma = false
        try body(&self)
        text.append(close)
        context = after
        needsComma = true
    }

    private mutating func nested(_ body: (inout JSONWriter) throws -> Void) rethrows {
        context = .value
        try body(&self)
        precondition(context == .end, "A field has exactly one value.")
        context = .object
        needsComma = true
    }

    /// Writes a scalar as a whole document or an element.
    @inline(__always)
    mutating func write(_ body: (inout ByteBuffer) -> Void) {
        context = beginValue()
        body(&text)
        needsComma = true
    }

    /// Writes a member whose value is a scalar.
    @inline(__always)
    mutating func write(_ name: StaticString, _ body: (inout ByteBuffer) -> Void) {
        beginField(name)
        body(&text)
        needsComma = true
    }

    /// Writes a member whose value is a scalar.
    @inline(__always)
    mutating func write(_ name: String, _ body: (inout ByteBuffer) -> Void) {
        beginField(name)
        body(&text)
        needsComma = true
    }

    /// Returns the context that the writer is in once the value is written.
    private mutating func beginValue() -> Context {
        switch context {
        case .value: return .end
        case .array:
            if needsComma { text.append(ASCII.comma) }
            return .array
        case .object: preconditionFailure("A value in an object needs a name.")
        case .end: preconditionFailure("There is a value already.")
        }
    }

    @inline(__always)
    private mutating func beginField(_ name: StaticString) {
        precondition(context == .object, "Only an object has fields.")
        text.append(name: name, needsComma: needsComma)
    }

    private mutating func beginField(_ name: String) {
        precondition(context == .object, "Only an object has fields.")
        if needsComma { text.append(ASCII.comma) }
        Scalars.append(name, to: &text)
        text.append(ASCII.colon)
    }
}
