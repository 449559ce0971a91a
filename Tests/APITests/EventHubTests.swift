import Domain
import Engine
import HTTP
import Store
import Testing

@testable import API

@Suite("The event stream")
struct EventHubTests {
    private static let tenant = ID<Tenant>(rawValue: 1)
    private static let key = ID<APIKey>(rawValue: 7)

    /// A hub whose reads are kept for the test to answer, at a log of `head` entries.
    @Loop
    private final class Stand {
        let hub = EventHub()
        let sink = FakeSink()
        var head: Int64
        var asked: [(token: UInt64, after: Int64)] = []

        init(head: Int64) {
            self.head = head
            hub.read = { [weak self] _, token, after in
                self?.asked.append((token, after))
                return true
            }
        }

        func subscribe(from start: EventStart) {
            hub.subscribe(
                sink, tenant: EventHubTests.tenant, key: EventHubTests.key, from: start,
                head: head)
        }

        /// Commits `count` entries and, unless told otherwise, tells the hub.
        func commit(_ count: Int64, published: Bool = true, padding: Int = 0) {
            let first = head + 1
            head += count
            guard published else { return }
            hub.publish(
                Published(
                    tenant: EventHubTests.tenant, firstPosition: first,
                    entries: (first...head).map { EventHubTests.entry($0, padding) },
                    items: []))
        }

        /// Answers the oldest read with up to `limit` entries of the log as it is now.
        func answer(limit: Int64 = 100, oldest: Int64 = 1) {
            let (token, after) = asked.removeFirst()
            guard after + 1 >= oldest else {
                return hub.take(.init(token: token, content: .gone(head: head)))
            }
            let end = min(head, after + limit)
            let entries =
                after < end
                ? ((after + 1)...end).map { StreamedEntry(EventHubTests.entry($0), at: $0) } : []
            hub.take(
                .init(token: token, content: .entries(entries, examined: end, head: head)))
        }
    }

