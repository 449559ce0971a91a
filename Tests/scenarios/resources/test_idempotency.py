"""Idempotency-Key: one key, one effect, one answer."""

from support.client import Client
from support.tenant import as_lines

DAY_SECONDS = 86400


def test_a_replay_is_the_first_answer_byte_for_byte(shop):
    """The body with its `request_id` is the first one's; only the header's id is new."""
    first = shop.reserve(("P", 2), idempotency_key="k").expect(201)
    again = shop.reserve(("P", 2), idempotency_key="k").expect(201)
    assert not first.replayed and again.replayed
    assert again.body == first.body
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    shop.assert_stock(reserved=2)


def test_a_refusal_is_kept(shop):
    """409 is answered again for the same key, though there would be units by now."""
    refused = shop.reserve(("P", 11), idempotency_key="k")
    refused.refused("insufficient_stock")
    shop.receive("P", 100)
    again = shop.reserve(("P", 11), idempotency_key="k").problem(409, "insufficient_stock")
    assert again.replayed and again.body == refused.body
    shop.reserve(("P", 11), idempotency_key="another").expect(201)


def test_a_malformed_request_is_not_kept(shop):
    """After 400 for broken JSON and 422 for a missing field, the key is still unused."""
    def send(**content):
        return shop.post("/v1/reservations", idempotency_key="k", **content)

    send(raw=b"{").problem(400, "invalid_json")
    send(body={"lines": as_lines("P"), "surprise": 1}).problem(400, "unknown_field")
    answer = send(body={"lines": as_lines("P")}).expect(201)
    assert not answer.replayed


def test_not_found_is_not_kept(shop):
    """404 reached no decision, so it is never marked as a replay."""
    for _ in range(2):
        answer = shop.post(
            "/v1/reservations/res_00000000000000000000000000/commit", {}, idempotency_key="k")
        assert not answer.problem(404).replayed


def test_a_version_conflict_is_not_kept(shop):
    """After 412 the same request under the same key may succeed."""
    tag = shop.get("/v1/items/P").expect(200).headers["ETag"]

    def rename(tag):
        return shop.patch(
            "/v1/items/P", {"title": "New"}, headers={"If-Match": tag}, idempotency_key="k")

    rename('"another"').problem(412, "version_conflict")
    done = rename(tag).expect(200)
    assert done["title"] == "New" and not done.replayed


def test_a_key_belongs_to_its_principal(shop):
    """The same key from two API keys of one tenant is two requests."""
    other = Client(shop.server, shop.api_key("reservations:write")["secret"])
    first = shop.reserve("P", idempotency_key="shared").expect(201)
    body = {"lines": as_lines("P")}
    second = other.post("/v1/reservations", body, idempotency_key="shared").expect(201)
    assert not second.replayed and second["id"] != first["id"]
    shop.assert_stock(reserved=2)


def test_a_key_belongs_to_its_tenant(shop, other):
    """Another tenant's same key is another request."""
    other.item("P", on_hand=10)
    first = shop.reserve("P", idempotency_key="shared").expect(201)
    second = other.reserve("P", idempotency_key="shared").expect(201)
    assert not second.replayed and second["id"] != first["id"]


def test_a_quoted_key_equals_the_bare_one(shop):
    """`"k"` as structured fields spell it is `k`."""
    first = shop.reserve("P", idempotency_key='"k-1"').expect(201)
    again = shop.reserve("P", idempotency_key="k-1").expect(201)
    assert again.replayed and again.body == first.body


def test_another_request_under_the_same_key_is_refused(shop):
    """Another body, path or method under a used key: 422 `idempotency_key_reused`."""
    held = shop.reserve("P", idempotency_key="k").expect(201)
    for answer in (
            shop.reserve(("P", 2), idempotency_key="k"),
            shop.adjust(delta=1, idempotency_key="k"),
            shop.act(held["id"], "commit", idempotency_key="k"),
            shop.patch(f"/v1/reservations/{held['id']}", {"ttl_seconds": 60},
                       idempotency_key="k")):
        answer.problem(422, "idempotency_key_reused")
    shop.assert_stock(on_hand=10, reserved=1, committed=0)


def test_every_write_of_stock_takes_a_key(shop):
    """Adjustment, change, commit and ship happen once however often they are sent."""
    id = shop.hold(("P", 5))["id"]
    path = f"/v1/reservations/{id}"
    for send in (
            lambda: shop.adjust(delta=5, reason="found", idempotency_key="a"),
            lambda: shop.patch(path, {"ttl_seconds": 90}, idempotency_key="b"),
            lambda: shop.act(id, "commit", idempotency_key="c"),
            lambda: shop.act(id, "ship", {"lines": as_lines(("P", 2))}, idempotency_key="d"),
            lambda: shop.act(id, "cancel", {"lines": as_lines("P")}, idempotency_key="e")):
        first = send().expect(200, 201)
        again = send().expect(first.status)
        assert again.replayed and again.body == first.body
    shop.assert_stock(on_hand=13, committed=2, reserved=0)


def test_a_key_survives_a_restart(shop):
    """Stopped or killed in between, the server replays the first answer."""
    first = shop.reserve(("P", 2), idempotency_key="k").expect(201)
    shop.server.restart()
    again = shop.reserve(("P", 2), idempotency_key="k").expect(201)
    assert again.replayed and again.body == first.body
    shop.server.kill()
    shop.server.start()
    again = shop.reserve(("P", 2), idempotency_key="k").expect(201)
    assert again.replayed and again.body == first.body
    shop.assert_stock(reserved=2)


def test_a_key_is_kept_for_24_hours(shop):
    """Replayed a second before; once its hours are over it is a new request."""
    first = shop.reserve("P", kind="order", idempotency_key="k").expect(201)
    shop.server.clock.set_after(first["created_at"], DAY_SECONDS - 1)
    again = shop.reserve("P", kind="order", idempotency_key="k").expect(201)
    assert again.replayed and again.body == first.body
    shop.server.clock.set_after(first["created_at"], 2 * DAY_SECONDS + 3600)
    new = shop.reserve("P", kind="order", idempotency_key="k").expect(201)
    assert not new.replayed and new["id"] != first["id"]
    shop.assert_stock(reserved=2)


def test_a_put_of_a_holder_needs_no_key(shop):
    """The same wish again changes nothing but the expiry, whatever headers say."""
    body = {"lines": as_lines(("P", 2))}
    first = shop.put("/v1/holders/someone/reservation", body).expect(201)
    again = shop.put("/v1/holders/someone/reservation", body).expect(200)
    assert again["id"] == first["id"]
    shop.assert_stock(reserved=2)
