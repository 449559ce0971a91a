internal import HTTP
internal import JSON

/// A refusal in the form of RFC 9457.
struct Problem: Error, Sendable {
    let code: ProblemCode
    /// One or more sentences for people.
    let detail: String
    /// What is wrong with which line or field.
    var errors: [Entry]
    /// `Retry-After`, `Allow` and the like.
    var headers = HeaderList()

    init(_ code: ProblemCode, _ detail: String, errors: [Entry] = []) {
        self.code = code
        self.detail = detail
        self.errors = errors
    }

    /// A field of the body, named by its path (`lines[0].quantity`), that cannot be used.
    init(_ code: ProblemCode = .invalidField, field: String, _ detail: String) {
        self.init(code, detail, errors: [Entry(field: field, code: code.rawValue, detail: detail)])
    }

    /// A parameter of the query, or a header, that cannot be used.
    static func parameter(_ name: String, _ detail: String) -> Problem {
        Problem(.invalidParameter, field: name, detail)
    }

    /// Nothing stands at this path, or not for this tenant.
    static let notFound = Problem(.notFound, "There is nothing at this path.")

    var status: Int { code.status }

    /// One thing that is wrong; the fields that mean nothing for it are left out.
    struct Entry: Equatable, Sendable {
        var index: Int?
        var sku: String?
        var field: String?
        let code: String
        let detail: String
        var requested: Int64?
        var available: Int64?
        var current: Int64?
    }
}

extension Problem {
    func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 384)
        writer.object { writer in
            writer.field("type", "/problems/" + code.rawValue)
            writer.field("title", code.title)
            writer.field("status", code.status)
            writer.field("detail", detail)
            writer.field("code", code.rawValue)
            if !errors.isEmpty {
                writer.field("errors") { writer in
                    writer.array { writer in
                        for entry in errors { entry.write(to: &writer) }
                    }
                }
            }
            writer.field("request_id", requestID)
        }
        return writer.bytes
    }

    /// What the protocol itself forbids, in the same form.
    static func body(of error: ProtocolError, requestID: String) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 256)
        writer.object { writer in
            writer.field("type", "/problems/" + error.code)
            writer.field("title", ProblemCode.title(of: error.code))
            writer.field("status", error.status)
            writer.field("detail", error.detail)
            writer.field("code", error.code)
            writer.field("request_id", requestID)
        }
        return writer.bytes
    }

    /// The short form of the old doors.
    var doorBody: [UInt8] {
        var writer = JSONWriter(reservingCapacity: 64)
        writer.object { writer in
            writer.field("success", false)
            writer.field("error", code.rawValue)
        }
        return writer.bytes
    }

    func response(requestID: String) -> Response {
        Response(
            status: status, headers: headers, contentType: "application/problem+json",
            body: body(requestID: requestID))
    }
}

extension Problem.Entry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let index { writer.field("index", index) }
            if let sku { writer.field("sku", sku) }
            if let field { writer.field("field", field) }
            writer.field("code", code)
            writer.field("detail", detail)
            if let requested { writer.field("requested", requested) }
            if let available { writer.field("available", available) }
            if let current { writer.field("current", current) }
        }
    }
}
