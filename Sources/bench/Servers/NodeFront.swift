/// A small HTTP service in Node that reserves as Holdfast does: what a shop would write itself.
///
/// It is asked over HTTP, by the same bytes as Holdfast. It knows one kind of request, keeps no
/// ledger and no events, and never books an expiry, so the comparison still flatters it.
struct NodeFront: BenchServer {
    let port: UInt16
    let child: Child
    private let redis: Redis?

    /// Where Debian's packages put modules; a Node of another maker does not look there.
    private static let modules = "/usr/share/nodejs"

    /// Starts a service that keeps `items` with `units` each in its own memory.
    ///
    /// - Throws: `BenchFailure` if Node does not start.
    init(folder: String, items: Int, units: Int) throws(BenchFailure) {
        try self.init(folder: folder, stock: ["map", "\(items)", "\(units)"], redis: nil)
    }

    /// Starts a service that lets `redis` decide; stopping it stops `redis` too.
    ///
    /// - Throws: `BenchFailure` if Node does not start.
    init(folder: String, over redis: Redis) throws(BenchFailure) {
        let stock = ["redis", "\(redis.port)", redis.digest]
        try self.init(folder: folder, stock: stock, redis: redis)
    }

    private init(folder: String, stock: [String], redis: Redis?) throws(BenchFailure) {
        self.redis = redis
        try Files.makeFolder(folder)
        let path = folder + "/front.js"
        try Files.write(Array(NodeScript.text.utf8), to: path)
        child = try Child(
            ["node", path, Holdfast.secretKey] + stock, environment: ["NODE_PATH": Self.modules])
        let text = try child.line(beginning: "listening on ")
        guard let port = UInt16(text) else { throw BenchFailure("no port: \(text)") }
        self.port = port
    }

    /// Returns when Node can be started.
    ///
    /// - Throws: `BenchFailure` that says how to get it.
    static func check() throws(BenchFailure) {
        do {
            try Child(
                ["node", "--eval", "require('redis')"], environment: ["NODE_PATH": modules]
            ).wait()
        } catch {
            throw BenchFailure(
                "Node or its client for Redis is missing, and with it two rivals that the goals "
                    + "name. `scripts/deps bench` installs both.")
        }
    }

    var processes: [Child] { [child] + (redis.map { [$0.child] } ?? []) }
}
