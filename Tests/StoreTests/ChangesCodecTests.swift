import Domain
import Store
import TestSupport
import Testing

/// What a batch changed travels as bytes, and is the same where it arrives.
@Suite("Changes that travel")
struct ChangesCodecTests {
    /// All that travels of changes, as a text that differs where they do.
    private static func text(_ changes: Changes) -> String {
        let stocks = changes.stocks.map { stock in
            "\(stock.item.id) \(stock.levels) \(stock.usage) \(stock.backordered)"
        }
        return "\(changes.tenant) \(changes.at) \(changes.lastID)\n\(stocks)\n"
            + "\(changes.reservations)\n\(changes.catalog)"
    }

    /// A tenant with a location, to which changes may be applied.
    private static func residents(of tenant: ID<Tenant>) -> Residents {
        var residents = Residents()
        residents.apply(.firstStart(.fixture(id: tenant), main: .fixture(2)))
        return residents
    }

    /// What can be seen of residents, as a text that differs where they do.
    private static func text(_ residents: Residents) -> String {
        let shops = residents.shops.sorted { $0.key < $1.key }.map { _, shop in
            "\(shop.tenant) \(shop.settings) \(shop.locations) \(shop.policies) \(shop.channels)\n"
                + "\(Array(shop.allStocks))\n\(Array(shop.openReservations))"
        }
        let keys = residents.keys.values.sorted { $0.id < $1.id }
        let positions = residents.positions.sorted { $0.key < $1.key }
        return "\(shops)\n\(keys) \(residents.keyChanges) \(positions) \(residents.lastID)"
    }

    private static func isRefused(_ bytes: [UInt8]) -> Bool {
        do throws(StoreError) {
            _ = try ChangesCodec.decode(bytes)
            return false
        } catch .corrupt(table: "event_batch", _) {
            return true
        } catch {
            return false
        }
    }

    @Test("changes come back field by field, whatever they are", arguments: 0..<UInt64(400))
    func all(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let changes = random.changes()
        let found = try ChangesCodec.decode(ChangesCodec.encode(changes))
        #expect(Self.text(found) == Self.text(changes))
        for (one, other) in zip(found.reservations, changes.reservations) {
            #expect(one.reservation == other.reservation && one.isNew == other.isNew)
        }
    }

    @Test("ids, times and counts at both ends come back", arguments: [Int64.min, -1, 0, .max])
    func ends(number: Int64) throws {
        let units = max(-Quantities.maximum, min(number, Quantities.maximum))
        let time = Timestamp(milliseconds: number)
        let count = max(0, units)
        var line = ReservationLine(
            item: .fixture(number), quantity: count, requested: count, backordered: count,
            sources: [
                .init(item: .fixture(~number), location: .fixture(number), units: count),
                .init(item: .fixture(number), location: .fixture(~number), units: count),
            ], parts: [.init(item: .fixture(~number), quantity: count)])
        (line.committed, line.shipped, line.short, line.cancelled) = (count, count, count, count)
        let reservation = Reservation(
            id: .fixture(number), kind: .cart, holder: "", channel: Channel("x"),
            lines: [line, line], createdAt: time, expiresAt: time, cartBegan: time,
            endedAt: time, order: "", replaces: .fixture(~number), replacedBy: .fixture(number),
            metadata: [], version: number)
        var changes = Changes(tenant: .fixture(number), at: time, lastID: ~number)
        changes.reservations = [.init(reservation, isNew: true), .init(reservation, isNew: false)]
        changes.stocks = [
            ItemStock(
                item: .fixture(id: .fixture(number)),
                levels: [
                    StockLevel(location: .fixture(number), quantities: Quantities(onHand: count)),
                    StockLevel(location: .fixture(~number), quantities: .zero),
                ],
                usage: [ChannelUsage(channel: .online, promised: units, abandoned: units)],
                backordered: units)
        ]
        let found = try ChangesCodec.decode(ChangesCodec.encode(changes))
        #expect(Self.text(found) == Self.text(changes))
    }

