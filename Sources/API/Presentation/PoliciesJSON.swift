internal import Domain
internal import JSON

/// The allocation policies as the API shows them, the most specific first.
enum PoliciesJSON {
    static func write(_ policies: [AllocationPolicy], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("data") { writer in
                writer.array { writer in
                    for policy in policies { write(policy, to: &writer) }
                }
            }
        }
    }

    private static func write(_ policy: AllocationPolicy, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("channel", policy.channel.name)
            writer.field("sku", policy.sku)
            writer.field("category", policy.category)
            writer.field("share") { $0.raw(policy.share.decimal) }
            writer.field("buffer") { writer in
                if let buffer = policy.buffer {
                    writer.raw(buffer.decimal)
                } else {
                    writer.null()
                }
            }
        }
    }
}

extension Fraction {
    /// A decimal number with at most six places: `0.4`.
    var decimal: [UInt8] {
        guard millionths < 1_000_000 else { return [UInt8(ascii: "1")] }
        guard millionths > 0 else { return [UInt8(ascii: "0")] }
        var digits: [UInt8] = []
        var divisor: Int64 = 100_000
        while divisor > 0 {
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: millionths / divisor % 10))
            divisor /= 10
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return [UInt8(ascii: "0"), UInt8(ascii: ".")] + digits
    }
}
