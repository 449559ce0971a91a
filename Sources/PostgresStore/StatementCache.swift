/// The statements that the server has prepared for one connection.
struct StatementCache {
    /// Beyond it the server is told to forget them all: statements that are built for one request
    /// would fill its memory.
    static let maximum = 256

    /// The same text with parameters of other types is another statement to the server.
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]

        init(_ step: Step) {
            sql = step.sql
            types = step.parameters.map(\.type)
        }
    }

    private var names: [Key: String] = [:]
    /// A name is never given twice, so that one which the server kept harms nothing.
    private var lastName = 0

    var count: Int { names.count }

    func name(_ key: Key) -> String? { names[key] }

    mutating func add(_ key: Key) -> String {
        lastName += 1
        let name = "h\(lastName)"
        names[key] = name
        return name
    }

    mutating func remove(_ key: Key) {
        names[key] = nil
    }

    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
    }
}
