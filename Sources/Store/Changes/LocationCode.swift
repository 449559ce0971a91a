import Domain

/// A place with stock.
enum LocationCode {
    static func write(_ location: Location, to bytes: inout [UInt8]) {
        bytes.append(number: location.id.rawValue)
        bytes.append(text: location.code)
        bytes.append(text: location.name)
        bytes.append(number: location.priority)
        bytes.append(location.channels) { channels, bytes in
            bytes.append(channels) { $1.append(text: $0.name) }
        }
        bytes.append(text: location.address)
        bytes.append(flag: location.isActive)
        bytes.append(number: location.version)
    }

    static func read(_ reader: inout ChangesReader) throws(StoreError) -> Location {
        let id = ID<Location>(rawValue: try reader.number())
        let code = try reader.text()
        var location = Location(id: id, code: code, name: try reader.text())
        location.priority = try reader.number()
        location.channels = try reader.optional { reader throws(StoreError) in
            try reader.list(of: 1) { reader throws(StoreError) in Channel(try reader.text()) }
        }
        location.address = try reader.optionalText()
        location.isActive = try reader.flag()
        location.version = try reader.number()
        return location
    }
}
