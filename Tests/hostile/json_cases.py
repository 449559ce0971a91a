"""Hostile bodies, fields, parameters and headers, and the answer to each: rows 24 to 47.

Every case is sent to a tenant with item `P` (10 on hand). None may change anything.
"""

from dataclasses import dataclass

RESERVE = "/v1/reservations"
ADJUST = "/v1/stock/adjustments"
INT64_MAX = 2**63 - 1


@dataclass(frozen=True)
class Case:
    """One input: what is sent, and the status and code that must come back."""

    row: int
    name: str
    status: int
    code: str | None
    method: str = "POST"
    path: str = RESERVE
    raw: bytes | None = None
    headers: tuple = ()

    @property
    def id(self):
        """Its name in the run."""
        return f"{self.row}-{self.name}".replace(" ", "-")


def line(members):
    """A reservation of one line with these members, as bytes."""
    return b'{"lines":[{' + members + b"}]}"


def quantity(spelled):
    """A reservation of `P` with a quantity spelled so."""
    return line(b'"sku":"P","quantity":' + spelled)


def sku(spelled):
    """A reservation of 1 of a sku spelled so (the inside of the JSON string)."""
    return line(b'"sku":"' + spelled + b'","quantity":1')


def delta(spelled):
    """An adjustment of `P` by a delta spelled so."""
    return b'{"reason":"found","lines":[{"sku":"P","delta":' + spelled + b"}]}"


def with_member(member):
    """A good reservation of `P` with one more member."""
    return b'{"lines":[{"sku":"P","quantity":1}],' + member + b"}"


GOOD = quantity(b"1")


def texts():
    """Row 24: what is not UTF-8, or not text that Unicode knows."""
    for name, raw in {
        "not UTF-8": sku(b"\xff\xfe"), "a byte order mark": b"\xef\xbb\xbf" + GOOD,
        "UTF-16": GOOD.decode().encode("utf-16-le"), "overlong slash": sku(b"\xc0\xaf"),
        "overlong of three bytes": sku(b"\xe0\x80\xaf"), "a raw surrogate": sku(b"\xed\xa0\x80"),
        "beyond Unicode": sku(b"\xf4\x90\x80\x80"), "a cut sequence": sku(b"\xe2\x82"),
        "a lone high surrogate": sku(rb"\ud800"), "a lone low surrogate": sku(rb"\udc00"),
        "surrogates reversed": sku(rb"\udc00\ud800"), "a raw control byte": sku(b"a\x01b"),
        "a raw line end": sku(b"a\nb"), "an unknown escape": sku(rb"\x41"),
        "a short escape": sku(rb"\u12"),
    }.items():
        yield Case(24, name, 400, "invalid_json", raw=raw)


def nestings():
    """Row 25: depth. 32 levels are read, more are refused in constant stack."""
    for opened, closed in ((b"[", b"]"), (b'{"a":', b"}")):
        for depth in (33, 1000, 100_000):
            raw = opened * depth + b"1" + closed * depth
            yield Case(25, f"{depth} times {opened.decode()}", 400, "too_deep", raw=raw)
    deep = b'"metadata":' + b'{"a":' * 40 + b"1" + b"}" * 40
    yield Case(25, "deep metadata", 400, "too_deep", raw=with_member(deep))


def duplicates():
    """Row 26: a member that comes twice, spelled alike or escaped."""
    for name, raw in {
        "twice": line(b'"sku":"P","quantity":1,"quantity":999'),
        "twice the same": line(b'"sku":"P","quantity":1,"quantity":1'),
        "escaped the second time": line(rb'"sku":"P","quantity":1,"quantit\u0079":999'),
        "at the top": GOOD[:-1] + b',"lines":[]}',
        "in metadata": with_member(b'"metadata":{"a":1,"a":2}'),
    }.items():
        yield Case(26, name, 400, "duplicate_field", raw=raw)


