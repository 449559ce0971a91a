internal import Domain
internal import JSON

extension JSONWriter {
    mutating func field<Entity: Identified>(_ name: StaticString, _ id: ID<Entity>) {
        field(name) { $0.value(id) }
    }

    mutating func field<Entity: Identified>(_ name: StaticString, _ id: ID<Entity>?) {
        field(name) { writer in
            if let id { writer.value(id) } else { writer.null() }
        }
    }

    mutating func field(_ name: StaticString, _ time: Timestamp) {
        field(name) { $0.value(time) }
    }

    mutating func field(_ name: StaticString, _ time: Timestamp?) {
        field(name) { writer in
            if let time { writer.value(time) } else { writer.null() }
        }
    }

    mutating func value<Entity: Identified>(_ id: ID<Entity>) {
        identifier(Entity.idPrefix, id.rawValue)
    }

    /// Writes a prefix and a number in the form of ids.
    mutating func identifier(_ prefix: String, _ number: Int64) {
        quoted { Identifiers.append(prefix, number, to: &$0) }
    }

    mutating func value(_ time: Timestamp) {
        quoted { time.appendText(to: &$0) }
    }

    /// Writes a string that needs no escapes, without making a `String` of it.
    private mutating func quoted(_ body: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
        raw(bytes)
    }
}
