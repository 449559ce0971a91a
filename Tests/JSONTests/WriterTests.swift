import JSON
import Testing

@Suite("JSON writer")
struct WriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("a document far longer than its first room is whole", arguments: [0, 1, 16, 1_000])
    func growth(capacity: Int) throws {
        var writer = JSONWriter(reservingCapacity: capacity)
        let texts = (0..<300).map { String(repeating: "ä\"", count: $0) }
        writer.array { writer in
            for text in texts { writer.object { $0.field("text", text) } }
        }
        #expect(writer.count == writer.bytes.count)
        var reader = try JSONReader(writer.bytes)
        var found: [String] = []
        try reader.array { reader in
            try reader.object { reader, _ in
                found.append(try reader.string())
                return true
            }
        }
        #expect(found == texts)
    }

    @Test("commas stand between members and elements, and nowhere else")
    func commas() {
        let written = text { writer in
            writer.object { writer in
                writer.field("none") { $0.object { _ in } }
                writer.field("empty") { $0.array { _ in } }
                writer.field("list") { writer in
                    writer.array { writer in
                        writer.element("a")
                        writer.array { $0.element(1) }
                        writer.object { $0.field("b", true) }
                        writer.null()
                        writer.raw(Array("[1, 2]".utf8))
                        writer.element(2.5)
                    }
                }
                writer.field("raw") { $0.raw(Array("{}".utf8)) }
                writer.field("last", nil as String?)
            }
        }
        #expect(
            written == #"{"none":{},"empty":[],"list":["a",[1],{"b":true},null,[1, 2],2.5],"#
                + #""raw":{},"last":null}"#)
    }

    @Test("each kind of scalar is written in all three places")
    func scalars() {
        let name = "dyn\"amic"
        let written = text { writer in
            writer.array { writer in
                writer.object { writer in
                    writer.field("a", "s")
                    writer.field("b", Int64.min)
                    writer.field("c", 7)
                    writer.field("d", false)
                    writer.field("e", 0.25)
                }
                writer.object { writer in
                    writer.field("a", "s" as String?)
                    writer.field("b", 1 as Int64?)
                    writer.field("c", nil as Int?)
                    writer.field("d", true as Bool?)
                    writer.field("e", nil as Double?)
                }
                writer.object { writer in
                    writer.field(name, "s")
                    writer.field(name + "2", 7)
                    writer.field(name + "3", nil as Bool?)
                    writer.field(name + "4") { $0.value(true) }
                }
                writer.element(nil as String?)
                writer.element(Int64.max)
                writer.value(1.0)
            }
        }
        #expect(
            written == #"[{"a":"s","b":-9223372036854775808,"c":7,"d":false,"e":0.25},"#
                + #"{"a":"s","b":1,"c":null,"d":true,"e":null},"#
                + #"{"dyn\"amic":"s","dyn\"amic2":7,"dyn\"amic3":null,"dyn\"amic4":true},"#
                + #"null,9223372036854775807,1.0]"#)
    }

    @Test(
        "a whole number is written digit by digit as the standard library does",
        arguments: [0, 1, 9, 10, 11, 99, 100, 101, 999_999_999, 1_000_000_000, .max, .max - 1])
    func integers(value: Int64) {
        #expect(text { $0.value(value) } == "\(value)")
        #expect(text { $0.value(-value) } == "\(-value)")
        #expect(text { $0.value(~value) } == "\(~value)")
    }

    @Test("only quotes, backslashes and control characters are escaped")
    func escapes() {
        let value = "\"\\/<>&'\u{0}\u{1}\u{8}\u{9}\u{A}\u{B}\u{C}\u{D}\u{1F}\u{7F}\u{2028}é😀"
        #expect(
            text { $0.value(value) }
                == #""\"\\/<>&'\u0000\u0001\b\t\n\u000b\f\r\u001f"#
                + "\u{7F}\u{2028}é😀\"")
    }

    @Test("every character of Unicode comes back as it was, alone and between others")
    func everyScalar() throws {
        for first in stride(from: UInt32(0), through: 0x10FFFF, by: 64) {
            var value = ""
            for code in first..<(first + 64) {
                if let scalar = Unicode.Scalar(code) { value.unicodeScalars.append(scalar) }
            }
            var reader = try JSONReader(Array(text { $0.value(value) }.utf8))
            let read = try reader.string()
            #expect(read.utf8.elementsEqual(value.utf8))
        }
        for code in UInt32(0)..<0x300 {
            guard let scalar = Unicode.Scalar(code) else { continue }
            for value in ["\(scalar)", "a\(scalar)", "\(scalar)a", "\(scalar)\(scalar)"] {
                var reader = try JSONReader(Array(text { $0.value(value) }.utf8))
                let read = try reader.string()
                #expect(read.utf8.elementsEqual(value.utf8))
            }
        }
    }

    @Test(
        "a Double comes back as it was",
        arguments: [
            0, -0.0, 0.1, 1e20, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1.0 / 3,
            0x1p53,
        ])
    func doubles(value: Double) throws {
        var reader = try JSONReader(Array(text { $0.value(value) }.utf8))
        let read = try reader.number()
        #expect(read.bitPattern == value.bitPattern)
    }

    @Test("what is no number is null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        #expect(text { $0.value(value) } == "null")
    }

    @Test("a body that throws lets its error through")
    func throwing() {
        struct Stop: Error {}
        var writer = JSONWriter()
        #expect(throws: Stop.self) {
            try writer.object { try $0.field("a") { _ in throw Stop() } }
        }
    }

    @Test("a value without a name in an object stops the program")
    func valueInObject() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object { $0.value(1) }
        }
    }

    @Test("a field outside of an object stops the program")
    func fieldInArray() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.array { $0.field("a", 1) }
        }
    }

    @Test("a field without a value, or with two, stops the program")
    func fieldValues() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object { $0.field("a") { _ in } }
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object {
                $0.field("a") { writer in
                    writer.value(1)
                    writer.value(2)
                }
            }
        }
    }
}
