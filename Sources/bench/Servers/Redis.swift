/// Redis that syncs every command to disk before it answers.
///
/// Asked directly in its own protocol, while Holdfast is asked over HTTP, it is flattered: a shop
/// would put an HTTP server in front, as `NodeFront` is.
struct Redis: BenchServer {
    /// The same decision as a reservation of one line: stock checked and lowered, the
    /// reservation stored until it expires, the key kept for a day. There is no ledger, no event
    /// log, no second look at units whose reservation expired.
    private static let script = """
        local seen = redis.call('GET', KEYS[3])
        if seen then return tonumber(seen) end
        local left = tonumber(redis.call('GET', KEYS[1]) or '0')
        local units = tonumber(ARGV[1])
        if left < units then return 0 end
        redis.call('DECRBY', KEYS[1], units)
        redis.call('HSET', KEYS[2], 'item', KEYS[1], 'units', units)
        redis.call('EXPIRE', KEYS[2], ARGV[2])
        redis.call('SET', KEYS[3], '1', 'EX', 86400)
        return 1
        """

    let port: UInt16
    let child: Child

    /// The name under which Redis knows the script.
    let digest: String

    /// What asks for one unit of an item; the answer is 1.
    let reservation: RequestTemplate

    /// - Throws: `BenchFailure` if Redis is not there or does not start.
    init(folder: String, items: Int, units: Int) throws(BenchFailure) {
        try Files.makeFolder(folder)
        port = try Socket.freePort()
        child = try Child([
            "redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--auto-aof-rewrite-percentage", "0",
        ])
        try Self.waitForPort(port)
        let load = Self.command(["SCRIPT", "LOAD", Self.script])
        let answer = try Sending.one(load, to: port, as: RedisFraming.self, expected: [0])
        digest = String(decoding: answer, as: UTF8.self)
        reservation = RequestTemplate(command: [
            "EVALSHA", digest, "3", "stock:ITEM-{item}", "reservation:{key}", "key:{key}", "1",
            "1800",
        ])
        let stock = (0..<items).map { number in
            Self.command(["SET", "stock:\(Holdfast.sku(number))", "\(units)"])
        }
        try Sending.all(stock, to: port, as: RedisFraming.self, expected: [0])
    }

    private static func command(_ words: [String]) -> [UInt8] {
        let text = words.reduce("*\(words.count)\r\n") { $0 + "$\($1.utf8.count)\r\n\($1)\r\n" }
        return Array(text.utf8)
    }
}
