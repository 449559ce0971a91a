/// Values by id, in the order in which they came: what a batch has touched.
///
/// With dictionaries of such large values a reservation took 3 µs more to decide: they moved all
/// when they grew, and hashed with care against strangers ids that nobody chooses.
struct BatchTable<Entity, Value: Sendable>: Sendable {
    private(set) var ids: [ID<Entity>] = []
    private(set) var values: [Value] = []
    private var index = SlotIndex<Value>()

    init() {}

    /// Where in `values` it is.
    func place(of id: ID<Entity>) -> Int? {
        index.first(id.tableHash) { ids[Int($0.number)] == id }.map { Int($0.number) }
    }

    subscript(id: ID<Entity>) -> Value? { place(of: id).map { values[$0] } }

    /// Adds a value whose id is not there. Answers its place.
    @discardableResult
    mutating func insert(_ value: consuming Value, _ id: ID<Entity>) -> Int {
        index.insert(Slot(number: Int32(ids.count)), id.tableHash)
        ids.append(id)
        values.append(value)
        return ids.count - 1
    }

    mutating func update(at place: Int, _ change: (inout Value) -> Void) {
        change(&values[place])
    }

    /// Changes a value that is there.
    mutating func update(_ id: ID<Entity>, _ change: (inout Value) -> Void) {
        if let place = place(of: id) { change(&values[place]) }
    }
}
