package import Domain

/// Writes the demo shop's history, and keeps just enough of its books to sell what is there.
package struct DemoHistory {
    package static let warehouse = LocationName.code("main")
    package static let showroom = LocationName.code("showroom")
    package static let annex = LocationName.code("annex")
    private static let dayMilliseconds: Int64 = 86_400_000

    private(set) var steps: [DemoStep] = []
    package var random: DemoRandom
    package let items: [DemoItem]
    /// The best sellers first.
    private let sellers: [DemoItem]
    /// Midnight of the first day.
    private let start: Timestamp
    private let end: Timestamp
    /// What the warehouse has, as far as this history knows.
    private var stock: [String: Int64] = [:]
    private var orderNumber = 1_000
    /// Things that happen later, by day: what is paid today is shipped tomorrow.
    private var later: [Int: [DemoStep.Action]] = [:]
    private var today: [DemoStep] = []

    package init(seed: UInt64, endingAt end: Timestamp) {
        var random = DemoRandom(seed: seed)
        items = DemoCatalog.items(&random)
        // Sorted by a number drawn for each: a shuffle that keeps to the seed.
        let drawn = items.filter(\.components.isEmpty).map { ($0, random.next()) }
        sellers = drawn.sorted { $0.1 < $1.1 }.map(\.0)
        self.random = random
        self.end = end
        let lastDay = end.milliseconds / Self.dayMilliseconds
        start = Timestamp(
            milliseconds: (lastDay - Int64(DemoShop.days)) * Self.dayMilliseconds)
    }

    // MARK: Opening

    /// Locations, items and the first delivery, on the evening before the first day.
    package mutating func open() {
        var clock = start.milliseconds - 3_600_000
        var commands = Self.locations
        commands += items.enumerated().map { $0.element.command(number: $0.offset) }
        commands += firstDelivery()
        for command in commands {
            steps.append(DemoStep(at: Timestamp(milliseconds: clock), action: .send(command)))
            clock += 500
        }
    }

    private static var locations: [Command] {
        var main = LocationEdit()
        main.name = "Warehouse"
        main.channels = .set([.online])
        return [
            .editLocation(warehouse, main, .none),
            .createLocation(
                LocationRequest(
                    code: "showroom", name: "Showroom", priority: 50,
                    channels: [Channel("showroom")])),
            .createLocation(
                LocationRequest(
                    code: "annex", name: "Annex", priority: 200,
                    channels: [.online, Channel("showroom")])),
        ]
    }

    private mutating func firstDelivery() -> [Command] {
        let main = items.filter(\.components.isEmpty).map { ($0.sku, $0.target) }
        let display = items.filter { $0.target >= 8 }.map { ($0.sku, max(1, $0.target / 12)) }
        let reserve = items.filter { $0.target >= Self.annexTarget }.map { ($0.sku, $0.target / 4) }
        stock = Dictionary(main, uniquingKeysWith: { first, _ in first })
        return Self.deliveries(main, to: Self.warehouse, .initial)
            + Self.deliveries(display, to: Self.showroom, .initial)
            + Self.deliveries(reserve, to: Self.annex, .initial)
    }

    private static func deliveries(
        _ units: [(sku: String, units: Int64)], to location: LocationName,
        _ reason: Movement.Reason, reference: String? = nil
    ) -> [Command] {
        stride(from: 0, to: units.count, by: 100).map { first in
            .adjust(
                AdjustRequest(
                    lines: units[first..<min(first + 100, units.count)].map {
                        .init(sku: $0.sku, location: location, amount: .delta($0.units))
                    },
                    reason: reason, reference: reference))
        }
    }

    // MARK: Trading

    package mutating func trade(day: Int) {
        today = []
        for action in later.removeValue(forKey: day) ?? [] {
            add(action, day: day, minutes: 8 * 60...11 * 60)
        }
        if day % 7 == 1 { restock(day: day) }
        if day % 7 == 3 { fillShowroom(day: day) }
        let isWeekend = day % 7 >= 5
        for _ in 0..<random.next(in: isWeekend ? 18...26 : 11...17) { order(day: day) }
        for _ in 0..<random.next(in: isWeekend ? 5...9 : 2...4) { sellAtCounter(day: day) }
        for _ in 0..<random.next(in: 3...6) { abandon(day: day) }
        if random.happens(percent: 30) { find(day: day) }
        steps += Self.inOrder(today)
    }

    /// An online order: held, paid minutes later, shipped the next morning; a few are called off.
    private mutating func order(day: Int) {
        let lines = wish(lines: random.next(in: 1...3))
        guard !lines.isEmpty else { return }
        orderNumber += 1
        let holder = "order-\(orderNumber)"
        let at = moment(day: day, minutes: 7 * 60...22 * 60)
        today.append(DemoStep(at: at, action: .send(.reserve(request(lines, holder)))))
        let payment = at.milliseconds + Int64(random.next(in: 60_000...900_000))
        today.append(
            DemoStep(at: Timestamp(milliseconds: payment), action: .pay(holder: holder)))
        if random.happens(percent: 4) {
            later[day + 1, default: []].append(.cancel(holder: holder))
            for line in lines { stock[line.sku, default: 0] += line.quantity }
        } else {
            later[day + 1, default: []].append(.ship(holder: holder))
        }
    }

    /// A cart that comes to nothing: it lapses, or is given back.
    private mutating func abandon(day: Int) {
        let sku = sellers[random.popularPlace(of: sellers.count)].sku
        let holder = "cart-\(String(random.next(), radix: 36))"
        let at = moment(day: day, minutes: 8 * 60...23 * 60)
        let line = ReserveRequest.Line(sku: sku, quantity: 1)
        let request = ReserveRequest(lines: [line], holder: holder, kind: .cart)
        today.append(DemoStep(at: at, action: .send(.restate(holder: holder, request))))
        guard random.happens(percent: 50) else { return }
        let release = at.milliseconds + Int64(random.next(in: 60_000...600_000))
        today.append(
            DemoStep(
                at: Timestamp(milliseconds: release),
                action: .send(.releaseSession(holder: holder))))
    }

    private mutating func sellAtCounter(day: Int) {
        let item = sellers[random.popularPlace(of: sellers.count)]
        guard item.target >= 8 else { return }
        adjust(item.sku, by: -1, at: Self.showroom, .sold, day: day)
    }

    /// Now and then something breaks, or turns up.
    private mutating func find(day: Int) {
        let item = sellers[random.next(in: 0...(sellers.count - 1))]
        if random.happens(percent: 60), stock[item.sku, default: 0] > 5 {
            stock[item.sku, default: 0] -= 1
            adjust(item.sku, by: -1, at: Self.warehouse, .damaged, day: day)
        } else {
            stock[item.sku, default: 0] += 1
            adjust(item.sku, by: 1, at: Self.warehouse, .found, day: day)
        }
    }

    /// A delivery of all that has fallen below half of what the shop likes to have.
    private mutating func restock(day: Int) {
        var units: [(sku: String, units: Int64)] = []
        for item in sellers where stock[item.sku, default: 0] < item.target / 2 {
            let missing = item.target - stock[item.sku, default: 0]
            stock[item.sku] = item.target
            units.append((item.sku, missing))
        }
        let reference = "delivery-\(100 + day)"
        for command in Self.deliveries(units, to: Self.warehouse, .received, reference: reference) {
            add(.send(command), day: day, minutes: 6 * 60...7 * 60)
        }
    }

    private mutating func fillShowroom(day: Int) {
        let lines = sellers.prefix(40).filter { $0.target >= 8 && stock[$0.sku, default: 0] > 20 }
            .prefix(10).map { TransferRequest.Line(sku: $0.sku, quantity: 2) }
        guard !lines.isEmpty else { return }
        for line in lines { stock[line.sku, default: 0] -= line.quantity }
        let request = TransferRequest(
            from: Self.warehouse, to: Self.showroom, lines: Array(lines),
            reference: "van-\(200 + day)")
        add(.send(.transfer(request)), day: day, minutes: 7 * 60...8 * 60)
    }

    // MARK: Closing

    /// The shop as the visitor finds it: a window in which things sell out, orders that wait to be
    /// shipped, and carts whose time runs.
    package mutating func close() {
        steps.removeAll { $0.at.milliseconds > end.milliseconds - 1_000_000 }
        today = []
        countWindow()
        for _ in 0..<8 {
            let lines = wish(lines: 1)
            guard !lines.isEmpty else { continue }
            orderNumber += 1
            let holder = "order-\(orderNumber)"
            addAtEnd(.send(.reserve(request(lines, holder))), secondsBefore: 600)
            addAtEnd(.pay(holder: holder), secondsBefore: 300)
        }
        for number in 0..<5 {
            let line = wish(lines: 1)
            let request = ReserveRequest(
                lines: line, holder: "window-shopper-\(number)", kind: .cart, ttlSeconds: 3_000)
            guard !line.isEmpty else { continue }
            addAtEnd(.send(.reserve(request)), secondsBefore: 240)
        }
        steps += Self.inOrder(today)
    }

    private mutating func countWindow() {
        for (place, item) in items.filter({ $0.picture != nil }).enumerated() {
            let units = Self.windowUnits[place % Self.windowUnits.count]
            var lines = [
                AdjustRequest.Line(
                    sku: item.sku, location: Self.warehouse, amount: .setTo(units))
            ]
            if item.target >= Self.annexTarget {
                lines.append(
                    AdjustRequest.Line(
                        sku: item.sku, location: Self.annex, amount: .setTo(0)))
            }
            let count = AdjustRequest(lines: lines, reason: .counted, reference: "count-window")
            addAtEnd(.send(.adjust(count)), secondsBefore: 900)
        }
    }

    /// Of what the shop likes to have so many of, some stand in the annex.
    private static let annexTarget: Int64 = 100

    /// Units of the items in the window.
    private static let windowUnits: [Int64] = [6, 3, 14, 2, 5, 1, 9, 4, 2, 3, 12, 0]

    // MARK: Parts of a day

    /// Lines of things that are there, the best sellers more often than the rest.
    private mutating func wish(lines count: Int) -> [ReserveRequest.Line] {
        var lines: [ReserveRequest.Line] = []
        for _ in 0..<count {
            let item = sellers[random.popularPlace(of: sellers.count)]
            let quantity = item.target >= 100 ? Int64(random.next(in: 4...24)) : 1
            // Those in the window are counted anew at the end, so nothing is sold of them then.
            guard item.picture == nil, stock[item.sku, default: 0] >= quantity,
                !lines.contains(where: { $0.sku == item.sku })
            else { continue }
            stock[item.sku, default: 0] -= quantity
            lines.append(ReserveRequest.Line(sku: item.sku, quantity: quantity))
        }
        return lines
    }

    private func request(
        _ lines: [ReserveRequest.Line], _ holder: String
    ) -> ReserveRequest {
        ReserveRequest(lines: lines, holder: holder, kind: .checkout)
    }

    private mutating func adjust(
        _ sku: String, by delta: Int64, at location: LocationName, _ reason: Movement.Reason,
        day: Int
    ) {
        let line = AdjustRequest.Line(sku: sku, location: location, amount: .delta(delta))
        let request = AdjustRequest(lines: [line], reason: reason)
        add(.send(.adjust(request)), day: day, minutes: 9 * 60...18 * 60)
    }

    private mutating func add(
        _ action: DemoStep.Action, day: Int, minutes: ClosedRange<Int>
    ) {
        today.append(DemoStep(at: moment(day: day, minutes: minutes), action: action))
    }

    private mutating func addAtEnd(_ action: DemoStep.Action, secondsBefore seconds: Int64) {
        let at = end.milliseconds - seconds * 1_000 + Int64(today.count)
        today.append(DemoStep(at: Timestamp(milliseconds: at), action: action))
    }

    private mutating func moment(day: Int, minutes: ClosedRange<Int>) -> Timestamp {
        let minute = random.next(in: minutes)
        let milliseconds = random.next(in: 0...59_999)
        let offset = Int64(minute) * 60_000 + Int64(milliseconds)
        return Timestamp(
            milliseconds: start.milliseconds + Int64(day) * Self.dayMilliseconds + offset)
    }

    /// By time, each a millisecond after the one before at least.
    private static func inOrder(_ steps: [DemoStep]) -> [DemoStep] {
        var last = Int64.min
        let sorted = steps.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        return sorted.map { _, step in
            last = max(step.at.milliseconds, last + 1)
            return DemoStep(at: Timestamp(milliseconds: last), action: step.action)
        }
    }
}
