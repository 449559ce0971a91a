import JSON
import Testing

@Suite("JSON limits")
struct LimitTests {
    @Test("32 levels are read, the 33rd is refused", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func depth(opening: String) throws {
        let levels = opening == "[{\"a\":" ? 2 : 1
        let closing = opening == "[" ? "]" : levels == 1 ? "}" : "}]"
        func document(_ count: Int) -> [UInt8] {
            let text =
                String(repeating: opening, count: count) + "1"
                + String(repeating: closing, count: count)
            return Array(text.utf8)
        }
        _ = try Tree(reading: document(JSONReader.depthMax / levels))
        expectRefusal(.tooDeep, document(JSONReader.depthMax / levels + 1))
    }

    @Test("levels beside one another are not counted together")
    func breadth() throws {
        let column = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
        _ = try JSONReader(Array("[\(column),\(column),\(column)]".utf8))
    }

    @Test(
        "100,000 opening brackets are refused without a stack of that size",
        arguments: ["[", "{"])
    func flood(bracket: String) {
        let expected: JSONError.Kind = bracket == "[" ? .tooDeep : .invalidJSON
        expectRefusal(expected, Array(String(repeating: bracket, count: 100_000).utf8))
        let opening = bracket == "[" ? "[" : "{\"a\":"
        expectRefusal(.tooDeep, Array(String(repeating: opening, count: 100_000).utf8))
    }

    @Test("a level too deep is named by its place")
    func depthPath() {
        let text = "{\"a\":[1," + String(repeating: "[", count: 31)
        let error = #expect(throws: JSONError.self) { _ = try JSONReader(Array(text.utf8)) }
        #expect(error?.path == "a[1]" + String(repeating: "[0]", count: 30))
    }

    @Test("an object may have 1,000 members and not one more")
    func members() throws {
        func document(_ count: Int) -> [UInt8] {
            let members = (0..<count).map { "\"m\($0)\":\($0)" }
            return Array("[{\"m0\":{}},{\(members.joined(separator: ","))},{\"m0\":1}]".utf8)
        }
        _ = try Tree(reading: document(JSONReader.membersMax))
        expectRefusal(.tooManyMembers, document(JSONReader.membersMax + 1))
        expectRefusal(.tooManyMembers, document(50_000))
    }

    @Test(
        "a duplicate member is refused and named",
        arguments: [
            (#"{"a":1,"a":2}"#, "a"),
            (#"{"quantity":1,"quantity":999}"#, "quantity"),
            (#"{"a":1,"\u0061":2}"#, "a"),
            (#"{"\u0061":1,"a":2}"#, "a"),
            (#"{"\u0061":1,"\u0061":2}"#, "a"),
            (#"{"a\/b":1,"b":2,"a/b":2}"#, "a/b"),
            (#"{"é":1,"\u00e9":2}"#, "é"),
            (#"{"😀":1,"\ud83d\uDE00":2}"#, "😀"),
            (#"{"":1,"":2}"#, ""),
            (#"{"x":[{"a":1},{"b":{"c":[],"d":1,"c":2}}]}"#, "x[1].b.c"),
            (#"{"b":{"a":1},"a":2,"b":3}"#, "b"),
            (#"{"lines":[{"sku":"A","quantity":1,"sku":"B"}]}"#, "lines[0].sku"),
        ])
    func duplicate(text: String, path: String) {
        let error = #expect(throws: JSONError.self) { _ = try JSONReader(Array(text.utf8)) }
        #expect(error?.kind == .duplicateField)
        #expect(error?.path == path)
    }

    @Test("a duplicate is found at whatever two places it stands", arguments: 2...40)
    func duplicatePositions(count: Int) {
        for first in 0..<(count - 1) {
            for second in (first + 1)..<count {
                var names = (0..<count).map { "n\($0)" }
                names[second] = second.isMultiple(of: 2) ? "n\(first)" : "\\u006e\(first)"
                let text = names.map { "\"\($0)\":[]" }.joined(separator: ",")
                let error = #expect(throws: JSONError.self) {
                    _ = try JSONReader(Array("[{\(text)}]".utf8))
                }
                #expect(error?.kind == .duplicateField)
                #expect(error?.path == "[0].n\(first)")
            }
        }
    }

    @Test("names that differ only in their middle are no duplicates")
    func similarNames() throws {
        let names = (0..<1_000).map { "\"a\(1_000 + $0)z\":1" }
        _ = try JSONReader(Array("{\(names.joined(separator: ","))}".utf8))
    }

    @Test("a path shows no more than 64 characters of a name")
    func longName() {
        let name = String(repeating: "é", count: 65)
        let error = #expect(throws: JSONError.self) {
            _ = try JSONReader(Array("{\"\(name)\":1,\"\(name)\":1}".utf8))
        }
        #expect(error?.path == String(repeating: "é", count: 64) + "…")
    }
}
