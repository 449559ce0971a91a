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
public struct JSONWriter {
    public private(set) var bytes: [UInt8] = []

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
        bytes.reserveCapacity(reservingCapacity)
    }

    /// Writes an object. If `body` throws, what was written is of no use.
    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try container(.object, ASCII.openBrace, ASCII.closeBrace, body)
    }

    /// Writes an array. If `body` throws, what was written is of no use.
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try container(.array, ASCII.openBracket, ASCII.closeBracket, body)
    }

    /// Writes a member whose one value `body` writes.
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

    public mutating func null() {
        write { Scalars.appendNull(to: &$0) }
    }

    /// Writes a value that is JSON already, such as `JSONReader.rawValue` gave. It is not checked.
    public mutating func raw(_ value: [UInt8]) {
        write { $0.append(contentsOf: value) }
    }

    private mutating func container(
        _ kind: Context, _ open: UInt8, _ close: UInt8,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        let after = beginValue()
        bytes.append(open)
        context = kind
        needsComma = false
        try body(&self)
        bytes.append(close)
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
    mutating func write(_ body: (inout [UInt8]) -> Void) {
        context = beginValue()
        body(&bytes)
        needsComma = true
    }

    /// Writes a member whose value is a scalar.
    @inline(__always)
    mutating func write(_ name: StaticString, _ body: (inout [UInt8]) -> Void) {
        beginField(name)
        body(&bytes)
        needsComma = true
    }

    /// Writes a member whose value is a scalar.
    @inline(__always)
    mutating func write(_ name: String, _ body: (inout [UInt8]) -> Void) {
        beginField(name)
        body(&bytes)
        needsComma = true
    }

    /// Returns the context that the writer is in once the value is written.
    private mutating func beginValue() -> Context {
        switch context {
        case .value: return .end
        case .array:
            if needsComma { bytes.append(ASCII.comma) }
            return .array
        case .object: preconditionFailure("A value in an object needs a name.")
        case .end: preconditionFailure("There is a value already.")
        }
    }

    private mutating func beginField(_ name: StaticString) {
        precondition(context == .object, "Only an object has fields.")
        name.appendName(to: &bytes, needsComma: needsComma)
    }

    private mutating func beginField(_ name: String) {
        precondition(context == .object, "Only an object has fields.")
        if needsComma { bytes.append(ASCII.comma) }
        Scalars.append(name, to: &bytes)
        bytes.append(ASCII.colon)
    }
}
