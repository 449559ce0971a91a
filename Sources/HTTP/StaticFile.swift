internal import Platform

/// A file that is part of the program, served with a strong ETag.
public struct StaticFile: Sendable {
    public let bytes: [UInt8]
    public let contentType: StaticString
    /// The first 16 bytes of the content's SHA-256, quoted.
    public let etag: String
    private let cacheControl: String

    /// By default browsers keep the file and ask each time whether it has changed.
    public init(bytes: [UInt8], contentType: StaticString, cacheControl: String = "no-cache") {
        self.bytes = bytes
        self.contentType = contentType
        self.cacheControl = cacheControl
        let digits = Digest.sha256(bytes).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        etag = "\"\(digits.joined())\""
    }

    /// The file, or 304 where the client has it already.
    public func response(to request: Request) -> Response {
        let headers: HeaderList = ["ETag": etag, "Cache-Control": cacheControl]
        if let known = request.header("if-none-match"), isNamed(in: known) {
            return Response(status: 304, headers: headers)
        }
        return Response(status: 200, headers: headers, contentType: contentType, body: bytes)
    }

    private func isNamed(in list: String) -> Bool {
        list.split(separator: ",").contains { element in
            let tag = element.drop { $0 == " " || $0 == "\t" }
            let text = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            let end = text.lastIndex { $0 != " " && $0 != "\t" }
            guard let end else { return false }
            return text[...end] == etag || text[...end] == "*"
        }
    }

    /// The type that goes with a file's name, by its ending.
    public static func contentType(of name: String) -> StaticString {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt": "text/plain; charset=utf-8"
        case _: "application/octet-stream"
        }
    }
}
