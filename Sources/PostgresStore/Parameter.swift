package import Store

/// One value that a statement is run with, in PostgreSQL's binary form.
package struct Parameter: Equatable, Sendable {
    /// The type's OID; 0 leaves it to the statement, which is enough for a NULL.
    let type: UInt32
    /// Nil is NULL.
    let bytes: [UInt8]?

    package static let null = Parameter(type: 0, bytes: nil)

    package static func integer(_ value: Int64) -> Parameter {
        Parameter(type: TypeID.int8, bytes: bytes(value))
    }

    package static func text(_ value: String) -> Parameter {
        Parameter(type: TypeID.text, bytes: Array(value.utf8))
    }

    /// UTF-8 as text.
    package static func text(_ utf8: [UInt8]) -> Parameter {
        Parameter(type: TypeID.text, bytes: utf8)
    }

    package static func blob(_ value: [UInt8]) -> Parameter {
        Parameter(type: TypeID.bytea, bytes: value)
    }

    package init(_ value: SQLValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .blob(let bytes): .blob(bytes)
            }
    }

    private init(type: UInt32, bytes: [UInt8]?) {
        self.type = type
        self.bytes = bytes
    }

    // MARK: Columns, for `unnest`

    package static func integers(_ values: some Collection<Int64>) -> Parameter {
        array(TypeID.int8Array, of: TypeID.int8, values, size: 8) { append($0, to: &$1) }
    }

    package static func integers(_ values: some Collection<Int64?>) -> Parameter {
        array(TypeID.int8Array, of: TypeID.int8, values, size: 8) { append($0, to: &$1) }
    }

    package static func texts(_ values: some Collection<String?>) -> Parameter {
        array(TypeID.textArray, of: TypeID.text, values, size: 16) { value, bytes in
            append(value?.utf8, to: &bytes)
        }
    }

    /// UTF-8 as text.
    package static func texts(_ values: some Collection<[UInt8]?>) -> Parameter {
        array(TypeID.textArray, of: TypeID.text, values, size: 16) { append($0, to: &$1) }
    }

    package static func blobs(_ values: some Collection<[UInt8]?>) -> Parameter {
        array(TypeID.byteaArray, of: TypeID.bytea, values, size: 32) { append($0, to: &$1) }
    }

    /// `size` is what an element takes, roughly.
    private static func array<Values: Collection>(
        _ type: UInt32, of element: UInt32, _ values: Values, size: Int,
        _ append: (Values.Element, inout [UInt8]) -> Void
    ) -> Parameter {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + values.count * (4 + size))
        // Dimensions, whether there are NULLs (the server looks for itself), the element's type.
        for number in [values.isEmpty ? 0 : 1, 1, Int32(bitPattern: element)] {
            self.append(bigEndian: number, to: &bytes)
        }
        if !values.isEmpty {
            self.append(bigEndian: Int32(values.count), to: &bytes)
            self.append(bigEndian: Int32(1), to: &bytes)
            for value in values { append(value, &bytes) }
        }
        return Parameter(type: type, bytes: bytes)
    }

    private static func append(_ value: Int64?, to bytes: inout [UInt8]) {
        guard let value else { return append(bigEndian: Int32(-1), to: &bytes) }
        append(bigEndian: Int32(8), to: &bytes)
        append(bigEndian: value, to: &bytes)
    }

    private static func append(_ value: (some Collection<UInt8>)?, to bytes: inout [UInt8]) {
        guard let value else { return append(bigEndian: Int32(-1), to: &bytes) }
        append(bigEndian: Int32(value.count), to: &bytes)
        bytes.append(contentsOf: value)
    }

    private static func append(bigEndian value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static func bytes(_ value: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8)
        append(bigEndian: value, to: &bytes)
        return bytes
    }
}

/// OIDs of PostgreSQL's own types, which never change.
enum TypeID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let byteaArray: UInt32 = 1001
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let varchar: UInt32 = 1043
}
