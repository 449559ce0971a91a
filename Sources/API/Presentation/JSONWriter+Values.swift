internal import Domain
internal import JSON

extension JSONWriter {
    mutating func field<Entity: Identified>(_ name: StaticString, _ id: ID<Entity>) {
        field(name, plain: Identifiers.textLimit) {
            Identifiers.append(Entity.idPrefix, id.rawValue, to: &$0)
        }
    }

    mutating func field<Entity: Identified>(_ name: StaticString, _ id: ID<Entity>?) {
        if let id { field(name, id) } else { field(name, nil as String?) }
    }

    mutating func field(_ name: StaticString, _ time: Timestamp) {
        let text = time.utf8
        field(name, plain: text.span)
    }

    mutating func field(_ name: StaticString, _ time: Timestamp?) {
        if let time { field(name, time) } else { field(name, nil as String?) }
    }

    mutating func value<Entity: Identified>(_ id: ID<Entity>) {
        identifier(Entity.idPrefix, id.rawValue)
    }

    /// Writes a prefix and a number in the form of ids.
    mutating func identifier(_ prefix: String, _ number: Int64) {
        plain(Identifiers.textLimit) { Identifiers.append(prefix, number, to: &$0) }
    }

    mutating func value(_ time: Timestamp) {
        let text = time.utf8
        plain(text.span)
    }
}
