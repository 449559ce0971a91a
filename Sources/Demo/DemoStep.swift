package import Domain

/// One thing that happened in the demo shop.
package struct DemoStep: Sendable {
    package let at: Timestamp
    package let action: Action

    package init(at time: Timestamp, action: Action) {
        at = time
        self.action = action
    }

    package enum Action: Sendable {
        case send(Command)
        /// An order was paid; its reservation is the one that this holder has.
        case pay(holder: String)
        /// An order left the house.
        case ship(holder: String)
        /// An order was called off before it left.
        case cancel(holder: String)
    }

    /// The command for it, in the shop as it is then. Nil where there is nothing to do, because
    /// the reservation was refused.
    package func command(in shop: borrowing Shop) -> Command? {
        switch action {
        case .send(let command): command
        case .pay(let holder):
            Self.reservation(of: holder, shop).map { .commit($0, order: holder, deduction: nil) }
        case .ship(let holder): Self.reservation(of: holder, shop).map { .ship($0, nil) }
        case .cancel(let holder): Self.reservation(of: holder, shop).map { .cancel($0, nil) }
        }
    }

    private static func reservation(
        of holder: String, _ shop: borrowing Shop
    ) -> ID<Reservation>? {
        shop.reservations(of: holder).first
    }
}
