import Domain
import TestSupport

/// A seeded stream of commands for a small shop, most of them possible, some not.
struct Walk {
    var random: SeededGenerator
    private var held: [ID<Reservation>] = []

    static let skus = ["A", "B", "C", "K"]
    private static let places = ["main", "far"]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func note(_ outcome: Outcome) {
        if case .reservation(let reservation, isNew: true) = outcome {
            held.append(reservation.id)
        }
    }

    mutating func command() -> Command {
        let known = random.pickIfAny(held) ?? .fixture(1)
        switch random.number(0...13) {
        case 0, 1, 2: return .reserve(request())
        case 3, 4:
            let holder = random.pick(["h1", "h2"])
            var request = request()
            request.holder = holder
            return random.chance(80)
                ? .restate(holder: holder, request) : .releaseSession(holder: holder)
        case 5: return .change(known, change())
        case 6, 7:
            return .commit(known, order: "o", deduction: random.pick([nil, .now, .onShipment]))
        case 8: return .ship(known, picks())
        case 9: return .cancel(known, picks())
        case 10: return .release(known)
        case 11, 12: return .adjust(adjustment())
        default:
            return .transfer(
                TransferRequest(
                    from: .code(random.pick(Self.places)), to: .code(random.pick(Self.places)),
                    lines: [.init(sku: random.pick(Self.skus), quantity: random.number(1...4))]))
        }
    }

    private mutating func place() -> LocationName? {
        random.chance(75) ? nil : .code(random.pick(Self.places))
    }

    private mutating func lines() -> [ReserveRequest.Line] {
        (0..<random.number(1...3)).map { _ in
            ReserveRequest.Line(
                sku: random.pick(Self.skus), quantity: random.number(1...5), location: place())
        }
    }

    private mutating func request() -> ReserveRequest {
        ReserveRequest(
            lines: lines(), holder: random.pick([nil, "h1", "h2"]),
            kind: random.pick(Reservation.Kind.allCases),
            channel: random.pick([.online, .online, World.showroom]),
            ttlSeconds: random.pick([nil, 5, 60]), mode: random.pick([.all, .partial]))
    }

    private mutating func change() -> ReservationChange {
        ReservationChange(
            ttlSeconds: random.pick([nil, 5, 60]), lines: random.chance(50) ? lines() : nil,
            kind: random.pick([nil] + Reservation.Kind.allCases))
    }

    private mutating func picks() -> [Pick]? {
        guard random.chance(70) else { return nil }
        return [
            Pick(sku: random.pick(Self.skus), quantity: random.number(1...3), location: place())
        ]
    }

    private mutating func adjustment() -> AdjustRequest {
        AdjustRequest(
            lines: (0..<random.number(1...2)).map { _ in
                AdjustRequest.Line(
                    sku: random.pick(["A", "B", "C"]), location: place(),
                    amount: random.chance(60)
                        ? .delta(random.number(-6...8)) : .setTo(random.number(0...15)),
                    quantity: random.chance(75)
                        ? .onHand : random.pick([.unavailable, .safetyStock, .incoming]))
            }, reason: random.pick([.counted, .sold, .received, .damaged]))
    }
}