def syntaxes():
    """Row 27 and its neighbours: what is no JSON."""
    for spelled in (
            b"NaN", b"Infinity", b"-Infinity", b"01", b"-01", b"1.", b".5", b"+1", b"0x1", b"1e",
            b"1e+", b"--1", b"1_0", b"1e400", b"-1e400", b"'1'", b"tru", b"TRUE", b"nil",
            b"\xd9\xa5"):
        name = "the number " + ascii(spelled.decode()).strip("'\"")
        yield Case(27, name, 400, "invalid_json", raw=quantity(spelled))
    for name, raw in {
        "nothing": b"", "blanks": b" \n", "cut off": GOOD[:-1], "two values": GOOD + GOOD,
        "a tail": GOOD + b"x", "a NUL after it": GOOD + b"\x00",
        "a comma too many": GOOD[:-1] + b",}",
        "a comma in an array": b'{"lines":[{"sku":"P","quantity":1},]}',
        "no colon": b'{"lines" []}', "a bare name": b"{lines:[]}", "a comment": b"/**/" + GOOD,
        "single quotes": b"{'lines':[]}", "a form feed": b"\x0c" + GOOD,
        "a no-break space": b"\xc2\xa0" + GOOD,
    }.items():
        yield Case(27, name, 400, "invalid_json", raw=raw)


def quantities():
    """Rows 27 to 30: numbers in one spelling, within bounds."""
    for spelled in (
            b"1.0", b"1.5", b'"1"', b"true", b"null", b"1e2", b"1E0", b"0", b"-0", b"-1",
            b"9223372036854775807", b"9223372036854775808", b"9007199254740992",
            b"-9223372036854775808", b"1" + b"0" * 30, b"[]", b"{}", b"[1]"):
        yield Case(28, f"quantity {spelled[:24].decode()}", 422, "invalid_quantity",
                   raw=quantity(spelled))
    for spelled in (
            b"1.5", b'"1"', b"null", b"1e2", b"9007199254740992", b"-9007199254740992",
            b"9223372036854775808"):
        yield Case(30, f"delta {spelled.decode()}", 422, "invalid_quantity", path=ADJUST,
                   raw=delta(spelled))
    yield Case(30, "beyond what a browser reads", 409, "quantity_out_of_range", path=ADJUST,
               raw=delta(b"9007199254740991"))
    yield Case(28, "no quantity", 422, "invalid_quantity", raw=line(b'"sku":"P"'))
    many = b",".join([b'{"sku":"P","quantity":9007199254740991}'] * 200)
    yield Case(29, "lines whose sum overflows nothing here", 409, "insufficient_stock",
               raw=b'{"lines":[' + many + b"]}")


def unknown_fields():
    """Row 31: fields that nobody declared."""
    for name in (
            "tenant_id", "role", "__proto__", "constructor", "price", "Lines", "LINES", "id",
            "state", "expires_at", "", "lines ", "l\\u0131nes"):
        raw = with_member(b'"' + name.encode() + b'":1')
        yield Case(31, f"the field {name!r}", 400, "unknown_field", raw=raw)
    yield Case(31, "price in a line", 400, "unknown_field",
               raw=line(b'"sku":"P","quantity":1,"price":1'))
    yield Case(31, "a tenant in an item", 400, "unknown_field", "PUT", "/v1/items/NEW",
               b'{"title":"x","tenant_id":"ten_1"}')


def sizes():
    """Rows 32, 34 and 35: too much of something."""
    for lines in (201, 10_001):
        raw = b'{"lines":[' + b",".join([b'{"sku":"P","quantity":1}'] * lines) + b"]}"
        yield Case(32, f"{lines} lines", 422, "too_many_lines", raw=raw)
    yield Case(34, "a title of 512 KiB", 422, "invalid_field", "PUT", "/v1/items/NEW",
               b'{"title":"' + b"x" * (1 << 19) + b'"}')
    members = b",".join(b'"m%d":1' % number for number in range(50_000))
    yield Case(35, "50,000 members", 400, None, raw=with_member(members))
    yield Case(35, "50,000 members of metadata", 400, None,
               raw=with_member(b'"metadata":{' + members + b"}"))


def skus():
    """Row 33: names that are no names, in a path and in a line."""
    body = b'{"title":"x"}'
    for name, path in {
        "101 characters": "x" * 101, "a bidi override": "a%E2%80%AEb",
        "a bidi isolate": "a%E2%81%A6b",
    }.items():
        yield Case(33, f"an item named with {name}", 422, "invalid_field", "PUT",
                   f"/v1/items/{path}", body)
    for name, path in {
        "a control character": "a%01", "a tab": "a%09b", "a line end": "a%0Ab", "delete": "a%7F",
    }.items():
        yield Case(33, f"an item in a path with {name}", 400, None, "PUT", f"/v1/items/{path}",
                   body)
    for name, spelled in {
        "nothing": b"", "101 characters": b"x" * 101, "NUL": rb"a\u0000", "a tab": rb"a\tb",
        "a bidi override": rb"a\u202eb",
    }.items():
        yield Case(33, f"a line named with {name}", 422, "invalid_field", raw=sku(spelled))


