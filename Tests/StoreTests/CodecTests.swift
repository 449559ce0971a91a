import Domain
import Store
import Testing
import TestSupport

/// Columns of text give back what was put in, and refuse what was not.
@Suite("Text of columns")
struct CodecTests {
    private static func text(_ lines: [ReservationLine]) -> [UInt8] {
        var text: [UInt8] = []
        text.append(addingCapacity: LinesText.limit(lines)) { LinesText.encode(lines, into: &$0) }
        return text
    }

    @Test("reservation lines come back whatever they are", arguments: 0..<UInt64(300))
    func lines(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<random.number(0...5)).map { _ in random.line() }
        #expect(try LinesText.decode(Self.text(lines)) == lines)
    }

    @Test("a line's text is the one that the schema documents")
    func form() {
        var line = ReservationLine(
            item: .fixture(5), quantity: 6, requested: 7, backordered: 11,
            sources: [.init(item: .fixture(1), location: .fixture(2), units: 3, shipped: 4)],
            parts: [.init(item: .fixture(1), quantity: 2)])
        line.committed = 8
        line.shipped = 9
        line.short = 10
        line.cancelled = 12
        let text = Self.text([line, line])
        let one = "5,6,7,8,9,10,11,12|1@2,3,4#1,2"
        #expect(String(decoding: text, as: UTF8.self) == one + ";" + one)
    }

    @Test("a number is written as people write it, however many digits it has")
    func numbers() throws {
        var numbers: [Int64] = [0, 5, -1, .min, .max]
        for digits in 1...18 {
            let power = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
            numbers += [power - 1, power, power + 1, power / 9 * 7, -power]
        }
        for number in numbers {
            let text = Self.text([
                .init(item: ID(rawValue: number), quantity: 0, requested: 0, sources: [])
            ])
            #expect(String(decoding: text, as: UTF8.self) == "\(number),0,0,0,0,0,0,0")
        }
    }

    @Test(
        "damaged lines are refused",
        arguments: [
            "x", "5", "5,1,1,0,0,0,0", "5,1,1,0,0,0,0,0;", ";5,1,1,0,0,0,0,0",
            "5,1,1,0,0,0,0,0|", "5,1,1,0,0,0,0,0|1@2,3", "5,1,1,0,0,0,0,0|1,2,3,4",
            "5,1,1,0,0,0,0,0#1", "5,-1,1,0,0,0,0,0", "5,1,1,0,0,0,0,0 ", "5,1,,0,0,0,0,0",
            "5,9007199254740992,1,0,0,0,0,0", "99999999999999999999,1,1,0,0,0,0,0",
            "5,1,1,0,0,0,0,0|1@2,9007199254740992,0", "5,1,1,0,0,0,0,٣",
        ])
    func damagedLines(text: String) {
        #expect(throws: StoreError.self) { try LinesText.decode(Array(text.utf8)) }
    }

    @Test("any prefix of lines that is not whole is refused or is another valid text")
    func prefixes() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let text = Self.text([random.line(), random.line()])
            for count in 0..<text.count {
                guard let lines = try? LinesText.decode(Array(text.prefix(count))) else { continue }
                #expect(Self.text(lines) == Array(text.prefix(count)))
            }
        }
    }

    @Test("settings come back", arguments: 0..<UInt64(50))
    func settings(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var settings = Settings(
            holderLimit: random.pick([nil, 1, 99]), displayCap: random.pick([nil, 0, 5]),
            deduction: random.pick([.now, .onShipment]), lowStockThreshold: random.number(0...9),
            sourceSelection: random.pick([.fewestParcels, .priority]),
            timeZone: random.pick(["UTC", "Europe/Berlin"]), version: random.number(1...9))
        settings.ttlSeconds.order = random.pick([nil, 60])
        settings.ttlSeconds.cart = random.number(1...3_600)
        #expect(try SettingsText.settings(SettingsText.text(settings)) == settings)
    }

    @Test(
        "damaged settings are refused",
        arguments: [
            "cart", "cart=", "cart=x", "deduct=later", "source_selection=best", "colour=red",
            "cart=1 cart=2", "version=99999999999999999999",
        ])
    func damagedSettings(text: String) {
        #expect(throws: StoreError.self) { try SettingsText.settings(text) }
    }

    @Test("policies come back, and damaged ones are refused")
    func policies() throws {
        let policies = [
            AllocationPolicy(channel: .online, share: .one),
            AllocationPolicy(
                channel: Channel("showroom"), sku: "a b", category: "c",
                share: .fourFifths, buffer: Fraction(millionths: 0)),
        ]
        #expect(try PoliciesText.policies(PoliciesText.text(policies)) == policies)
        #expect(try PoliciesText.policies(PoliciesText.text([])) == [])
        for text in ["online", "online\t\t\t2000000\t", "online\t\t\t1\tx", "a\t\t\t\t"] {
            #expect(throws: StoreError.self) { try PoliciesText.policies(text) }
        }
    }

    @Test("components, options and backorder policies come back")
    func catalog() throws {
        let components = [
            Item.Component(item: .fixture(.max), quantity: 1),
            Item.Component(item: .fixture(2), quantity: Quantities.maximum),
        ]
        #expect(try ComponentsText.components(ComponentsText.text(components)) == components)
        #expect(try ComponentsText.components("") == [])
        for text in ["1", "1:", "1:2 ", "1:2  3:4", "a:b", "1:2:3"] {
            #expect(throws: StoreError.self) { try ComponentsText.components(text) }
        }
        let options = [
            ItemProfile.Option(name: "size", value: "M"), .init(name: "a=b, c", value: ""),
        ]
        #expect(try OptionsText.options(OptionsText.text(options)) == options)
        #expect(throws: StoreError.self) { try OptionsText.options("size") }
        for policy in [BackorderPolicy.deny, .allow(limit: nil), .allow(limit: 0)] {
            #expect(BackorderText.policy(BackorderText.number(policy)) == policy)
        }
    }

    @Test("a transfer's lines come back, and damaged ones are refused")
    func transfers() {
        let lines = [
            Transfer.Line(item: .fixture(1), quantity: 2, received: 3, damaged: 4),
            Transfer.Line(item: .fixture(5), quantity: 6, received: 0, damaged: 0),
        ]
        #expect(TransferText.lines(TransferText.text(lines)) == lines)
        for text in ["1:2:3", "1:2:3:x:4", "1:2:3:4:5", "x"] {
            #expect(TransferText.lines(text) == nil, "\(text)")
        }
    }

    @Test("log entries come back, and what was cut off is refused")
    func entries() throws {
        let entries = [
            LogEntry(type: "stock.low", body: Array("{\"a\":\"\\t\"}".utf8)),
            LogEntry(type: "stock.out", body: Array("{}".utf8)),
        ]
        let packed = EventEntries.pack(entries)
        #expect(try EventEntries.entries(packed) == entries)
        #expect(try EventEntries.entries([]) == [])
        for index in entries.indices {
            #expect(try EventEntries.body(packed, at: index) == entries[index].body)
        }
        #expect(try EventEntries.body(packed, at: entries.count) == nil)
        #expect(try EventEntries.body(packed, at: -1) == nil)
        for count in 1..<packed.count where packed[count - 1] != UInt8(ascii: "\n") {
            #expect(throws: StoreError.self) {
                try EventEntries.entries(Array(packed.prefix(count)))
            }
            #expect(throws: StoreError.self) {
                try EventEntries.body(Array(packed.prefix(count)), at: 0)
            }
        }
        #expect(throws: StoreError.self) { try EventEntries.entries(Array("{}\n".utf8)) }
        #expect(throws: StoreError.self) { try EventEntries.body(Array("{}\n".utf8), at: 0) }
    }

    @Test("kept answers come back as they were", arguments: 0..<100)
    func answers(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let answers = (0..<chance.number(1...20)).map { _ in
            KeptAnswer(
                key: KeyDigest(high: chance.next(), low: chance.next()),
                fingerprint: chance.next(),
                answer: Answer(
                    status: Int(chance.number(200...599)),
                    body: (0..<chance.number(0...200)).map { _ in
                        UInt8(truncatingIfNeeded: chance.next())
                    },
                    location: chance.chance(50) ? "/v1/ü/\(chance.next())" : nil,
                    version: chance.chance(50) ? chance.pick([0, 1, .max]) : nil),
                at: ManualClock.start)
        }
        let (keys, bodies) = AnswerPacking.pack(answers)
        #expect(try AnswerPacking.digests(keys) == answers.map(\.key))
        for (place, answer) in answers.enumerated() {
            let read = try AnswerPacking.answer(
                to: answer.key, at: place, keys: keys, bodies: bodies, given: ManualClock.start,
                log: Self.noLog)
            #expect(read == answer)
        }
        #expect(throws: StoreError.self) { try AnswerPacking.digests(Array(keys.dropLast())) }
        #expect(throws: StoreError.self) {
            try AnswerPacking.answer(
                to: answers[0].key, at: answers.count, keys: keys, bodies: bodies,
                given: ManualClock.start, log: Self.noLog)
        }
        if !(answers.last?.answer.body.isEmpty ?? true) {
            #expect(throws: StoreError.self) {
                try AnswerPacking.answer(
                    to: answers[answers.count - 1].key, at: answers.count - 1, keys: keys,
                    bodies: Array(bodies.dropLast()), given: ManualClock.start, log: Self.noLog)
            }
        }
    }

    private static func noLog(_: LogPlace, _: Int) throws(StoreError) -> [UInt8] {
        throw .corrupt(table: "event_batch", key: "no log here")
    }

    @Test("the body of an answer that stands in the log is kept as its place there")
    func echo() throws {
        let place = LogPlace(tenant: .fixture(3), position: .max, offset: 4_000_000_000)
        let kept = KeptAnswer(
            key: KeyDigest(high: 1, low: 2), fingerprint: 5,
            answer: Answer(status: 201, body: [1, 2, 3], location: "/ü", version: 7),
            at: ManualClock.start, echo: place)
        let (keys, bodies) = AnswerPacking.pack([kept])
        let found = try AnswerPacking.answer(
            to: kept.key, at: 0, keys: keys, bodies: bodies, given: ManualClock.start
        ) { asked, length throws(StoreError) in
            #expect(asked == place)
            #expect(length == 3)
            return [9, 9, 9]
        }
        #expect(found?.answer == Answer(status: 201, body: [9, 9, 9], location: "/ü", version: 7))
        #expect(bodies.count == "/ü".utf8.count + 24)
    }

    @Test("an answer is not given to another key at its place")
    func otherKey() throws {
        let kept = KeptAnswer(
            key: KeyDigest(high: 1, low: 2), fingerprint: 5,
            answer: Answer(status: 201, body: [1, 2]), at: ManualClock.start)
        let (keys, bodies) = AnswerPacking.pack([kept])
        for other in [KeyDigest(high: 1, low: 3), KeyDigest(high: 2, low: 2)] {
            let found = try AnswerPacking.answer(
                to: other, at: 0, keys: keys, bodies: bodies, given: ManualClock.start,
                log: Self.noLog)
            #expect(found == nil)
        }
    }
}
