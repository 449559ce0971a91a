internal import Domain

/// What a storefront may do under a holder's name.
enum HolderRules {
    /// The name is the capability, so a storefront's must not be guessable.
    static let publicLengthMin = 16

    /// Begins the holders of orders that the door `reserve-stock` makes.
    static let orderPrefix = "order:"

    /// - Throws: `weak_holder` for a storefront's short name, `invalid_field` beyond 200
    ///   characters or with control characters.
    static func check(_ holder: String, _ principal: Principal) throws(Problem) {
        try check(holder, principal, field: "holder")
    }

    /// The same where the name stands in `field`.
    static func check(
        _ holder: String, _ principal: Principal, field: String
    ) throws(Problem) {
        let scalars = holder.unicodeScalars
        guard (1...200).contains(scalars.count),
            scalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw Problem(field: field, "It must have 1 to 200 characters.")
        }
        guard !principal.isPublic || !holder.utf8.starts(with: orderPrefix.utf8) else {
            throw Problem(
                .weakHolder, field: field, "A storefront's holder does not name an order.")
        }
        guard !principal.isPublic || scalars.count >= publicLengthMin else {
            throw Problem(
                .weakHolder, field: field,
                "A storefront's holder needs at least \(publicLengthMin) characters.")
        }
    }

    /// Storefronts hold carts and checkouts, nothing else.
    static func check(_ kind: Reservation.Kind, _ principal: Principal) throws(Problem) {
        guard principal.isPublic else { return }
        switch kind {
        case .cart, .checkout: return
        case .abandonedCart, .order:
            throw Problem(field: "kind", "A publishable key makes carts and checkouts only.")
        }
    }
}
