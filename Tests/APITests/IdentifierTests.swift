import Domain
import Testing

@testable import API

@Suite("Identifiers")
struct IdentifierTests {
    @Test(
        "an id's text reads back as the same id",
        arguments: [0, 1, 31, 32, 1 << 20, 1_795_000_000_000 << 20, Int64.max])
    func roundTrip(number: Int64) {
        let id = ID<Reservation>(rawValue: number)
        #expect(id.text.utf8.count == 17)
        #expect(ID<Reservation>(text: id.text) == id)
    }

    @Test("texts sort as the ids do")
    func order() {
        let numbers: [Int64] = [0, 1, 9, 10, 31, 32, 1 << 30, 1 << 60, .max]
        let texts = numbers.map { ID<Movement>(rawValue: $0).text }
        #expect(texts == texts.sorted())
    }

    @Test(
        "what no id of the kind wrote is none",
        arguments: [
            "", "res_", "res_0", "loc_0000000000001", "res_00000000000011", "res_000000000000u",
            "res_000000000000I", "RES_0000000000001", "res_0000000000 01", "res_zzzzzzzzzzzzz",
            "res_8000000000000", "res_000000000000\u{661}",
        ])
    func refused(text: String) {
        #expect(ID<Reservation>(text: text) == nil)
    }

    @Test("the text has the prefix and big-endian base 32")
    func spelling() {
        #expect(ID<APIKey>(rawValue: 33).text == "key_0000000000011")
    }
}
