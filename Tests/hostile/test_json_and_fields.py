"""Hostile JSON, fields, parameters and headers: rows 24 to 47 of the reliability tables."""

import json
import time

import pytest
from json_cases import CASES, GOOD

from support import log
from support.client import segment
from support.pipeline import Pipe
from support.tenant import as_lines
from support.together import spread

MIB = 1 << 20
SLOW_SECONDS = 2

HOSTILE_TEXTS = {
    "a quote and a condition": "' or 1=1--", "a statement": "'; DROP TABLE item; --",
    "per cent": "%", "underscore": "_", "backslash": "\\", "double quote": '"', "NULL": "NULL",
    "a comment": "/* x */", "a parameter": "?1", "a script": "<script>alert(1)</script>",
    "a formula": "=cmd()", "an emoji": "👩‍👩‍👧‍👦", "a template": "{{constructor}}",
    "a path": "../../etc/passwd", "a format": "%s%n%@",
    "zalgo": "Z̸̧͎a̷l̶g̸o̷", "right to left": "שלום", "a long word": "x" * 100}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_hostile_input_gets_its_answer_and_changes_nothing(server, shop, case):
    """The answer is the table's, as a problem; stock, items, keys and events stay as they are.

    The operator's log has one line about it, and the key is not in it.
    """
    before = everything(shop)
    begun = time.monotonic()
    answer = shop.request(case.method, case.path, raw=case.raw, headers=list(case.headers))
    assert time.monotonic() - begun < SLOW_SECONDS
    answer.problem(case.status, case.code)
    assert everything(shop) == before
    line = log.line_of(server, answer["request_id"])
    assert (line["status"], line["code"]) == (case.status, answer.code)
    assert shop.key not in server.output
    shop.hold("P")


def everything(tenant):
    """What a hostile input might have changed."""
    return (
        tenant.stock(), tenant.all("/v1/items"), tenant.all("/v1/api-keys"),
        tenant.all("/v1/reservations"), tenant.position())


@pytest.mark.parametrize("depth", [1, 20, 28])
def test_25_what_is_not_too_deep_is_read(shop, depth):
    """Metadata may nest within the 32 levels of a body, and comes back as it was."""
    metadata = inner = {}
    for _ in range(depth - 1):
        inner["a"] = {}
        inner = inner["a"]
    assert shop.hold("P", metadata=metadata)["metadata"] == metadata


def test_26_the_path_of_what_is_wrong_is_named(shop):
    """Unknown, duplicate and mistyped members say where they are."""
    lines = [{"sku": "P", "quantity": 1}, {"sku": "P", "quantity": 1, "colour": "red"}]
    unknown = shop.post("/v1/reservations", {"lines": lines}).problem(400, "unknown_field")
    assert "lines[1].colour" in unknown.text
    lines[1] = {"sku": 7, "quantity": 1}
    shop.post("/v1/reservations", {"lines": lines}).invalid("lines[1].sku")


def test_29_lines_of_one_item_are_judged_by_their_sum(shop):
    """Each fits alone, together they do not: nothing is held, whatever the sum."""
    shop.reserve(("P", 6), ("P", 5)).problem(409, "insufficient_stock")
    shop.reserve(*[("P", 2**53 - 1)] * 200).problem(409, "insufficient_stock")
    shop.assert_stock(reserved=0)


def test_33_what_looks_hostile_and_is_a_name(shop):
    """Dots, slashes and per cent signs are characters like others, encoded once."""
    names = ("..x", "a/../b", "%2e%2e", "a%00b", "x?y=1", "x#y", "+", "=1+1", " P", "P ", "p")
    for sku in names:
        shop.put(f"/v1/items/{segment(sku)}", {"title": "x"}).expect(201)
        assert shop.get(f"/v1/items/{segment(sku)}").expect(200)["sku"] == sku
    assert len(shop.all("/v1/items")) == 1 + len(names)


@pytest.mark.parametrize("path", ["/v1/items/..", "/v1/items/%2e%2e", "/v1/items/."])
def test_33_a_dot_segment_is_no_name(shop, path):
    """Never normalized into another path: 400, or 404."""
    assert shop.put(path, {"title": "x"}).status in (400, 404, 422)
    assert len(shop.all("/v1/items")) == 1


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS.keys())
def test_34_46_text_is_taken_literally(tenant, text):
    """In a sku, a title, a category, a holder, a reference and every filter it means itself."""
    tenant.item("other", on_hand=3, title="other", category="other")
    tenant.put(f"/v1/items/{segment(text)}", {"title": text, "category": text}).expect(201)
    tenant.adjust(text, delta=5, reason="found", reference=text).expect(201)
    held = tenant.hold(text, holder=text, metadata={"note": text})
    assert (held["holder"], held["metadata"]) == (text, {"note": text})
    tenant.hold("other", holder="other")
    assert [item["title"] for item in tenant.all("/v1/items", q=text)] == [text]
    assert [item["sku"] for item in tenant.all("/v1/items", category=text)] == [text]
    assert [one["id"] for one in tenant.all("/v1/reservations", holder=text)] == [held["id"]]
    assert [one["id"] for one in tenant.all("/v1/reservations", sku=text)] == [held["id"]]
    assert [one["sku"] for one in tenant.movements(reference=text)] == [text]
    tenant.assert_stock(text, available=4)
    tenant.assert_stock("other", available=2)


def test_36_json_may_say_that_it_is_utf_8(shop):
    """`application/json` with `charset=utf-8`, in any case, is what it is."""
    body = GOOD
    for kind in ("application/json", "application/json; charset=utf-8",
                 "application/json;charset=UTF-8", 'Application/JSON; charset="utf-8"'):
        headers = {"Content-Type": kind}
        shop.request("POST", "/v1/reservations", raw=body, headers=headers).expect(201)


