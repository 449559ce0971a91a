import Domain
import TestSupport
import Testing

@Suite("Alerts")
struct AlertTests {
    private static func alerts(_ world: World) -> [String] {
        world.changes.events.compactMap { event in
            switch event {
            case .stockLow(_, let channel, let available): "low \(channel.name) \(available)"
            case .stockOut(_, let channel): "out \(channel.name)"
            case .reservation, .stockChanged: nil
            }
        }
    }

    @Test("H5: one alert for each fall")
    func fall() throws {
        var world = try World(["P": 12])
        try world.reserve(["P": 2])
        #expect(Self.alerts(world) == [])
        try world.reserve()
        #expect(Self.alerts(world) == ["low online 9"])
        try world.reserve()
        #expect(Self.alerts(world) == [])
        try world.adjust("P", .delta(4), reason: .received)
        #expect(Self.alerts(world) == [])
        try world.reserve(["P": 3])
        #expect(Self.alerts(world) == ["low online 9"])
    }

    @Test("the last unit is out of stock, not low")
    func out() throws {
        var world = try World(["P": 20])
        try world.reserve(["P": 20])
        #expect(Self.alerts(world) == ["out online"])
    }

    @Test("within one batch each fall is told")
    func batch() throws {
        var world = try World(["P": 12])
        world.decide([
            .reserve(.lines(["P": 3])),
            .adjust(.fixture("P", .delta(1), reason: .received)),
            .reserve(.lines(["P": 1])),
        ])
        #expect(Self.alerts(world) == ["low online 9", "low online 9"])
    }

    @Test("a refused command raises none")
    func refused() throws {
        var world = try World(["P": 10])
        #expect(try world.refusal(of: .reserve(.lines(["P": 11]))) != nil)
        #expect(Self.alerts(world) == [])
    }

    @Test("each channel falls by what it may promise")
    func channels() throws {
        var world = try World(["P": 100], policies: [.share(12), .share(50, on: World.showroom)])
        try world.reserve(["P": 3])
        #expect(Self.alerts(world) == ["low online 9"])
    }
}
