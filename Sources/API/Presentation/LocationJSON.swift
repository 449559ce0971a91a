internal import Domain
internal import JSON

/// A location as the API shows it. `channels` is null where it serves all of them.
enum LocationJSON {
    static func write(_ location: Location, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", location.id)
            writer.field("code", location.code)
            writer.field("name", location.name)
            writer.field("priority", location.priority)
            writer.field("channels") { writer in
                guard let channels = location.channels else { return writer.null() }
                writer.array { writer in
                    for channel in channels { writer.element(channel.name) }
                }
            }
            writer.field("address", location.address)
            writer.field("active", location.isActive)
            writer.field("version", location.version)
        }
    }
}
