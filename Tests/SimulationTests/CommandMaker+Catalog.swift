import Domain
import TestSupport

extension CommandMaker {
    static let catalog: [Entry] = [
        Entry(label: "put an item", weight: 3) { maker, books in maker.putItem(books) },
        Entry(label: "edit an item", weight: 2) { maker, books in maker.editItem(books) },
        Entry(label: "delete an item", weight: 2) { maker, books in
            let unused = books.items.filter { !books.hasStock($0.key) }.values.map(\.sku)
            let sku = maker.random.pickIfAny(unused.sorted()) ?? maker.sku(books)
            return .deleteItem(
                sku: maker.random.chance(70) ? sku : maker.sku(books),
                maker.precondition(books.item(sku).flatMap { books.items[$0]?.version }))
        },
        Entry(label: "create a location", weight: 1) { maker, books in
            let code =
                books.places.count < 5 && maker.random.chance(50)
                ? maker.newName("place") : "main"
            return .createLocation(
                LocationRequest(
                    code: code, name: "Made", priority: maker.random.number(1...200),
                    channels: maker.random.chance(50) ? [.online] : nil,
                    isActive: maker.random.chance(80)))
        },
        Entry(label: "edit a location", weight: 3) { maker, books in
            maker.editLocation(books)
        },
        Entry(label: "edit settings", weight: 1) { maker, books in
            var edit = SettingsEdit()
            edit.holderLimit = maker.random.pick([.keep, .set(6), .unset])
            edit.deduction = maker.random.pick([.keep, .set(.now), .unset])
            edit.sourceSelection = maker.random.pick([.keep, .set(.priority), .unset])
            edit.orderTTL = maker.random.pick([.keep, .set(3_600), .unset])
            edit.cartTTL = maker.random.pick([.keep, .set(300), .unset])
            return .editSettings(edit, maker.precondition(books.settings.version))
        },
        Entry(label: "set policies", weight: 1) { maker, books in
            .setPolicies(
                maker.policies(books), if: maker.precondition(books.settings.version))
        },
        Entry(label: "create a key", weight: 1) { maker, _ in
            var digest = maker.random
            _ = maker.random.next()
            return .createKey(
                KeyRequest(
                    name: "key", kind: .secret,
                    digest: (0..<32).map { _ in UInt8(digest.number(0...255)) },
                    prefix: "hf_sk_made", scopes: ["stock:read"]))
        },
        Entry(label: "delete a key", weight: 1) { maker, books in
            let known = maker.random.pickIfAny(books.keys.sorted())
            return .deleteKey(ID(rawValue: known ?? 5))
        },
        Entry(label: "create a tenant", weight: 1) { maker, _ in
            .createTenant(
                TenantRequest(
                    name: "made", plan: maker.random.pick([.free, .pro]), keys: []))
        },
        Entry(label: "repair", weight: 1) { maker, books in
            // Everything is suspected, and nothing is wrong.
            let found = books.items.keys.sorted().map {
                Difference(
                    item: ID(rawValue: $0), location: ID(rawValue: 1), quantity: "on_hand",
                    expected: 0, actual: 1, ledger: 0)
            }
            return .repair(found, dryRun: maker.random.chance(50))
        },
        Entry(label: "move the clock", weight: 1) { _, _ in .clockMoved },
    ]

    func policies(_ books: Books, _ random: inout SeededGenerator) -> [AllocationPolicy] {
        let shares = [300_000, 400_000, 650_000, 1_000_000].compactMap {
            Fraction(millionths: $0)
        }
        let buffer = Fraction(millionths: 150_000)
        var policies: [AllocationPolicy] = []
        if random.chance(50), let sku = random.pickIfAny(books.items.values.map(\.sku).sorted()) {
            policies.append(
                AllocationPolicy(channel: .online, sku: sku, share: random.pick(shares)))
        }
        if random.chance(40) {
            policies.append(
                AllocationPolicy(
                    channel: .online, category: "tiles", share: random.pick(shares),
                    buffer: buffer))
        }
        if random.chance(60) {
            policies.append(
                AllocationPolicy(
                    channel: random.pick(Self.channels), share: random.pick(shares),
                    buffer: random.chance(30) ? buffer : nil))
        }
        return policies
    }

    mutating func policies(_ books: Books) -> [AllocationPolicy] {
        var random = random
        defer { self.random = random }
        return policies(books, &random)
    }

    private mutating func putItem(_ books: Books) -> Command {
        let isNew = books.items.count < 13 && random.chance(60)
        let sku = isNew ? newName("SKU") : sku(books)
        return .putItem(sku: sku, itemRequest(books), precondition(version(sku, books)))
    }

    private func version(_ sku: String, _ books: Books) -> Int64? {
        books.item(sku).flatMap { books.items[$0]?.version }
    }

    private mutating func itemRequest(_ books: Books) -> ItemRequest {
        let components: [KitPart] =
            random.chance(25)
            ? (0..<random.number(1...2)).map { _ in
                KitPart(sku: sku(books), quantity: random.number(1...3))
            } : []
        var request = ItemRequest(
            profile: ItemProfile(title: "A thing"),
            productID: random.chance(30) ? "product-\(random.number(1...12))" : nil,
            backorder: random.pick([.deny, .deny, .allow(limit: 5), .allow(limit: nil)]),
            components: components)
        request.category = random.chance(40) ? "tiles" : nil
        request.isActive = random.chance(90)
        return request
    }

    private mutating func editItem(_ books: Books) -> Command {
        let sku = sku(books)
        var edit = ItemEdit()
        switch random.number(1...7) {
        case 1: edit.sku = newName("RENAMED")
        case 2, 7: edit.sku = self.sku(books)
        case 3: edit.isActive = random.chance(70)
        case 4: edit.category = random.chance(50) ? .set("tiles") : .unset
        case 5: edit.backorder = random.pick([.unset, .set(.allow(limit: 3))])
        default:
            edit.components = random.pick([
                .keep, .unset, .set([KitPart(sku: plainSKU(books), quantity: 2)]),
            ])
        }
        return .editItem(sku: sku, edit, precondition(version(sku, books)))
    }

    private mutating func editLocation(_ books: Books) -> Command {
        let name: LocationName = random.chance(10) ? .code("nowhere") : place(books)
        var edit = LocationEdit()
        switch random.number(1...5) {
        case 1: edit.isActive = false
        case 2: edit.isActive = true
        case 3: edit.priority = .set(random.number(1...200))
        case 4: edit.channels = random.pick([.unset, .set([.online]), .set(Self.channels)])
        default: edit.code = random.chance(60) ? "main" : nil
        }
        let version = books.place(name).flatMap { books.places[$0]?.version }
        return .editLocation(name, edit, precondition(version))
    }
}
