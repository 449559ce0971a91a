import Domain
import HTTP
import Testing

@testable import API

@Suite("The stock stream")
struct StockTopicTests {
    private static func reading(_ available: Int64?, at position: Int64) -> StockTopic.Reading {
        .init(
            stock: available.map {
                PublicStock(
                    sku: "P", available: $0, status: StockStatus(available: $0, threshold: 4))
            }, position: position)
    }

    private static func text(_ bytes: [UInt8]?) -> String {
        String(decoding: bytes ?? [], as: UTF8.self)
    }

    private static func event(_ available: Int64, _ status: String, _ sequence: Int64) -> String {
        """
        event: stock
        data: {"sku":"P","available":\(available),"status":"\(status)","sequence":\(sequence)}


        """
    }

    @Test("a client is told first how it is, then what changes, each under a larger number")
    func changes() {
        var topic = StockTopic()
        #expect(Self.text(topic.state(Self.reading(4, at: 8))) == Self.event(4, "in_stock", 8))
        #expect(topic.change(Self.reading(4, at: 9), at: 0) == nil)
        #expect(
            Self.text(topic.change(Self.reading(3, at: 10), at: 0))
                == Self.event(3, "low_stock", 10))
    }

    @Test("units that an expiry frees without an entry in the log are told under a larger number")
    func expiry() {
        var topic = StockTopic()
        _ = topic.state(Self.reading(0, at: 5))
        #expect(
            Self.text(topic.change(Self.reading(1, at: 5), at: 0)) == Self.event(1, "low_stock", 6))
        #expect(topic.change(Self.reading(1, at: 7), at: 0) == nil)
        #expect(
            Self.text(topic.change(Self.reading(0, at: 8), at: 0))
                == Self.event(0, "out_of_stock", 8))
    }

    @Test("a deleted item is sold out, and told of once")
    func deleted() {
        var topic = StockTopic()
        _ = topic.state(Self.reading(5, at: 1))
        #expect(
            Self.text(topic.change(Self.reading(nil, at: 2), at: 0))
                == Self.event(0, "out_of_stock", 2))
        #expect(topic.change(Self.reading(nil, at: 3), at: 0) == nil)
        #expect(topic.state(Self.reading(nil, at: 4)) == [])
    }

    @Test("one who comes while others have not been told yet sees what is")
    func newcomer() {
        OnLoop.run {
            var topic = StockTopic()
            _ = topic.state(Self.reading(5, at: 1))
            let sink = FakeSink()
            topic.sinks[ObjectIdentifier(sink)] = sink
            #expect(Self.text(topic.state(Self.reading(2, at: 3))).contains(#""available":2"#))
            #expect(
                Self.text(topic.change(Self.reading(2, at: 3), at: 0))
                    == Self.event(2, "low_stock", 3))
        }
    }

    @Test(
        "low is below the threshold and above 0",
        arguments: [
            (0, StockStatus.outOfStock), (-1, .outOfStock), (1, .lowStock), (3, .lowStock),
            (4, .inStock), (5, .inStock),
        ] as [(Int64, StockStatus)])
    func status(available: Int64, status: StockStatus) {
        #expect(StockStatus(available: available, threshold: 4) == status)
    }
}