def contents():
    """Rows 36 and 37: what claims to be something else than JSON in UTF-8."""
    for kind in (
            "text/plain", "application/json; charset=utf-16", "application/xml",
            "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "json", "",
            "application/json, text/plain", "application/jsonp"):
        yield Case(36, f"Content-Type {kind!r}", 415, None, raw=GOOD,
                   headers=(("Content-Type", kind),))
    both = (("Content-Type", "application/json"), ("Content-Type", "text/plain"))
    yield Case(36, "two types", 415, None, raw=GOOD, headers=both)
    for coding in ("gzip", "deflate", "br", "gzip, gzip", "nonsense"):
        headers = (("Content-Type", "application/json"), ("Content-Encoding", coding))
        yield Case(37, f"Content-Encoding {coding}", 415, None, raw=GOOD, headers=headers)


def parameters():
    """Row 39 and its neighbours: query parameters."""
    for query in (
            "limit=0", "limit=-1", "limit=201", "limit=1e9", "limit=", "limit=+5", "limit=05x",
            "limit=1&limit=2", "limit=99999999999999999999", "limit=%00", "surprise=1",
            "sort=nothing", "LIMIT=5"):
        yield Case(39, f"?{query}", 400, "invalid_parameter", "GET", f"/v1/items?{query}")
    yield Case(40, "cursor %00", 400, None, "GET", "/v1/items?cursor=%00")
    for cursor in ("x", "", "AAAA", "a" * 5000, "%C3%A9", "../../etc/passwd", "null"):
        yield Case(40, f"cursor {cursor[:20]}", 400, "invalid_cursor", "GET",
                   f"/v1/items?cursor={cursor}")
    yield Case(47, "q of 101 characters", 400, "invalid_parameter", "GET",
               "/v1/items?q=" + "x" * 101)


def keys():
    """Row 41: keys that are none."""
    for name, values in {
        "empty": [""], "of 256 characters": ["k" * 256], "with a control byte": ["a\x01b"],
        "with a space": ["a b"], "not ASCII": ["ké"], "two": ["a", "b"], "two alike": ["a", "a"],
        "empty in quotes": ['""'],
    }.items():
        headers = tuple(("Idempotency-Key", value) for value in values)
        yield Case(41, f"key {name}", 400, None, raw=GOOD, headers=headers)
        yield Case(41, f"key {name}, to a call that changes nothing", 400, None,
                   path="/v1/stock/check", raw=GOOD, headers=headers)


def tags():
    """Row 43: `If-Match` that names nothing current, or is garbage."""
    body = b'{"title":"changed"}'
    for name, value, status in (
            ("another", '"nope"', 412), ("a list of 20", ",".join(['"x"'] * 20), 412),
            ("weak", 'W/"1"', 412), ("bare", "nope", 400), ("unclosed", '"nope', 400),
            ("garbage", "a,b,,c", 400), ("star and more", '*, "a"', 400),
            ("a list of 1,000", ",".join(['"x"'] * 1000), 400), ("empty", "", 400)):
        yield Case(43, f"If-Match {name}", status, None, "PATCH", "/v1/items/P", body,
                   (("If-Match", value),))


def lives():
    """Row 44: times to live outside their bounds."""
    for spelled in (b"0", b"-1", b"86461", b"1000000000000000000", b"1.5", b'"60"', b"true", b"1e2",
                    b"99999999999999999999"):
        yield Case(44, f"ttl_seconds {spelled.decode()}", 422, "invalid_field",
                   raw=with_member(b'"ttl_seconds":' + spelled))


def dates():
    """Row 45: moments that never were."""
    for value in (
            "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "1000000000-01-01T00:00:00Z",
            "2026-06-30T23:59:60Z", "2026-01-01T00:00:00", "2026-01-01", "yesterday",
            "2026-01-01T25:00:00Z", "2026-01-01T00:00:00+25:00", "", "2026-01-01 00:00:00Z", "0",
            "2025-02-29T00:00:00Z"):
        raw = b'{"name":"x","kind":"secret","scopes":["items:read"],"expires_at":"%b"}'
        yield Case(45, f"date {value!r}", 422, "invalid_field", path="/v1/api-keys",
                   raw=raw % value.encode())


CASES = [
    case for group in (
        texts, nestings, duplicates, syntaxes, quantities, unknown_fields, sizes, skus, contents,
        parameters, keys, tags, lives, dates)
    for case in group()]