def test_36_a_body_without_a_type_is_refused(shop):
    """415, as bytes on the wire, for no client library sends it so."""
    with Pipe(shop.server, shop.key) as pipe:
        head = pipe.request("POST", "/v1/reservations", headers=[("Content-Length", len(GOOD))])
        pipe.send(head + GOOD)
        assert pipe.answer()[0] == 415
    shop.assert_stock(reserved=0)


def test_38_a_declared_body_over_1_mib_is_refused_before_it_is_read(shop):
    """413 on the head alone, and the connection is closed."""
    with Pipe(shop.server, shop.key) as pipe:
        headers = [("Content-Type", "application/json"), ("Content-Length", MIB + 1)]
        pipe.send(pipe.request("POST", "/v1/reservations", headers=headers))
        status, body = pipe.answer()
        assert (status, json.loads(body)["code"]) == (413, "content_too_large")
        with pytest.raises((EOFError, ConnectionResetError)):
            pipe.answer()


def test_38_a_chunked_body_over_1_mib_is_refused_where_it_crosses(shop):
    """413 once the limit is passed, without waiting for the end."""
    with Pipe(shop.server, shop.key) as pipe:
        headers = [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")]
        pipe.send(pipe.request("POST", "/v1/reservations", headers=headers))
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        pipe.send(chunk * 16)
        pipe.send(b"1\r\n \r\n")
        assert pipe.answer()[0] == 413
    shop.assert_stock(reserved=0)


def test_38_a_body_of_exactly_1_mib_is_read(shop):
    """Blanks around the value count, and this many are allowed."""
    raw = GOOD + b" " * (MIB - len(GOOD))
    shop.request("POST", "/v1/reservations", raw=raw).expect(201)


@pytest.fixture
def two_pages(shop):
    """The first page of a list with more, as its cursor."""
    for number in range(5):
        shop.item(f"item-{number}", on_hand=0)
    return shop.get("/v1/items?limit=2&sort=sku").expect(200)["next_cursor"]


def test_40_an_altered_cursor_is_refused(shop, two_pages):
    """Any character changed, cut off, added or doubled: 400 `invalid_cursor`."""
    def ask(cursor):
        return shop.get("/v1/items", query={"limit": 2, "sort": "sku", "cursor": cursor})

    ask(two_pages).expect(200)
    for place in range(len(two_pages)):
        other = "A" if two_pages[place] != "A" else "B"
        altered = two_pages[:place] + other + two_pages[place + 1:]
        ask(altered).problem(400, "invalid_cursor")
    for altered in (two_pages[:-1], two_pages[1:], two_pages + "A", two_pages * 2):
        ask(altered).problem(400, "invalid_cursor")


def test_40_a_cursor_belongs_to_its_list(shop, other, two_pages):
    """To the tenant, the filters, the order and the path that it was given for."""
    query = {"limit": 2, "sort": "sku", "cursor": two_pages}
    other.item("item-9", on_hand=0)
    other.get("/v1/items", query=query).problem(400, "invalid_cursor")
    for changes in ({"q": "item"}, {"sort": "-sku"}, {"active": "true"}):
        shop.get("/v1/items", query={**query, **changes}).problem(400, "invalid_cursor")
    query = {"limit": 2, "cursor": two_pages}
    shop.get("/v1/reservations", query=query).problem(400, "invalid_cursor")


def test_41_a_key_of_255_characters_is_a_key(shop):
    """The longest, and every visible character, quotes apart."""
    for key in ("k" * 255, "".join(map(chr, range(0x23, 0x7f)))):
        assert not shop.reserve("P", idempotency_key=key).expect(201).replayed
        assert shop.reserve("P", idempotency_key=key).expect(201).replayed


def test_42_a_thousand_at_once_under_one_key(shop):
    """One effect; the rest is equal to it, or 409 while it is under way."""
    answers = spread(lambda _: shop.reserve("P", idempotency_key="one"), range(1000))
    done = {answer.body for answer in answers if answer.status == 201}
    assert len(done) == 1
    for answer in answers:
        if answer.status != 201:
            answer.problem(409, "idempotency_in_progress")
    assert sum(not answer.replayed for answer in answers if answer.status == 201) <= 1
    shop.assert_stock(reserved=1)


def test_44_an_absent_time_to_live_is_the_default(shop):
    """Absent and null are the kind's own."""
    absent = shop.hold("P")
    null = shop.hold("P", ttl_seconds=None)
    assert absent["expires_at"] == null["expires_at"]


def test_47_a_search_is_no_pattern(tenant):
    """What would hang a regular expression is 100 characters like others, and quick."""
    for number in range(200):
        tenant.put(f"/v1/items/{number}", {"title": "a" * 200}).expect(201)
    for text in ("(a+)+$", "a" * 99 + "!", "%a" * 50, "_%" * 50, ".*", "[a-z]"):
        begun = time.monotonic()
        assert tenant.get("/v1/items", query={"q": text}).expect(200)["data"] == []
        assert time.monotonic() - begun < SLOW_SECONDS
    assert len(tenant.all("/v1/items", q="a" * 100)) == 200


def test_the_reservation_lines_are_as_they_were_sent(shop):
    """Lines of the same item are never merged, however many."""
    held = shop.hold(*["P"] * 10)
    assert [one["quantity"] for one in held["lines"]] == [1] * 10
    shop.change(held["id"], lines=as_lines("P", "P")).expect(200)
    shop.assert_stock(reserved=2)