    @Test("the longest numbers have room, in a reservation of any shape", arguments: 0...2)
    func longest(parts: Int) {
        let (far, time) = (Int64.min, Timestamp(milliseconds: .min))
        let holder = String(repeating: "h", count: 200)
        var line = ReservationLine(
            item: .fixture(far), quantity: far, requested: far, backordered: far,
            sources: (0..<parts).map { _ in
                .init(item: .fixture(0), location: .fixture(far), units: far, shipped: far)
            }, parts: (0..<parts).map { _ in .init(item: .fixture(far), quantity: far) })
        (line.committed, line.shipped, line.short, line.cancelled) = (far, far, far, far)
        var changes = Changes(
            tenant: .fixture(far), at: Timestamp(milliseconds: 0), lastID: far)
        for number in 0..<100 as Range<Int64> {
            let reservation = Reservation(
                id: .fixture(number.isMultiple(of: 2) ? far : 0), kind: .cart, holder: holder,
                channel: Channel("\(number)"), lines: Array(repeating: line, count: parts),
                createdAt: time, expiresAt: time, cartBegan: time, endedAt: time, order: holder,
                replaces: .fixture(far), replacedBy: .fixture(far),
                metadata: Array(holder.utf8), version: far)
            changes.reservations.append(.init(reservation, isNew: true))
            changes.stocks.append(
                ItemStock(
                    item: .fixture(id: .fixture(number.isMultiple(of: 2) ? far : 0)),
                    usage: [
                        .init(channel: Channel("\(number)" + holder), promised: far, abandoned: far)
                    ], backordered: far))
        }
        // Four texts, and twelve numbers of ten bytes each.
        #expect(ChangesCodec.encode(changes).count > 100 * (800 + 110))
    }

