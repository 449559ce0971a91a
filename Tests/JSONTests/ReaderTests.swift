import JSON
import Testing

@Suite("JSON reader")
struct ReaderTests {
    @Test(
        "a whole number has one spelling",
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("10", 10), ("1234567890", 1_234_567_890),
            ("999999999999999999", 999_999_999_999_999_999),
            ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
        ])
    func integer(text: String, value: Int64) throws {
        var reader = try JSONReader(Array(text.utf8))
        let read = try reader.integer()
        #expect(read == value)
    }

    @Test(
        "another spelling of a number, or another kind, is no whole number",
        arguments: [
            ("1.0", .wrongType), ("1.5", .wrongType), ("1e2", .wrongType), ("1E2", .wrongType),
            ("-0.0", .wrongType), ("0e0", .wrongType), ("\"1\"", .wrongType),
            ("true", .wrongType), ("null", .wrongType), ("[1]", .wrongType), ("{}", .wrongType),
            ("9223372036854775808", .outOfRange), ("-9223372036854775809", .outOfRange),
            ("18446744073709551616", .outOfRange), ("92233720368547758070", .outOfRange),
            ("100000000000000000000000000000", .outOfRange), ("1e400000", .invalidJSON),
            ("9223372036854775808.0", .wrongType), ("99999999999999999999e1", .wrongType),
        ] as [(String, JSONError.Kind)])
    func notInteger(text: String, kind: JSONError.Kind) {
        let error = #expect(throws: JSONError.self) {
            var reader = try JSONReader(Array(text.utf8))
            _ = try reader.integer()
        }
        #expect(error?.kind == kind)
    }

    @Test(
        "a number is the nearest Double",
        arguments: [
            ("0", 0), ("-0", -0.0), ("1", 1), ("1.5", 1.5), ("-1.5e3", -1_500), ("1E-2", 0.01),
            ("0.1", 0.1), ("1.7976931348623157e308", .greatestFiniteMagnitude),
            ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0), ("9007199254740993", 0x1p53),
        ])
    func number(text: String, value: Double) throws {
        var reader = try JSONReader(Array(text.utf8))
        let read = try reader.number()
        #expect(read == value && read.sign == value.sign)
    }

    @Test("a value of another kind is refused, and may then be read as what it is")
    func kinds() throws {
        let all: [(String, ValueKind)] = [
            ("{}", .object), ("[]", .array), ("\"a\"", .string), ("1", .number),
            ("true", .boolean), ("false", .boolean), ("null", .null),
        ]
        for (text, kind) in all {
            var reader = try JSONReader(Array(" \(text) ".utf8))
            #expect(reader.nextKind == kind)
            if kind != .object { expectWrongType { try reader.object { _, _ in true } } }
            if kind != .object { expectWrongType { try reader.tolerantObject { _, _ in true } } }
            if kind != .array { expectWrongType { try reader.array { _ in } } }
            if kind != .string { expectWrongType { _ = try reader.string() } }
            if kind != .number { expectWrongType { _ = try reader.number() } }
            if kind != .number { expectWrongType { _ = try reader.integer() } }
            if kind != .boolean { expectWrongType { _ = try reader.boolean() } }
            let isNull = reader.null()
            #expect(isNull == (kind == .null))
            let raw = isNull ? Array("null".utf8) : try reader.rawValue()
            #expect(raw == Array(text.utf8))
            expectWrongType { _ = try reader.rawValue() }
            expectWrongType { try reader.skip() }
            expectWrongType { _ = try reader.number() }
            let isNullAgain = reader.null()
            #expect(!isNullAgain)
        }
    }

    private func expectWrongType(_ body: () throws -> Void) {
        let error = #expect(throws: JSONError.self) { try body() }
        #expect(error?.kind == .wrongType)
    }

    @Test("a name with escapes is the name that it stands for")
    func escapedName() throws {
        var seen: [String] = []
        let text = #"{"sk\u0075":1,"\u0073ku2":2,"é\ud83d\ude00":3,"a\"b":4,"skux":5,"sk":6,"":7}"#
        var reader = try JSONReader(Array(text.utf8))
        try reader.object { reader, name in
            switch name {
            case "sku": seen.append("sku=\(try reader.integer())")
            case "sku2": seen.append("sku2=\(try reader.integer())")
            case "é😀": seen.append("é😀=\(try reader.integer())")
            case "a\"b": seen.append("a\"b=\(try reader.integer())")
            case "": seen.append("=\(try reader.integer())")
            default: seen.append("\(name.string)?\(try reader.integer())")
            }
            return true
        }
        #expect(seen == ["sku=1", "sku2=2", "é😀=3", "a\"b=4", "skux?5", "sk?6", "=7"])
    }

    @Test("a composed letter and its parts are two names, as sent")
    func normalization() throws {
        var reader = try JSONReader(Array("{\"e\u{301}\":1}".utf8))
        try reader.object { reader, name in
            switch name {
            case "\u{E9}": Issue.record("names are compared by their bytes")
            default: break
            }
            try reader.skip()
            return true
        }
    }

    @Test(
        "an unknown field is refused with its path, whether its value was read or not",
        arguments: [false, true])
    func unknownField(reads: Bool) throws {
        let text = #"{"lines":[{"sku":"A"},{"sku":"B","__proto__":{"x":[1]}}]}"#
        var reader = try JSONReader(Array(text.utf8))
        #expect(
            throws: JSONError(
                kind: .unknownField, path: "lines[1].__proto__",
                detail: "There is no such field as lines[1].__proto__.")
        ) {
            try reader.object { reader, _ in
                try reader.array { reader in
                    try reader.object { reader, name in
                        switch name {
                        case "sku": _ = try reader.string()
                        default:
                            if reads { try reader.skip() }
                            return false
                        }
                        return true
                    }
                }
                return true
            }
        }
    }

    @Test("a tolerant object passes over what it does not know, whatever it holds")
    func tolerant() throws {
        let text = #"""
            {"a": {"x]}": ["\"]", {"y": "}"}, -1.5e3, null]}, "b": "\\", "sessionId" : "s-1",
             "c": [[], {}, [ ] , { } ], "d": true, "quantity": 3 , "e": "]"}
            """#
        var session = ""
        var quantity: Int64 = 0
        var reader = try JSONReader(Array(text.utf8))
        try reader.tolerantObject { reader, name in
            switch name {
            case "sessionId": session = try reader.string()
            case "quantity": quantity = try reader.integer()
            default: return false
            }
            return true
        }
        #expect(session == "s-1")
        #expect(quantity == 3)
    }

    @Test("a raw value is the bytes as sent")
    func rawValue() throws {
        let text = #"{"metadata" : { "a":[1, "\u0041}"] ,"b":1.0 } , "z" : -0 }"#
        var raw: [String] = []
        var reader = try JSONReader(Array(text.utf8))
        try reader.object { reader, _ in
            raw.append(String(decoding: try reader.rawValue(), as: UTF8.self))
            return true
        }
        #expect(raw == [#"{ "a":[1, "\u0041}"] ,"b":1.0 }"#, "-0"])
    }

    @Test("a member that the caller leaves unread is refused as of a wrong kind")
    func unread() throws {
        for text in ["{\"a\":{\"b\":1},\"c\":2}", "{\"a\":[]}", "[[1],2]"] {
            var reader = try JSONReader(Array(text.utf8))
            let isObject = reader.nextKind == .object
            let error = #expect(throws: JSONError.self) {
                if isObject {
                    try reader.object { reader, _ in reader.null() || true }
                } else {
                    try reader.array { _ = $0.null() }
                }
            }
            #expect(error?.kind == .wrongType)
            #expect(error?.path == (isObject ? "a" : "[0]"))
        }
    }

    @Test("a caller that swallows an error in the middle of a value ends in an error")
    func swallowed() throws {
        var reader = try JSONReader(Array("[[1,\"x\",3],4]".utf8))
        let error = #expect(throws: JSONError.self) {
            try reader.array { reader in
                _ = try? reader.array { _ = try $0.integer() }
            }
        }
        #expect(error?.kind == .wrongType)
    }
}
