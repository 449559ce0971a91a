import JSON
import Testing

@Suite("JSON paths")
struct PathTests {
    @Test("an error in nested arrays names its place")
    func nested() throws {
        let text = #"{"a":[[0,{"b":[1,2,"x"]}],[]], "c": 1}"#
        var reader = try JSONReader(Array(text.utf8))
        #expect(
            throws: JSONError(
                kind: .wrongType, path: "a[0][1].b[2]",
                detail: "The field a[0][1].b[2] must be a whole number.")
        ) {
            try reader.object { reader, _ in
                try reader.array { reader in
                    try reader.array { reader in
                        guard reader.nextKind == .object else { return try reader.skip() }
                        try reader.object { reader, _ in
                            try reader.array { _ = try $0.integer() }
                            return true
                        }
                    }
                }
                return true
            }
        }
    }

    @Test("before and after each value the path is that value's")
    func everywhere() throws {
        let text = #" { "a" : [ 1 , "]\"," , [ ] , { "b\u002ec" : null } ] , "d" : { } } "#
        var reader = try JSONReader(Array(text.utf8))
        var paths: [String] = []
        try walk(&reader, &paths)
        let expected = ["a[0]", "a[1]", "a[2]", "a[3].b.c", "a[3]", "a", "d", ""]
        #expect(paths.count == 2 * expected.count)
        for path in expected { #expect(paths.count { $0 == path } == 2, "\(path)") }
        #expect(paths.last == "")
    }

    private func walk(_ reader: inout JSONReader, _ paths: inout [String]) throws {
        paths.append(reader.path)
        switch reader.nextKind {
        case .object:
            try reader.object { reader, _ in
                try walk(&reader, &paths)
                return true
            }
        case .array: try reader.array { try walk(&$0, &paths) }
        case .string, .number, .boolean, .null: try reader.skip()
        }
        paths.append(reader.path)
    }

    @Test("a caller's own error stands at the value that was just read")
    func ownError() throws {
        var reader = try JSONReader(Array(#"{"lines":[{"quantity":1},{"quantity":-5}]}"#.utf8))
        let error = #expect(throws: JSONError.self) {
            try reader.object { reader, _ in
                try reader.array { reader in
                    try reader.object { reader, _ in
                        guard try reader.integer() > 0 else {
                            throw reader.error(.outOfRange, "A quantity is at least 1.")
                        }
                        return true
                    }
                }
                return true
            }
        }
        #expect(
            error
                == JSONError(
                    kind: .outOfRange, path: "lines[1].quantity",
                    detail: "A quantity is at least 1."))
    }

    @Test("a missing field is named inside the object that lacks it")
    func missing() throws {
        var reader = try JSONReader(Array(#"{"lines":[{"quantity":1}]}"#.utf8))
        var errors: [JSONError] = []
        try reader.object { reader, _ in
            try reader.array { reader in
                try reader.object { reader, _ in
                    try reader.skip()
                    return true
                }
                errors.append(reader.missingField("sku"))
            }
            return true
        }
        errors.append(reader.missingField("channel"))
        #expect(errors.map(\.kind) == [.missingField, .missingField])
        #expect(errors.map(\.path) == ["lines[0].sku", "channel"])
        #expect(errors.last?.detail == "The field channel is missing.")
    }

    @Test("a document of the wrong kind is named as the document")
    func document() throws {
        var reader = try JSONReader(Array("[]".utf8))
        #expect(
            throws: JSONError(
                kind: .wrongType, path: "", detail: "The document must be an object.")
        ) {
            try reader.object { _, _ in true }
        }
    }
}