    @Test("names of channels come back to the byte, however their letters are composed")
    func composed() throws {
        let names = ["online", "caf\u{E9}", "cafe\u{301}", "cafe\u{301}", "caf\u{E9}"]
        var changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0)
        changes.stocks = [
            ItemStock(
                item: .fixture(), usage: names.map { ChannelUsage(channel: Channel($0)) })
        ]
        let found = try ChangesCodec.decode(ChangesCodec.encode(changes))
        #expect(
            found.stocks.first?.usage.map { Array($0.channel.name.utf8) }
                == names.map { Array($0.utf8) })
    }

    @Test("residents become the same by the bytes as by the changes", arguments: 0..<UInt64(40))
    func applied(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var one = Self.residents(of: .fixture(1))
        var other = one
        for round in 1...20 as ClosedRange<Int64> {
            let made = random.changes(id: 100 * round)
            var changes = Changes(tenant: .fixture(1), at: made.at, lastID: 100 * round)
            (changes.stocks, changes.catalog) = (made.stocks, made.catalog)
            changes.reservations = made.reservations
            let oldest = one.keys.values.map(\.id).min()
            changes.catalog += oldest.map { [.keyDeleted($0)] } ?? []
            let entries = [LogEntry(type: "a", body: [])]
            let found = try ChangesCodec.decode(ChangesCodec.encode(changes))
            one.apply(TenantBatch(changes: changes, firstPosition: round, entries: entries))
            other.apply(TenantBatch(changes: found, firstPosition: round, entries: entries))
            let isSame = Self.text(one) == Self.text(other)
            #expect(isSame, "round \(round)")
        }
    }

    @Test("what was cut off anywhere, and what goes on, is refused", arguments: 0..<UInt64(20))
    func cut(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = ChangesCodec.encode(random.changes())
        for length in bytes.indices { #expect(Self.isRefused(Array(bytes[..<length]))) }
        #expect(Self.isRefused(bytes + [0]))
    }

    @Test(
        "with any one bit flipped it is refused, or says something else in its only form",
        arguments: 0..<UInt64(20))
    func flipped(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = ChangesCodec.encode(random.changes())
        for place in bytes.indices {
            for bit in 0..<UInt8(8) {
                bytes[place] ^= 1 << bit
                if let changes = try? ChangesCodec.decode(bytes) {
                    #expect(ChangesCodec.encode(changes) == bytes)
                    // What was taken for changes can be taken over.
                    var residents = Self.residents(of: changes.tenant)
                    residents.apply(TenantBatch(changes: changes, firstPosition: 1, entries: []))
                } else {
                    #expect(Self.isRefused(bytes))
                }
                bytes[place] ^= 1 << bit
            }
        }
    }

    @Test("another version is refused", arguments: [0, 2, 255] as [UInt8])
    func version(number: UInt8) {
        var bytes = ChangesCodec.encode(
            Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0))
        #expect(!Self.isRefused(bytes))
        bytes[0] = number
        #expect(throws: StoreError.corrupt(table: "event_batch", key: "changes at 1")) {
            try ChangesCodec.decode(bytes)
        }
    }

    @Test(
        "numbers that no writer writes are refused",
        arguments: [
            // With zeros in front, of 65 bits, of 11 bytes.
            [0x80, 0x00], Array(repeating: 0xFF, count: 9) + [0x02],
            Array(repeating: 0x80, count: 10) + [0x01],
        ] as [[UInt8]])
    func numbers(bytes: [UInt8]) {
        // Tenant, time and last id, then stocks, reservations and catalog.
        for place in 0..<6 {
            var fields = Array(repeating: [UInt8(0)], count: 6)
            #expect(!Self.isRefused([1] + fields.joined()))
            fields[place] = bytes
            #expect(Self.isRefused([1] + fields.joined()))
        }
    }

    @Test(
        "a length beyond what is left is refused before room is made for it",
        arguments: [
            // Of stocks, reservations and the catalog; of an item's sku.
            [1, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 1, 1, 0, 0],
        ] as [[UInt8]])
    func lengths(start: [UInt8]) {
        let huge = Array(repeating: UInt8(0xFF), count: 8)
        #expect(Self.isRefused(start + huge + [0x7F]))
        #expect(Self.isRefused(start + huge + [0x3F]))
        #expect(Self.isRefused(start + [0x40] + Array(repeating: 0, count: 0x3F)))
    }

    @Test(
        "counts that no stock can have are refused",
        arguments: [-1, Quantities.maximum + 1, .min, .max])
    func counts(number: Int64) {
        let level = StockLevel(location: .fixture(1), quantities: Quantities(onHand: number))
        let beyond = number == -1 ? Quantities.maximum + 1 : number
        let usage = ChannelUsage(channel: .online, promised: beyond)
        let line = ReservationLine(item: .fixture(1), quantity: 1, requested: number, sources: [])
        let reservation = Reservation(
            id: .fixture(1), kind: .cart, holder: nil, channel: .online, lines: [line],
            createdAt: ManualClock.start, expiresAt: nil)
        for stock in [
            ItemStock(item: .fixture(), levels: [level]),
            ItemStock(item: .fixture(), usage: [usage]),
            ItemStock(item: .fixture(), backordered: beyond),
        ] {
            var changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0)
            changes.stocks = [stock]
            #expect(Self.isRefused(ChangesCodec.encode(changes)))
        }
        var changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0)
        changes.reservations = [.init(reservation, isNew: true)]
        #expect(Self.isRefused(ChangesCodec.encode(changes)))
    }

    @Test("a text that is not UTF-8 is refused")
    func texts() {
        var changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0)
        changes.catalog = [.item(.fixture(sku: "SKU"), ItemProfile(title: ""), isNew: true)]
        var bytes = ChangesCodec.encode(changes)
        for place in bytes.indices where bytes[place...].starts(with: "SKU".utf8) {
            bytes[place] = 0xC3
        }
        #expect(Self.isRefused(bytes))
    }

    @Test("a reservation of one line in a batch takes 64 bytes at most")
    func compact() {
        let now = ManualClock.start
        let (item, main) = (now.milliseconds << 20 - 5, now.milliseconds << 20 - 9)
        var changes = Changes(tenant: .fixture(1), at: now, lastID: now.milliseconds << 20 + 9)
        let stock = ItemStock(
            item: .fixture(id: .fixture(item)),
            levels: [
                StockLevel(
                    location: .fixture(main), quantities: Quantities(onHand: 900, reserved: 100))
            ],
            usage: [ChannelUsage(channel: .online, promised: 100)])
        for number in 1...100 as ClosedRange<Int64> {
            let line = ReservationLine(
                item: .fixture(item), quantity: 1, requested: 1,
                sources: [.init(item: .fixture(item), location: .fixture(main), units: 1)])
            let reservation = Reservation(
                id: .fixture(now.milliseconds << 20 + 3 * number), kind: .checkout,
                holder: nil, channel: .online, lines: [line], createdAt: now,
                expiresAt: now.adding(seconds: 900))
            changes.stocks.append(stock)
            changes.reservations.append(.init(reservation, isNew: true))
        }
        #expect(ChangesCodec.encode(changes).count < 100 * 64)
    }
}
