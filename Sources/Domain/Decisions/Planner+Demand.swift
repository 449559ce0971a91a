extension Planner {
    /// Units of an item at one location.
    struct Spot {
        let location: ID<Location>
        /// Held by the reservation that is restated; they always fit.
        var own: Int64
        var free: Int64
        /// Granted to lines that name this location.
        var granted: Int64 = 0
    }

    /// One line: an item, or what a kit is made of.
    struct Demand {
        let index: Int
        let sku: String
        let item: ID<Item>
        let quantity: Int64
        /// Nil: any location.
        let location: ID<Location>?
        /// What a kit is made of; empty for everything else.
        let components: [Item.Component]

        var isKit: Bool { !components.isEmpty }

        /// What one unit takes.
        var parts: Parts { Parts(item: item, components: components) }
    }

    /// The item itself, or a kit's components.
    struct Parts: RandomAccessCollection {
        let item: ID<Item>
        let components: [Item.Component]

        var startIndex: Int { 0 }
        var endIndex: Int { Swift.max(1, components.count) }

        subscript(position: Int) -> Item.Component {
            components.isEmpty
                ? Item.Component(item: item, quantity: 1) : components[position]
        }
    }

    /// A demand that was granted, and how many units of it need a location.
    struct Grant {
        let demand: Demand
        let units: Int64
    }

    /// Units of a line that have no location yet.
    struct Open {
        let index: Int
        let item: ID<Item>
        let units: Int64
    }
}
