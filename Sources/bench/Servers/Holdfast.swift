internal import JSON
internal import Platform

/// `holdfast serve` over an empty database.
struct Holdfast: BenchServer {
    static let secretKey = "hf_sk_" + String(repeating: "4f", count: 32)
    static let publishableKey = "hf_pk_" + String(repeating: "5a", count: 32)

    let port: UInt16
    let child: Child
    let startMilliseconds: Int

    /// Empties `folder`, which must be on the disk whose syncs are to be measured, and starts.
    ///
    /// - Throws: `BenchFailure` if the program does not start.
    init(program: String, folder: String) throws(BenchFailure) {
        try Files.makeFolder(folder)
        try self.init(program: program, over: folder)
    }

    /// Starts over what is in `folder`.
    ///
    /// - Throws: `BenchFailure` if the program does not start.
    init(program: String, over folder: String) throws(BenchFailure) {
        let start = SystemClock.bootMilliseconds()
        child = try Child(
            [
                program, "serve", "--data", folder, "--listen", "127.0.0.1:0",
                "--rate-limits", "off",
            ],
            environment: [
                "HOLDFAST_ROOT_KEY": Self.secretKey,
                "HOLDFAST_PUBLISHABLE_KEY": Self.publishableKey,
            ])
        let text = try child.line(beginning: "listening on http://127.0.0.1:")
        startMilliseconds = Int(SystemClock.bootMilliseconds() - start)
        guard let port = UInt16(text) else { throw BenchFailure("no port: \(text)") }
        self.port = port
    }

    /// Creates items `ITEM-000000` and so on, each with `units` on hand.
    func stock(items: Int, units: Int) throws(BenchFailure) {
        let names = (0..<items).map(Self.sku)
        let puts = names.map { name in
            var writer = JSONWriter()
            writer.object { $0.field("title", name) }
            return HTTPRequest.bytes(
                "PUT", "/v1/items/\(name)", key: Self.secretKey, body: writer.bytes)
        }
        try Sending.all(puts, to: port, as: HTTPFraming.self, expected: [200, 201])
        let receipts = stride(from: 0, to: items, by: 1_000).map { start in
            Self.adjustment(names[start..<min(items, start + 1_000)], units: units)
        }
        try Sending.all(receipts, to: port, as: HTTPFraming.self, expected: [201])
    }

    static func sku(_ number: Int) -> String {
        let digits = String(number)
        return "ITEM-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private static func adjustment(_ names: ArraySlice<String>, units: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("reason", "initial")
            writer.field("lines") { writer in
                writer.array { writer in
                    for name in names {
                        writer.object { writer in
                            writer.field("sku", name)
                            writer.field("delta", units)
                        }
                    }
                }
            }
        }
        return HTTPRequest.bytes(
            "POST", "/v1/stock/adjustments", key: secretKey, body: writer.bytes)
    }
}
