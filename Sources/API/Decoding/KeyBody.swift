internal import Domain
internal import JSON

/// The body of `POST /v1/api-keys`.
struct KeyBody {
    let name: String
    let kind: APIKey.Kind
    var scopes: [Scope] = []
    var allowedOrigins: [String] = []
    var expiresAt: Timestamp?

    init(_ reader: inout JSONReader) throws {
        var title: String?
        var kind: APIKey.Kind?
        var scopes: [Scope] = []
        var origins: [String] = []
        var expiry: Timestamp?
        try reader.object { reader, name in
            switch name {
            case "name": title = try reader.name(1...100)
            case "kind":
                kind = try reader.word { ["secret": .secret, "publishable": .publishable][$0] }
            case "scopes":
                scopes =
                    try reader.optional { reader in
                        try reader.lines(max: 50) { try $0.word(Scope.init(rawValue:)) }
                    } ?? []
            case "allowed_origins":
                origins =
                    try reader.optional { reader in
                        try reader.lines(max: 50) { try $0.origin() }
                    } ?? []
            case "expires_at": expiry = try reader.optional { try $0.time() }
            case _: return false
            }
            return true
        }
        self.name = try reader.required(title, "name")
        self.kind = try reader.required(kind, "kind")
        self.scopes = scopes
        allowedOrigins = origins
        expiresAt = expiry
    }
}

extension JSONReader {
    /// `https://shop.example`, with a port perhaps and nothing behind it.
    fileprivate mutating func origin() throws -> String {
        let text = try webAddress()
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        guard !rest.isEmpty, rest.utf8.allSatisfy(Self.isHostByte), text == text.lowercased()
        else {
            throw error(
                .outOfRange, "\(path) must be an origin like https://shop.example, in lower case.")
        }
        return text
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            true
        case _: false
        }
    }
}
