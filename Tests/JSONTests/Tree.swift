import JSON

/// Any JSON value, so that whole documents can be compared.
indirect enum Tree: Equatable {
    case object([String: Tree])
    case array([Tree])
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case null

    /// Reads everything that `bytes` holds by the reader's public methods.
    init(reading bytes: [UInt8]) throws {
        var reader = try JSONReader(bytes)
        self = try Tree(next: &reader)
    }

    private init(next reader: inout JSONReader) throws {
        switch reader.nextKind {
        case .object:
            var members: [String: Tree] = [:]
            try reader.object { reader, name in
                members[name.string] = try Tree(next: &reader)
                return true
            }
            self = .object(members)
        case .array:
            var elements: [Tree] = []
            try reader.array { elements.append(try Tree(next: &$0)) }
            self = .array(elements)
        case .string: self = .string(try reader.string())
        case .number:
            let start = reader
            if let integer = try? reader.integer() {
                self = .integer(integer)
            } else {
                reader = start
                self = .number(try reader.number())
            }
        case .boolean: self = .boolean(try reader.boolean())
        case .null:
            guard reader.null() else { throw reader.error(.wrongType, "No value is left.") }
            self = .null
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.object { writer in
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    writer.field(name) { member.write(to: &$0) }
                }
            }
        case .array(let elements):
            writer.array { writer in
                for element in elements { element.write(to: &writer) }
            }
        case .string(let value): writer.value(value)
        case .integer(let value): writer.value(value)
        case .number(let value): writer.value(value)
        case .boolean(let value): writer.value(value)
        case .null: writer.null()
        }
    }

    var written: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension Tree {
    static func random(depth: Int, using random: inout SeededGenerator) -> Tree {
        switch Int.random(in: depth > 0 ? 0..<8 : 2..<8, using: &random) {
        case 0:
            var members: [String: Tree] = [:]
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                members[text(using: &random)] = .random(depth: depth - 1, using: &random)
            }
            return .object(members)
        case 1:
            let count = Int.random(in: 0..<6, using: &random)
            return .array((0..<count).map { _ in .random(depth: depth - 1, using: &random) })
        case 2: return .string(text(using: &random))
        case 3: return .integer(Int64(truncatingIfNeeded: random.next()))
        case 4: return .integer(.random(in: -1_000...1_000, using: &random))
        case 5: return .number(.random(in: -1...1, using: &random) + 0.5e-9)
        case 6: return .boolean(.random(using: &random))
        default: return .null
        }
    }

    /// Short names collide in length and letters; the rest has escapes and all planes.
    private static func text(using random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let bounds: [ClosedRange<UInt32>] = [
                0x61...0x63, 0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFD,
                0x10000...0x10FFFF,
            ]
            let bound = bounds[Int.random(in: 0..<bounds.count, using: &random)]
            if let scalar = Unicode.Scalar(UInt32.random(in: bound, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
