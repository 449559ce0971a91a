"""Requests that two readers could read differently, and the one answer that each of them gets.

A case is refused (the connection is closed, and nothing behind it is read), or served (what stands
behind it is answered once). Numbers are those of the table of hostile input in the design.
"""

from dataclasses import dataclass

LIVE = "/health/live"
HOST = b"Host: localhost\r\n"


@dataclass(frozen=True)
class Case:
    """One request as bytes, and what becomes of it."""

    row: int
    name: str
    raw: bytes
    statuses: frozenset
    closes: bool

    @property
    def id(self):
        """The name under which the run shows it."""
        return f"{self.row:02}-{self.name.replace(' ', '-')}"


def refused(row, name, raw, *statuses):
    """A request that ends its connection; 400 unless told otherwise."""
    return Case(row, name, raw, frozenset(statuses or (400,)), True)


def served(row, name, raw, *statuses):
    """A request with one reading, after which the connection goes on; 200 unless told otherwise."""
    return Case(row, name, raw, frozenset(statuses or (200,)), False)


def get(target=LIVE, headers=HOST, version="HTTP/1.1", method="GET"):
    """A request without a body; text is sent as UTF-8."""
    line = method.encode() + b" " + as_bytes(target) + b" " + version.encode() + b"\r\n"
    return line + headers + b"\r\n"


def post(headers, body=b"", version="HTTP/1.1"):
    """A POST to a path that has none: its body is read, and 405 is the answer."""
    return get(method="POST", headers=HOST + headers + b"\r\n", version=version) + body


def length(value, body=b"abcde"):
    """A POST with `value` as its Content-Length."""
    return post(b"Content-Length: " + as_bytes(value), body)


def coding(value, body=b"5\r\nabcde\r\n0\r\n\r\n"):
    """A POST with `value` as its Transfer-Encoding."""
    return post(b"Transfer-Encoding: " + as_bytes(value), body)


def chunked(body):
    """A POST with a chunked body."""
    return coding("chunked", body)


def with_header(line):
    """A GET with one more header line."""
    return get(headers=HOST + as_bytes(line) + b"\r\n")


def with_host(value):
    """A GET with `value` as its Host."""
    return get(headers=b"Host: " + as_bytes(value) + b"\r\n")


def as_bytes(value):
    """Text as UTF-8; bytes as they are."""
    return value if isinstance(value, bytes) else value.encode()


SMUGGLED = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
TWO_FRAMINGS = [
    refused(1, "length then coding", post(
        b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"0\r\n\r\n" + SMUGGLED)),
    refused(1, "coding then length", post(
        b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"0\r\n\r\n" + SMUGGLED)),
    refused(1, "length and an unknown coding", post(
        b"Content-Length: 5\r\nTransfer-Encoding: xchunked", b"abcde")),
    refused(1, "length and two codings", post(
        b"Content-Length: 5\r\nTransfer-Encoding: gzip, chunked", b"0\r\n\r\n")),
    refused(2, "two lengths that differ", post(
        b"Content-Length: 0\r\nContent-Length: 48", SMUGGLED)),
    refused(2, "two lengths that are equal", post(
        b"Content-Length: 5\r\nContent-Length: 5", b"abcde")),
    refused(2, "a list of two lengths", length("5, 5")),
]

LENGTHS = [
    refused(3, f"length {name}", length(value))
    for name, value in {
        "with plus": "+5", "negative": "-1", "minus zero": "-0", "hexadecimal": "0x5",
        "with underscore": "1_0", "with space": "5 5", "empty": "", "of 20 digits": "9" * 20,
        "in Arabic digits": "٥", "fraction": "5.0", "exponent": "1e1", "with semicolon": "5;",
    }.items()
] + [
    served(3, "length with white space around", length("\t 5 \t"), 405),
    served(3, "length with zeros in front", length("0005"), 405),
    served(3, "length zero", length("0", b""), 405),
]

