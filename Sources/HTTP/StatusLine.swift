/// The names of the statuses in use.
enum StatusLine {
    /// The status with its name and the line's end, nil for one that is not listed.
    static func text(_ status: Int) -> StaticString? {
        switch status {
        case 200: "200 OK\r\n"
        case 201: "201 Created\r\n"
        case 202: "202 Accepted\r\n"
        case 204: "204 No Content\r\n"
        case 206: "206 Partial Content\r\n"
        case 301: "301 Moved Permanently\r\n"
        case 302: "302 Found\r\n"
        case 303: "303 See Other\r\n"
        case 304: "304 Not Modified\r\n"
        case 307: "307 Temporary Redirect\r\n"
        case 308: "308 Permanent Redirect\r\n"
        case _: errorText(status)
        }
    }

    private static func errorText(_ status: Int) -> StaticString? {
        switch status {
        case 400: "400 Bad Request\r\n"
        case 401: "401 Unauthorized\r\n"
        case 402: "402 Payment Required\r\n"
        case 403: "403 Forbidden\r\n"
        case 404: "404 Not Found\r\n"
        case 405: "405 Method Not Allowed\r\n"
        case 406: "406 Not Acceptable\r\n"
        case 408: "408 Request Timeout\r\n"
        case 409: "409 Conflict\r\n"
        case 410: "410 Gone\r\n"
        case 411: "411 Length Required\r\n"
        case 412: "412 Precondition Failed\r\n"
        case 413: "413 Content Too Large\r\n"
        case 414: "414 URI Too Long\r\n"
        case 415: "415 Unsupported Media Type\r\n"
        case 417: "417 Expectation Failed\r\n"
        case 422: "422 Unprocessable Content\r\n"
        case 428: "428 Precondition Required\r\n"
        case 429: "429 Too Many Requests\r\n"
        case 431: "431 Request Header Fields Too Large\r\n"
        case 500: "500 Internal Server Error\r\n"
        case 501: "501 Not Implemented\r\n"
        case 502: "502 Bad Gateway\r\n"
        case 503: "503 Service Unavailable\r\n"
        case 504: "504 Gateway Timeout\r\n"
        case 505: "505 HTTP Version Not Supported\r\n"
        case _: nil
        }
    }
}
