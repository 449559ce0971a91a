/// nginx with one worker that gives a fixed answer to everything.
struct Nginx: BenchServer {
    let port: UInt16
    let child: Child

    /// Answers with a body of `bodyBytes`.
    ///
    /// - Throws: `BenchFailure` if nginx is not there or does not start.
    init(folder: String, bodyBytes: Int) throws(BenchFailure) {
        try Files.makeFolder(folder)
        port = try Socket.freePort()
        let path = Files.absolute(folder)
        let text = Self.configuration(path: path, port: port, bodyBytes: bodyBytes)
        try Files.write(Array(text.utf8), to: path + "/nginx.conf")
        child = try Child(["nginx", "-p", path, "-c", path + "/nginx.conf", "-e", "stderr"])
        try Self.waitForPort(port)
    }

    private static func configuration(path: String, port: UInt16, bodyBytes: Int) -> String {
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(path)/\($0);" }.joined(separator: " ")
        return """
            daemon off; worker_processes 1; pid \(path)/nginx.pid; error_log stderr crit;
            events { worker_connections 2048; }
            http {
                access_log off; keepalive_requests 1000000000; \(folders)
                server {
                    listen 127.0.0.1:\(port);
                    default_type application/json;
                    location / { return 200 '\(String(repeating: "x", count: bodyBytes))'; }
                }
            }
            """
    }
}
