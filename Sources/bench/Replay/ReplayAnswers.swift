internal import JSON

/// Reads of the server's answers only what a replay needs.
enum ReplayAnswers {
    /// One object with an item's name and one of its quantities.
    struct Count {
        var sku = ""
        var units = 0
    }

    /// One item's quantities in an answer of `GET /v1/stock`.
    struct Level {
        var sku = ""
        var onHand = 0
        var reserved = 0
        var committed = 0
    }

    static func identifier(_ body: [UInt8]) throws -> String {
        var identifier = ""
        var reader = try JSONReader(body)
        try reader.tolerantObject { reader, name in
            guard case "id" = name else { return false }
            identifier = try reader.string()
            return true
        }
        return identifier
    }

    /// What each line of a reservation says about `shipped`.
    static func shipped(_ body: [UInt8]) throws -> [Count] {
        try counts(body, list: "lines", quantity: "shipped")
    }

    private static func counts(
        _ body: [UInt8], list: StaticString, quantity: StaticString
    ) throws -> [Count] {
        var counts: [Count] = []
        var reader = try JSONReader(body)
        try reader.tolerantObject { reader, name in
            guard list ~= name else { return false }
            try reader.array { reader in
                var count = Count()
                try reader.tolerantObject { reader, name in
                    switch name {
                    case "sku": count.sku = try reader.string()
                    case quantity: count.units = Int(try reader.integer())
                    default: return false
                    }
                    return true
                }
                counts.append(count)
            }
            return true
        }
        return counts
    }

    /// The code of a refusal, and those of its lines.
    static func refusal(_ body: [UInt8]) throws -> (code: String, lines: [String]) {
        var code = ""
        var lines: [String] = []
        var reader = try JSONReader(body)
        try reader.tolerantObject { reader, name in
            switch name {
            case "code": code = try reader.string()
            case "errors":
                try reader.array { reader in
                    try reader.tolerantObject { reader, name in
                        guard case "code" = name else { return false }
                        lines.append(try reader.string())
                        return true
                    }
                }
            default: return false
            }
            return true
        }
        return (code, lines)
    }

    static func levels(_ body: [UInt8]) throws -> [Level] {
        var levels: [Level] = []
        var reader = try JSONReader(body)
        try reader.tolerantObject { reader, name in
            guard case "data" = name else { return false }
            try reader.array { reader in
                var level = Level()
                try reader.tolerantObject { reader, name in
                    switch name {
                    case "sku": level.sku = try reader.string()
                    case "on_hand": level.onHand = Int(try reader.integer())
                    case "reserved": level.reserved = Int(try reader.integer())
                    case "committed": level.committed = Int(try reader.integer())
                    default: return false
                    }
                    return true
                }
                levels.append(level)
            }
            return true
        }
        return levels
    }
}