CODINGS = [
    refused(4, f"coding {name}", coding(value), status)
    for name, value, status in [
        ("xchunked", "xchunked", 501), ("identity", "identity", 501),
        ("gzip then chunked", "gzip, chunked", 501), ("chunked then gzip", "chunked, gzip", 501),
        ("chunked twice", "chunked, chunked", 400), ("empty element", ",chunked", 400),
        ("empty last element", "chunked,", 400), ("empty", "", 400),
        ("with vertical tab", b"\x0bchunked", 400), ("with form feed", b"chunked\x0c", 400),
        ("with NUL", b"chunked\x00", 400), ("quoted", '"chunked"', 400),
        ("with parameter", "chunked;q=1", 400), ("with non-ASCII", b"chunked\xa0", 400),
    ]
] + [
    refused(4, "coding in two lines", post(
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", b"0\r\n\r\n")),
    refused(4, "coding in two lines, one empty", post(
        b"Transfer-Encoding:\r\nTransfer-Encoding: chunked", b"0\r\n\r\n")),
    served(4, "coding in other case", coding("Chunked"), 405),
    refused(6, "coding in HTTP/1.0", post(
        b"Transfer-Encoding: chunked\r\nConnection: keep-alive", b"0\r\n\r\n", "HTTP/1.0")),
]

NAMES = [
    refused(5, "space before the colon", post(b"Transfer-Encoding : chunked", b"0\r\n\r\n")),
    refused(5, "space before the length's colon", post(b"Content-Length : 5", b"abcde")),
    refused(5, "tab in a name", post(b"Transfer\tEncoding: chunked", b"0\r\n\r\n")),
    refused(5, "folded line", with_header("X-A: a\r\n Content-Length: 5")),
    refused(5, "folded line by tab", with_header("X-A: a\r\n\tb")),
    refused(5, "control byte in a name", post(b"Content-Length\x11: 5", b"abcde")),
    served(5, "underscore for hyphen", with_header("Transfer_Encoding: chunked")),
    served(5, "underscore in the length's name", with_header("Content_Length: 48")),
]

CHUNKS = [
    refused(7, f"size {name}", chunked(size + b"\r\nabcde\r\n0\r\n\r\n"))
    for name, size in {
        "hexadecimal with prefix": b"0x5", "with plus": b"+5", "negative": b"-1",
        "with space before": b" 5", "with space behind": b"5 ", "with underscore": b"1_0",
        "of 17 digits": b"F" * 17, "of 16 digits": b"F" * 16, "empty": b"", "not a digit": b"g",
        "with tab behind": b"5\t",
    }.items()
] + [
    refused(8, "data longer than its size", chunked(b"4\r\nabcde\r\n0\r\n\r\n")),
    refused(8, "no line end after data", chunked(b"5\r\nabcde0\r\n\r\n")),
    refused(8, "bare LF after data", chunked(b"5\r\nabcde\n0\r\n\r\n")),
    refused(8, "bare LF after size", chunked(b"5\nabcde\r\n0\r\n\r\n")),
    refused(8, "bare CR after size", chunked(b"5\rabcde\r\n0\r\n\r\n")),
    refused(8, "bare CR after data", chunked(b"5\r\nabcde\r0\r\n\r\n")),
    refused(8, "bare LF after the last chunk", chunked(b"0\n\n")),
    refused(8, "something else after the last chunk", chunked(b"0\r\nX\r\n\r\n")),
    served(8, "two chunks", chunked(b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"), 405),
    served(8, "zeros in the last size", chunked(b"000\r\n\r\n"), 405),
    refused(9, "extension of 64 KiB", chunked(
        b"5;a=" + b"b" * (64 << 10) + b"\r\nabcde\r\n0\r\n\r\n")),
    refused(9, "extensions of 64 KiB in all", chunked(
        b"1;a=" + b"b" * 1000 + b"\r\nx\r\n" + (b"1;a=" + b"b" * 1000 + b"\r\nx\r\n") * 63)),
    refused(9, "extension with bare CR", chunked(b"5;a\rb\r\nabcde\r\n0\r\n\r\n")),
    refused(9, "extension with bare LF", chunked(b"5;a\nb\r\nabcde\r\n0\r\n\r\n")),
    refused(9, "extension with NUL", chunked(b"5;a\x00\r\nabcde\r\n0\r\n\r\n")),
    refused(9, "semicolon alone", chunked(b"5;\r\nabcde\r\n0\r\n\r\n")),
    served(9, "short extensions", chunked(b'5;a=b;c="d e"\r\nabcde\r\n0;x\r\n\r\n'), 405),
]

TRAILERS = [
    served(10, f"trailer {name}", chunked(b"0\r\n" + line + b"\r\n\r\n"), 405)
    for name, line in {
        "Authorization": b"Authorization: Bearer x", "Host": b"Host: other.example",
        "Content-Length": b"Content-Length: 48", "Transfer-Encoding": b"Transfer-Encoding: gzip",
    }.items()
] + [
    refused(10, "1000 trailers", chunked(b"0\r\n" + b"A: b\r\n" * 1000 + b"\r\n"), 431),
    refused(10, "trailer of 9 KiB", chunked(b"0\r\nA: " + b"b" * 9216 + b"\r\n\r\n"), 431),
    refused(10, "trailer without colon", chunked(b"0\r\nGET / HTTP/1.1\r\n\r\n")),
    refused(10, "trailer with bare LF", chunked(b"0\r\nA: b\nC: d\r\n\r\n")),
    refused(10, "trailer with NUL", chunked(b"0\r\nA: \x00\r\n\r\n")),
]

LINE_ENDS = [
    refused(11, "bare LF everywhere", b"GET /health/live HTTP/1.1\nHost: localhost\n\n"),
    refused(11, "bare LF after the request line", b"GET /health/live HTTP/1.1\nHost: l\r\n\r\n"),
    refused(11, "bare LF after a header", with_header(b"X-A: a\nX-B: b")),
    refused(11, "bare CR in a value", with_header(b"X-A: a\rb")),
    refused(11, "CR CR LF", with_header(b"X-A: a\r")),
    refused(11, "NUL in a value", with_header(b"X-A: a\x00b")),
    refused(11, "escape in a value", with_header(b"X-A: \x1b[31m")),
    refused(11, "delete in a value", with_header(b"X-A: \x7f")),
    refused(11, "two empty lines in front", b"\r\n\r\n" + get()),
    served(11, "one empty line in front", b"\r\n" + get()),
    served(11, "bytes beyond ASCII in a value", with_header(b"X-A: \xc3\xa9\xff")),
]

HOSTS = [
    refused(12, "no Host", get(headers=b"")),
    refused(12, "two Hosts", get(headers=HOST + HOST)),
    refused(12, "two Hosts that differ", get(headers=HOST + b"Host: other\r\n")),
] + [
    refused(12, f"Host {name}", with_host(value))
    for name, value in {
        "list": "a, b", "with path": "a/b", "with user": "u@a", "empty": "", "with space": "a b",
        "with query": "a?b", "with backslash": "a\\b", "beyond ASCII": "ä",
    }.items()
] + [
    served(12, "Host with port", with_host("localhost:8480")),
    served(12, "Host of IPv6", with_host("[::1]:8480")),
    refused(13, "absolute form of another host", get("http://other/health/live")),
    refused(13, "absolute form with a user", get("http://u@localhost/health/live")),
    refused(13, "absolute form with another port", get("http://localhost:1/health/live")),
    refused(13, "absolute form of another scheme", get("ftp://localhost/health/live")),
    refused(13, "absolute form without a host", get("http:///health/live")),
    served(13, "absolute form of the same host", get("http://LOCALHOST/health/live")),
]

METHODS = [
    served(14, "method in small letters", get(method="get"), 405, 501),
    served(14, "PROPFIND", get(method="PROPFIND"), 405, 501),
    served(14, "TRACE", get(method="TRACE", headers=HOST + b"X-A: secret-echo\r\n"), 405, 501),
    refused(14, "method of 1 KiB", get(method="A" * 1024)),
    refused(14, "method with a bracket", get(method="GE[T")),
    refused(14, "empty method", b" /health/live HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused(14, "CONNECT", get("localhost:443", method="CONNECT"), 400, 501),
    refused(14, "target * with GET", get("*")),
]

VERSIONS = [
    refused(15, f"version {version}", get(version=version), status)
    for version, status in {
        "HTTP/1": 400, "HTTP/01.1": 400, "http/1.1": 400, "HTTP/1.1x": 400, "HTTP/1,1": 400,
        "HTTPS/1.1": 400, "HTTP/2.0": 505, "HTTP/3.0": 505, "HTTP/0.9": 505,
    }.items()
] + [
    refused(15, "no version", b"GET /health/live\r\n" + HOST + b"\r\n"),
    refused(15, "preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505),
    refused(15, "tab in the request line", b"GET\t/health/live HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused(15, "two spaces", b"GET  /health/live HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused(15, "space at the end", b"GET /health/live HTTP/1.1 \r\n" + HOST + b"\r\n"),
]

TARGETS = [
    refused(16, f"target {name}", get(target))
    for name, target in {
        "with space": "/health/li ve", "with fragment": "/health/live#a",
        "with NUL": b"/health/\x00", "with raw UTF-8": "/health/ä",
        "with backslash": "/health\\live", "with encoded NUL": "/health/%00",
        "with encoded line end": "/health/%0d%0aX:1", "overlong": "/health/%c0%af",
        "with a bad escape": "/health/%zz", "with half an escape": "/health/live%4",
        "without a slash": "health/live",
    }.items()
] + [
    refused(16, "target of 64 KiB", get("/" + "a" * (64 << 10)), 414),
    refused(16, "target of 9 KiB", get("/" + "a" * (9 << 10)), 414),
    served(16, "target of 7 KiB", get("/" + "a" * (7 << 10)), 404),
    served(17, "two slashes in front", get("//health/live"), 404),
    served(17, "slash at the end", get("/health/live/"), 404),
    served(17, "two slashes inside", get("/health//live"), 404),
    served(17, "encoded slash", get("/health%2flive"), 404),
    served(17, "escapes of plain letters", get("/h%65alth/live")),
    served(17, "escape of an escape", get("/health/%256cive"), 404),
] + [
    refused(17, f"target {target}", get(target))
    for target in ["/health/../health/live", "/%2e%2e/health/live", "/./health/live",
                   "/health/live/..", "/health/.%2E/live"]
]

SIZES = [
    refused(18, "101 headers", get(headers=HOST + b"X-A: b\r\n" * 100), 431),
    served(18, "100 headers", get(headers=HOST + b"X-A: b\r\n" * 99)),
    refused(18, "a header of 9 KiB", with_header("X-A: " + "b" * 9216), 431),
    refused(18, "headers of 40 KiB", get(headers=HOST + (b"X-A: " + b"b" * 4000 + b"\r\n") * 10),
            431),
    refused(18, "a name of 9 KiB", with_header("X" * 9216 + ": b"), 431),
    refused(18, "name with a bracket", with_header("X[A: b")),
    refused(18, "empty name", with_header(": b")),
    refused(18, "no colon", with_header("X-A")),
    refused(18, "space before the first header", get(headers=b" " + HOST)),
    refused(19, "an unknown expectation", with_header("Expect: x"), 417),
    refused(19, "a body over 1 MiB by its head", post(b"Content-Length: 1048577"), 413),
    refused(19, "a body of 18 digits", post(b"Content-Length: 999999999999999999"), 413),
    refused(19, "a chunk over 1 MiB", chunked(b"100001\r\n"), 413),
    refused(19, "chunks over 1 MiB", chunked(
        (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 16 + b"1\r\nx\r\n0\r\n\r\n"), 413),
]

BODIES = [
    served(20, f"{method} with a body", get(
        method=method, headers=HOST + b"Content-Length: 5\r\n") + b"abcde", *statuses)
    for method, statuses in {"GET": (200,), "HEAD": (200,), "DELETE": (405,)}.items()
] + [
    served(20, "GET with a request as its body", get(
        headers=HOST + b"Content-Length: %d\r\n" % len(SMUGGLED)) + SMUGGLED),
    served(20, "GET with a chunked body", get(
        headers=HOST + b"Transfer-Encoding: chunked\r\n") + b"5\r\nabcde\r\n0\r\n\r\n"),
    served(20, "GET with a body of 1 MiB", get(
        headers=HOST + b"Content-Length: 1048576\r\n") + b"x" * (1 << 20)),
    served(20, "GET with an expectation and its body", get(
        headers=HOST + b"Expect: 100-continue\r\nContent-Length: 5\r\n") + b"abcde"),
    refused(23, "bytes of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)),
    refused(23, "binary garbage", bytes(range(128, 256))),
    refused(23, "a Redis command", b"*1\r\n$4\r\nPING\r\n"),
    refused(23, "an SMTP greeting", b"EHLO example.org\r\n"),
]

CASES = [
    *TWO_FRAMINGS, *LENGTHS, *CODINGS, *NAMES, *CHUNKS, *TRAILERS, *LINE_ENDS, *HOSTS, *METHODS,
    *VERSIONS, *TARGETS, *SIZES, *BODIES,
]
