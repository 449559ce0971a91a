internal import Domain

extension Context {
    /// The `index`th parameter as an id.
    ///
    /// - Throws: `not_found` where it cannot be one.
    func id<Entity: Identified>(
        _ index: Int = 0, of kind: Entity.Type
    ) throws(Problem) -> ID<Entity> {
        guard let id = ID<Entity>(text: parameter(index)) else { throw .notFound }
        return id
    }

    /// The first parameter as a location's code or id.
    func location() -> LocationName {
        ID<Location>(text: parameter()).map { .id($0) } ?? .code(parameter())
    }
}
