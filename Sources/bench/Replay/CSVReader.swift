/// Reads comma-separated values with quoted fields, line by line.
struct CSVReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The fields of the next line, nil at the end.
    mutating func next() -> [String]? {
        guard position < bytes.count else { return nil }
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            position &+= 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && peek == UInt8(ascii: "\""):
                position &+= 1
                field.append(byte)
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: Self.finish(&field, &fields)
            case UInt8(ascii: "\n") where !isQuoted:
                Self.finish(&field, &fields)
                return fields
            case UInt8(ascii: "\r") where !isQuoted: break
            default: field.append(byte)
            }
        }
        Self.finish(&field, &fields)
        return fields
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private static func finish(_ field: inout [UInt8], _ fields: inout [String]) {
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
    }
}