    private static func entry(_ position: Int64, _ padding: Int = 0) -> LogEntry {
        let spaces = String(repeating: " ", count: padding)
        return LogEntry(
            type: "stock.changed", body: Array(#"{"position":\#(position)}\#(spaces)"#.utf8))
    }

    @Test("from now on, everything that is committed comes once, in order")
    func live() {
        let ids = OnLoop.run {
            let stand = Stand(head: 5)
            stand.subscribe(from: .now)
            stand.commit(2)
            stand.commit(3)
            return stand.sink.ids
        }
        #expect(ids == [6, 7, 8, 9, 10])
    }

    @Test("an entry that was committed before the client came, but is told of later, is left out")
    func overtaken() {
        let ids = OnLoop.run {
            let stand = Stand(head: 4)
            stand.subscribe(from: .now)
            stand.head = 2
            stand.commit(4)
            return stand.sink.ids
        }
        #expect(ids == [5, 6])
    }

    @Test(
        "a client that was away gets what it missed and then what is new, wherever they meet",
        arguments: [Int64(1), 3, 100], [Int64(0), 2, 7])
    func resumed(pageSize: Int64, committedMeanwhile: Int64) {
        let ids = OnLoop.run {
            let stand = Stand(head: 10)
            stand.subscribe(from: .after(3))
            while !stand.asked.isEmpty {
                if committedMeanwhile > 0, stand.head < 30 { stand.commit(committedMeanwhile) }
                stand.answer(limit: pageSize)
                stand.hub.tick()
            }
            stand.commit(2)
            return (stand.sink.ids, stand.head)
        }
        #expect(ids.0 == Array(4...ids.1))
    }

    @Test("a page that was read before the newest entries were told of is followed by them")
    func readFirst() {
        let ids = OnLoop.run {
            let stand = Stand(head: 2)
            stand.subscribe(from: .after(1))
            stand.commit(3, published: false)
            stand.answer()
            stand.head = 2
            stand.commit(3)
            stand.commit(1)
            return stand.sink.ids
        }
        #expect(ids == [2, 3, 4, 5, 6])
    }

    @Test(
        "a position that is no position, or lies ahead, gets a reset and then what is new",
        arguments: [EventStart.unreadable, .after(9), .after(.max)])
    func reset(start: EventStart) {
        let (names, ids) = OnLoop.run {
            let stand = Stand(head: 8)
            stand.subscribe(from: start)
            stand.commit(1)
            return (stand.sink.values(of: "event"), stand.sink.ids)
        }
        #expect(names == ["reset", "stock.changed"])
        #expect(ids == [8, 9])
    }

    @Test("a position older than what is kept gets a reset and then what is new")
    func tooOld() {
        let (names, ids) = OnLoop.run {
            let stand = Stand(head: 8)
            stand.subscribe(from: .after(2))
            stand.answer(oldest: 5)
            stand.commit(1)
            return (stand.sink.values(of: "event"), stand.sink.ids)
        }
        #expect(names == ["reset", "stock.changed"])
        #expect(ids == [8, 9])
    }

    @Test("what does not fit comes when the client has taken some, once and in order")
    func backPressure() {
        let (most, ids) = OnLoop.run {
            let stand = Stand(head: 0)
            stand.subscribe(from: .now)
            stand.sink.sleep()
            stand.commit(1_500)
            stand.commit(1)
            var most = stand.sink.unsent
            stand.hub.tick()
            most = max(most, stand.sink.unsent)
            stand.sink.read(60_000)
            stand.commit(1)
            stand.sink.read(.max)
            stand.sink.read(.max)
            stand.commit(1)
            return (most, stand.sink.ids)
        }
        #expect((60_000...65_536).contains(most))
        #expect(ids == Array(1...1_503))
    }

    @Test("an entry larger than what may wait for a client comes alone")
    func large() {
        let counts = OnLoop.run {
            let stand = Stand(head: 0)
            stand.subscribe(from: .now)
            stand.sink.sleep()
            stand.commit(1, padding: 70_000)
            stand.commit(1, padding: 70_000)
            let before = stand.sink.ids.count
            stand.sink.read(.max)
            return [before, stand.sink.ids.count]
        }
        #expect(counts == [1, 2])
    }

    @Test("a page is read only for a client that has taken the one before")
    func untaken() {
        let asked = OnLoop.run {
            let stand = Stand(head: 500)
            stand.subscribe(from: .after(0))
            stand.sink.sleep()
            stand.answer(limit: 400)
            stand.hub.tick()
            let before = stand.asked.count
            stand.sink.read(.max)
            return [before, stand.asked.count]
        }
        #expect(asked == [0, 1])
    }

    @Test("a reader that takes nothing for 5 seconds while something waits is cut, no other")
    func asleep() {
        let isOpen = OnLoop.run {
            let stand = Stand(head: 0)
            stand.subscribe(from: .now)
            let slow = FakeSink()
            stand.hub.subscribe(slow, tenant: Self.tenant, key: Self.key, from: .now, head: 0)
            stand.sink.sleep()
            slow.sleep()
            stand.commit(1_500)
            for _ in 0..<49 { stand.hub.tick() }
            let before = stand.sink.isOpen
            slow.read(1)
            stand.hub.tick()
            return [before, stand.sink.isOpen, slow.isOpen]
        }
        #expect(isOpen == [true, false, true])
    }

    @Test("a client is told nothing of another tenant")
    func strangers() {
        let ids = OnLoop.run {
            let stand = Stand(head: 0)
            stand.subscribe(from: .now)
            stand.hub.publish(
                Published(
                    tenant: ID(rawValue: 2), firstPosition: 1, entries: [Self.entry(1)],
                    items: []))
            return stand.sink.ids
        }
        #expect(ids == [])
    }

    @Test("the streams of a key that is known no more are closed, the others stay")
    func revoked() {
        let isOpen = OnLoop.run {
            let stand = Stand(head: 0)
            stand.subscribe(from: .now)
            let other = FakeSink()
            stand.hub.subscribe(
                other, tenant: Self.tenant, key: ID(rawValue: 8), from: .now, head: 0)
            stand.hub.closeStreams(ofKeysNotIn: [ID(rawValue: 8)])
            return [stand.sink.isOpen, other.isOpen]
        }
        #expect(isOpen == [false, true])
    }

    @Test("where more are behind than are read for at once, whoever has waited longest is next")
    func fair() {
        let (served, most) = OnLoop.run {
            let stand = Stand(head: 1_000)
            let sinks = (0..<150).map { _ in FakeSink() }
            for (index, sink) in sinks.enumerated() {
                sink.sleep()
                stand.hub.subscribe(
                    sink, tenant: Self.tenant, key: Self.key, from: .after(Int64(index)),
                    head: stand.head)
            }
            var (served, most) = ([Int](), 0)
            while served.count < 450, !stand.asked.isEmpty {
                most = max(most, stand.asked.count)
                // Pages have 200 entries, so that this tells whom one is for.
                let index = Int(stand.asked[0].after % 200)
                served.append(index)
                stand.answer(limit: 200)
                // One that reads at once is not served before those who wait.
                sinks[index].read(.max)
                if stand.asked.isEmpty || served.count.isMultiple(of: 40) { stand.hub.tick() }
            }
            return (served, most)
        }
        #expect(served == Array(0..<150) + Array(0..<150) + Array(0..<150))
        #expect(most == 64)
    }

    @Test("a failed read is tried again in the next tick")
    func failed() {
        let ids = OnLoop.run {
            let stand = Stand(head: 2)
            stand.subscribe(from: .after(0))
            stand.hub.take(.init(token: stand.asked.removeFirst().token, content: .failed))
            stand.hub.tick()
            stand.answer()
            return stand.sink.ids
        }
        #expect(ids == [1, 2])
    }

    @Test(
        "where a client wants to begin is a position or nothing",
        arguments: [
            (nil, EventStart.now), ("", .now), ("0", .after(0)), ("17", .after(17)),
            ("-1", .unreadable), ("+1", .unreadable), ("1.0", .unreadable), ("abc", .unreadable),
            ("1\u{0}", .unreadable), ("9223372036854775808", .unreadable),
            (String(repeating: "9", count: 30), .unreadable),
        ] as [(String?, EventStart)])
    func start(text: String?, start: EventStart) {
        #expect(EventStart(text) == start)
    }

    @Test("an event stands on one line of data, whatever a title holds")
    func oneLine() {
        let body = Array(#"{"title":"a\r\ndata: x\n\nevent: y"}"#.utf8)
        let bytes = SSE.event("stock.changed", id: 3, data: body)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "id: 3\nevent: stock.changed\ndata: " + String(decoding: body, as: UTF8.self)
                + "\n\n")
    }
}
