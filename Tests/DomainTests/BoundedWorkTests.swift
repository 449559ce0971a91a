import Domain
import TestSupport
import Testing

/// However many reservations have expired, a command books what it needs.
@Suite("Bounded work")
struct BoundedWorkTests {
    private static func booked(_ world: World) -> Int {
        world.changes.events.count { event in
            guard case .reservation(.expired, _, _) = event else { return false }
            return true
        }
    }

    /// A shop in which 100 reservations of 1 have expired, of 100 that there are.
    private static func expired(
        _ settings: Settings = Settings(), _ policies: [AllocationPolicy] = []
    ) throws -> World {
        var world = try World(["P": 100], settings: settings, policies: policies)
        for _ in 0..<100 { try world.reserve(ttl: 60) }
        world.advance(seconds: 60)
        return world
    }

    @Test(
        "what a command takes is booked, and no expiry more",
        arguments: [
            ReserveRequest.lines(["P": 3]),
            .lines(["P": 3], kind: .abandonedCart),
            .lines(["P": 1], mode: .partial),
        ], [false, true])
    func needed(request: ReserveRequest, isShared: Bool) throws {
        var world = try Self.expired(Settings(), isShared ? [.share(100)] : [])
        try world.run(.reserve(request))
        #expect(Self.booked(world) == Int(request.lines[0].quantity))
        #expect(try world.reserved("P") == request.lines[0].quantity)
    }

    @Test("a share counts what has expired as free, and books nothing for it")
    func share() throws {
        var world = try World(["P": 100], policies: [.share(50)])
        for _ in 0..<50 { try world.reserve(ttl: 60) }
        world.advance(seconds: 60)
        try world.reserve(["P": 50])
        #expect(Self.booked(world) == 0)
        #expect(try world.available("P", on: .online) == 0)
        #expect(
            try world.refusal(of: .reserve(.lines(["P": 1])))
                == .short(.allocationExhausted, wanted: 1, available: 0))
    }

    @Test("a refused command books nothing, and says what there is", arguments: [false, true])
    func refused(isShared: Bool) throws {
        var world = try Self.expired(Settings(), isShared ? [.share(100)] : [])
        #expect(
            try world.refusal(of: .reserve(.lines(["P": 101])))
                == .short(.insufficientStock, wanted: 101, available: 100))
        #expect(Self.booked(world) == 0)
    }

    @Test("expiries at other locations than the one that serves are left")
    func elsewhere() throws {
        var world = try World(at: ["main": ["P": 200], "shop": ["P": 3]])
        for _ in 0..<200 { try world.reserve(ttl: 60) }
        for _ in 0..<3 { try world.reserve(at: "shop", ttl: 61) }
        world.advance(seconds: 61)
        try world.reserve(at: "shop")
        #expect(Self.booked(world) == 1)
        #expect(try world.level("P", at: "shop").reserved == 3)
        let results = world.decide((0..<3).map { _ in .reserve(.one(at: "shop")) })
        #expect(results.count { (try? $0.get()) != nil } == 2)
        #expect(Self.booked(world) == 2)
        #expect(try world.available("P", at: "shop") == 0)
    }

    @Test("a count books the expiries that it needs, before anybody pays for it")
    func count() throws {
        var world = try Self.expired()
        #expect(try world.adjust("P", .setTo(97)).isEmpty)
        #expect(Self.booked(world) == 3)
        #expect(try world.available("P") == 97)
    }

    @Test("expiries that are not booked make no alert", arguments: [false, true])
    func alert(isShared: Bool) throws {
        var world = try World(["P": 120], policies: isShared ? [.share(100)] : [])
        for _ in 0..<100 { try world.reserve(ttl: 60) }
        world.advance(seconds: 60)
        try world.reserve(["P": 20])
        #expect(!world.changes.events.contains { $0.isAlert })
        try world.reserve(["P": 95])
        #expect(world.changes.events.count { $0.isAlert } == 1)
    }

    @Test(
        "a sweep is bounded in lines as well, but for its first reservation",
        arguments: [(1, 1), (2, 1), (3, 1), (4, 2), (7, 3), (8, 4), (100, 4)])
    func sweep(limit: Int, booked: Int) throws {
        var world = try World(["P": 10, "Q": 10])
        for _ in 0..<4 { try world.reserve(["P": 1, "Q": 1], ttl: 60) }
        world.advance(seconds: 60)
        guard case .swept(let count) = try world.run(.sweep(limit: limit)) else {
            throw World.Unexpected()
        }
        #expect(count == booked)
    }
}

extension World {
    fileprivate mutating func reserve(at location: String, ttl: Int64? = nil) throws {
        try run(.reserve(.one(at: location, ttl: ttl)))
    }
}

extension ReserveRequest {
    /// One unit from a location.
    fileprivate static func one(at location: String, ttl: Int64? = nil) -> ReserveRequest {
        var request = ReserveRequest.lines([:], ttl: ttl)
        request.lines = [Line(sku: "P", quantity: 1, location: .code(location))]
        return request
    }
}

extension Event {
    fileprivate var isAlert: Bool {
        switch self {
        case .stockLow, .stockOut: true
        case .reservation, .stockChanged: false
        }
    }
}
