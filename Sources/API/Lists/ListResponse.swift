internal import HTTP
internal import JSON

/// One page of a list in its envelope.
enum ListResponse {
    /// `rows` is the page, and one row more where another page follows; `key` is what the list is
    /// sorted by; `position` is the event log's, as of which the list was read.
    static func page<Row>(
        _ rows: [Row], _ request: ListRequest, position: Int64,
        key: (Row) -> Cursor.Key, write: (Row, inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        let shown = rows.prefix(request.limit)
        let next = rows.count > request.limit ? shown.last.map(key) : nil
        return try response(Array(shown), next: next, request, position: position, write: write)
    }

    /// `next` is the key after which the list goes on; nil at its end.
    static func response<Row>(
        _ rows: [Row], next: Cursor.Key?, _ request: ListRequest, position: Int64,
        write: (Row, inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        let cursor = next.map(request.cursor)
        var writer = JSONWriter(reservingCapacity: 256 + rows.count * 384)
        try writer.object { writer in
            try writer.field("data") { writer in
                try writer.array { writer in
                    for row in rows { try write(row, &writer) }
                }
            }
            writer.field("next_cursor", cursor)
            writer.field("position", position)
        }
        var headers = HeaderList()
        if let cursor { headers.append("Link", request.link(to: cursor)) }
        return Response(
            status: 200, headers: headers, contentType: "application/json", body: writer.bytes)
    }
}
