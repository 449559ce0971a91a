internal import Domain
internal import JSON

/// The body of `PUT /v1/allocations`.
enum PoliciesBody {
    static let policiesMax = 1_000

    /// The policies, the most specific first: those of a sku, those of a category, the rest, each
    /// in the order sent.
    static func decode(_ reader: inout JSONReader) throws -> [AllocationPolicy] {
        var found: [AllocationPolicy]?
        try reader.object { reader, name in
            guard case "data" = name else { return false }
            found = try reader.lines(max: policiesMax) { try AllocationPolicy(&$0) }
            return true
        }
        let policies = try reader.required(found, "data")
        var seen: Set<[String?]> = []
        for (index, policy) in policies.enumerated() {
            let target = [policy.channel.name, policy.sku, policy.category]
            guard seen.insert(target).inserted else {
                throw Problem(field: "data[\(index)]", "There is a policy for the same already.")
            }
        }
        return (0...2).reversed().flatMap { rank in policies.filter { $0.rank == rank } }
    }
}

extension AllocationPolicy {
    fileprivate var rank: Int { sku != nil ? 2 : category != nil ? 1 : 0 }

    fileprivate init(_ reader: inout JSONReader) throws {
        var channel: Channel?
        var sku: String?
        var category: String?
        var share: Fraction?
        var buffer: Fraction?
        try reader.object { reader, name in
            switch name {
            case "channel": channel = try reader.channel()
            case "sku": sku = try reader.optional { try $0.sku() }
            case "category": category = try reader.optional { try $0.name(1...100) }
            case "share": share = try reader.optional { try $0.fraction() }
            case "by_turnover":
                guard reader.null() else {
                    throw reader.error(.wrongType, "Turnover classes are not computed yet.")
                }
            case "buffer": buffer = try reader.optional { try $0.fraction() }
            case _: return false
            }
            return true
        }
        self.init(
            channel: try reader.required(channel, "channel"), sku: sku, category: category,
            share: try reader.required(share, "share"), buffer: buffer)
    }
}

extension JSONReader {
    /// A number from 0 to 1 with at most six decimals, taken as it is written.
    fileprivate mutating func fraction() throws -> Fraction {
        guard nextKind == .number else {
            throw error(.wrongType, "\(path) must be a number.")
        }
        guard let fraction = Fraction(decimal: try rawValue()) else {
            throw error(
                .outOfRange, "\(path) must be a number from 0 to 1 with at most six decimals.")
        }
        return fraction
    }
}

extension Fraction {
    /// Reads `0.4`, `1`, `1.0`; nil beyond six decimals, outside 0...1, and with an exponent.
    init?(decimal text: [UInt8]) {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        let padding = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 6 - decimals.count))
        guard decimals.count <= 6, parts[0].count == 1,
            let millionths = Int64(
                String(decoding: Array(parts[0]) + decimals + padding, as: UTF8.self))
        else { return nil }
        self.init(millionths: millionths)
    }
}
