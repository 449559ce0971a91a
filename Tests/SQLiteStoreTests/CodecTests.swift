import Domain
import SQLiteStore
import Store
import TestSupport
import Testing

/// The text and byte forms of columns: what was written is read, and nothing else is.
@Suite("Column forms")
struct CodecTests {
    private static let extremes: [Int64] = [0, 1, 9, 10, 1 << 20, (1 << 53) - 1, .max]

    private static func number(_ chance: inout SeededGenerator) -> Int64 {
        chance.chance(50) ? chance.pick(extremes) : chance.number(0...1_000)
    }

    private static func line(_ chance: inout SeededGenerator) -> ReservationLine {
        let sources = (0..<chance.number(0...3)).map { _ in
            ReservationLine.Source(
                item: .fixture(number(&chance)), location: .fixture(number(&chance)),
                units: number(&chance), shipped: number(&chance))
        }
        let parts = (0..<chance.number(0...3)).map { _ in
            Item.Component(item: .fixture(number(&chance)), quantity: number(&chance))
        }
        var line = ReservationLine(
            item: .fixture(number(&chance)), quantity: number(&chance),
            requested: number(&chance), backordered: number(&chance), sources: sources,
            parts: parts)
        line.committed = number(&chance)
        line.shipped = number(&chance)
        line.short = number(&chance)
        line.cancelled = number(&chance)
        return line
    }

    private static func text(_ lines: [ReservationLine]) -> String {
        var bytes: [UInt8] = []
        LinesText.encode(lines, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("reservation lines come back as they were", arguments: 0..<300)
    func lines(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let lines = (0..<chance.number(0...4)).map { _ in Self.line(&chance) }
        #expect(try LinesText.decode(Self.text(lines)) == lines)
    }

    @Test(
        "lines that were cut off, or have a stray byte, are read as something else or refused",
        arguments: 0..<100)
    func damagedLines(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let lines = [Self.line(&chance), Self.line(&chance)]
        let bytes = Array(Self.text(lines).utf8)
        let end = Int(chance.number(1...Int64(bytes.count - 1)))
        var strayed = bytes
        strayed[end] = UInt8(ascii: "x")
        for damaged in [Array(bytes[..<end]), strayed] {
            let read = try? LinesText.decode(String(decoding: damaged, as: UTF8.self))
            #expect(read != lines)
        }
        #expect(throws: StoreError.self) {
            try LinesText.decode(String(decoding: strayed, as: UTF8.self))
        }
    }

    @Test(
        "text that nobody wrote is refused",
        arguments: [
            "1", "1,2,3,4,5,6,7", "1,2,3,4,5,6,7,8;", "1,2,3,4,5,6,7,8|", "1,2,3,4,5,6,7,8#1",
            "1,2,3,4,5,6,7,9223372036854775808", "1,2,3,4,5,6,7,8 ", "-", "ä", ",,,,,,,",
            "1,2,3,4,5,6,7,8|1@2,3",
        ])
    func refused(text: String) {
        #expect(throws: StoreError.self) { try LinesText.decode(text) }
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
                    version: chance.chance(50) ? Self.number(&chance) : nil),
                at: Sample.now)
        }
        let (keys, bodies) = AnswerPacking.pack(answers)
        #expect(try AnswerPacking.digests(keys) == answers.map(\.key))
        for (place, answer) in answers.enumerated() {
            let read = try AnswerPacking.answer(
                at: place, keys: keys, bodies: bodies, given: Sample.now)
            #expect(read == answer)
        }
        #expect(throws: StoreError.self) { try AnswerPacking.digests(Array(keys.dropLast())) }
        #expect(throws: StoreError.self) {
            try AnswerPacking.answer(
                at: answers.count, keys: keys, bodies: bodies, given: Sample.now)
        }
        if !(answers.last?.answer.body.isEmpty ?? true) {
            #expect(throws: StoreError.self) {
                try AnswerPacking.answer(
                    at: answers.count - 1, keys: keys, bodies: Array(bodies.dropLast()),
                    given: Sample.now)
            }
        }
    }

    @Test("settings come back as they were, and damaged ones are refused")
    func settings() throws {
        for settings in [Settings(), Sample.settings] {
            #expect(try SettingsText.settings(SettingsText.text(settings)) == settings)
        }
        for damaged in ["cart=x", "cart", "version=1.5", "holder_limit=99999999999999999999"] {
            #expect(throws: StoreError.self) { try SettingsText.settings(damaged) }
        }
    }

    @Test("policies come back as they were, and damaged ones are refused")
    func policies() throws {
        for policies in [[], Sample.policies] {
            #expect(try PoliciesText.policies(PoliciesText.text(policies)) == policies)
        }
        for damaged in ["online\t\t\t1", "online\t\t\t\t", "online\t\t\t1000001\t", "x"] {
            #expect(throws: StoreError.self) { try PoliciesText.policies(damaged) }
        }
    }

    @Test("the small forms come back as they were, and damaged ones are refused")
    func small() throws {
        let components = Sample.kit.components
        #expect(try ComponentsText.components(ComponentsText.text(components)) == components)
        #expect(try ComponentsText.components("") == [])
        let options = Sample.profile.options
        #expect(try OptionsText.options(OptionsText.text(options)) == options)
        #expect(
            TransferText.lines(TransferText.text(Sample.transfer.lines))
                == Sample.transfer.lines)
        #expect(try EventEntries.entries(EventEntries.pack(Sample.entries)) == Sample.entries)
        for policy in [BackorderPolicy.deny, .allow(limit: nil), .allow(limit: 0)] {
            #expect(BackorderText.policy(BackorderText.number(policy)) == policy)
        }
        for damaged in ["1", "1:2 ", "1:2,3:4", " 1:2"] {
            #expect(throws: StoreError.self) { try ComponentsText.components(damaged) }
        }
        #expect(throws: StoreError.self) { try OptionsText.options("size") }
        #expect(TransferText.lines("1:2:3") == nil)
        #expect(throws: StoreError.self) { try EventEntries.entries(Array("no tab\n".utf8)) }
    }
}
