internal import Domain
internal import JSON

extension LocationRequest {
    /// The body of `POST /v1/locations`.
    init(_ reader: inout JSONReader) throws {
        var code: String?
        var title: String?
        self.init(code: "", name: "")
        try reader.object { reader, name in
            switch name {
            case "code": code = try reader.locationCode()
            case "name": title = try reader.name(1...200)
            case "priority": priority = try reader.optional { try $0.priority() } ?? priority
            case "channels": channels = try reader.optional { try $0.channels() }
            case "address": address = try reader.optional { try $0.text(1...500) }
            case "active": isActive = try reader.boolean()
            case _: return false
            }
            return true
        }
        self.code = try reader.required(code, "code")
        name = try reader.required(title, "name")
    }
}

extension LocationEdit {
    /// The body of `PATCH /v1/locations/{id}`; null unsets.
    init(_ reader: inout JSONReader) throws {
        self.init()
        try reader.object { reader, field in
            switch field {
            case "code": code = try reader.locationCode()
            case "name": name = try reader.name(1...200)
            case "priority": priority = try reader.edit { try $0.priority() }
            case "channels": channels = try reader.edit { try $0.channels() }
            case "address": address = try reader.edit { try $0.text(1...500) }
            case "active": isActive = try reader.boolean()
            case _: return false
            }
            return true
        }
    }
}

extension JSONReader {
    /// A code must not look like an id, because requests may use either.
    fileprivate mutating func locationCode() throws -> String {
        let code = try name(1...50)
        guard ID<Location>(text: code) == nil else {
            throw error(.outOfRange, "\(path) must not have the form of an id.")
        }
        return code
    }

    fileprivate mutating func priority() throws -> Int64 { try integer(in: 0...1_000_000) }

    fileprivate mutating func channels() throws -> [Channel] {
        let place = path
        let channels = try lines(max: 50) { try $0.channel() }
        guard Set(channels).count == channels.count else {
            throw Problem(field: place, "A channel stands here once.")
        }
        return channels
    }
}
