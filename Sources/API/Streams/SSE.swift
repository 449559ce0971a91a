/// Server-sent events as bytes.
enum SSE {
    /// One event. `data` has no line ends: JSON on one line.
    ///
    /// `id` is what a client sends back to go on from here.
    static func event(_ name: String, id: Int64? = nil, data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + name.utf8.count + 48)
        if let id {
            bytes.append(contentsOf: "id: ".utf8)
            bytes.append(contentsOf: String(id).utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(contentsOf: "event: ".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\ndata: ".utf8)
        bytes.append(contentsOf: data)
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }
}
