import JSON
import Testing

@Suite("JSON syntax")
struct SyntaxTests {
    @Test("a document of RFC 8259 is accepted", arguments: SyntaxCases.accepted)
    func accepted(text: String) throws {
        _ = try Tree(reading: Array(text.utf8))
    }

    @Test("what RFC 8259 refuses is refused as invalid", arguments: SyntaxCases.refused)
    func refused(text: String) {
        expectRefusal(.invalidJSON, Array(text.utf8))
    }

    @Test("bytes that are not UTF-8 are refused", arguments: SyntaxCases.notUTF8)
    func notUTF8(inner: [UInt8]) {
        expectRefusal(.invalidJSON, Array("[\"".utf8) + inner + Array("\"]".utf8))
        expectRefusal(.invalidJSON, Array("{\"".utf8) + inner + Array("\":1}".utf8))
        expectRefusal(.invalidJSON, inner)
        expectRefusal(.invalidJSON, Array("\"".utf8) + inner)
    }

    @Test("every cut of a document is refused, wherever the cut is")
    func truncated() throws {
        let text = #"{"a":[1,-2.5e+3,true,null,"x\u00e9\ud83d\ude00\n é😀"],"b":{"c":false}}"#
        let whole = Array(text.utf8)
        _ = try JSONReader(whole)
        for count in 0..<whole.count { expectRefusal(.invalidJSON, Array(whole.prefix(count))) }
    }

    @Test("the refusal names the byte and the place")
    func place() {
        #expect(
            throws: JSONError(
                kind: .invalidJSON, path: "lines[1].quantity",
                detail: "The document is not valid JSON at byte 40: a value is expected.")
        ) {
            _ = try JSONReader(Array(#"{"lines":[{"quantity":1}, {"quantity" : x}]}"#.utf8))
        }
    }

    @Test("a byte order mark is refused by name")
    func byteOrderMark() {
        #expect(
            throws: JSONError(
                kind: .invalidJSON, path: "",
                detail: "The document is not valid JSON at byte 0: "
                    + "a byte order mark is not allowed.")
        ) {
            _ = try JSONReader([0xEF, 0xBB, 0xBF, 0x7B, 0x7D])
        }
    }

    @Test("each of the 65,536 escapes is its character, but half a surrogate pair is refused")
    func everyEscape() throws {
        for unit in UInt32(0)...0xFFFF {
            let digits = String(unit, radix: 16)
            let escape = "\"\\u" + String(repeating: "0", count: 4 - digits.count) + digits + "\""
            if let scalar = Unicode.Scalar(unit) {
                var reader = try JSONReader(Array(escape.utf8))
                let read = try reader.string()
                #expect(read == String(scalar))
            } else {
                expectRefusal(.invalidJSON, Array(escape.utf8))
            }
        }
    }
}

/// Expects that the reader refuses `bytes` as a whole, and as `kind`.
func expectRefusal(
    _ kind: JSONError.Kind, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) {
    let error = #expect(throws: JSONError.self, sourceLocation: sourceLocation) {
        _ = try JSONReader(bytes)
    }
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
}
