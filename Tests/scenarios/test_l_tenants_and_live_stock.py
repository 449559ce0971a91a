"""L. Tenants and live stock: L1, L4 and L5."""

import statistics
import time
from contextlib import ExitStack

from support.sse import EventStream
from support.tenant import as_lines

SAMPLES = 80


def without_ids(answer):
    """A refusal without what differs by design."""
    return {name: answer[name] for name in answer.json if name != "request_id"}


def test_L1_tenants_are_strangers(tenant, other):
    """B's sku is 404 and `unknown_sku` to A, exactly as one that nobody has; B's reservation id
    is 404."""
    other.item("SECRET-SKU", on_hand=5)
    theirs = other.hold("SECRET-SKU")
    tenant.get("/v1/items/SECRET-SKU").problem(404)
    assert tenant.get("/v1/stock?sku=SECRET-SKU").expect(200)["unknown"] == ["SECRET-SKU"]
    refusal = tenant.reserve("SECRET-SKU")
    refusal.refused("unknown_sku")
    nobody = tenant.reserve("NOBODY-SKU")
    spelled = refusal.text.replace("SECRET", "NOBODY").replace(
        refusal["request_id"], nobody["request_id"])
    assert spelled == nobody.text

    path = f"/v1/reservations/{theirs['id']}"
    unknown = tenant.get("/v1/reservations/res_00000000000000000000000000").problem(404)
    for answer in (
            tenant.get(path), tenant.patch(path, {"ttl_seconds": 60}),
            *(tenant.post(f"{path}/{verb}", {}) for verb in (
                "commit", "release", "ship", "cancel"))):
        answer.problem(404, unknown.code)
    assert other.reservation(theirs["id"]) == theirs


def test_L1_a_strangers_sku_is_refused_in_the_same_time(tenant, other):
    """The median time of the refusal tells nothing about what another tenant has."""
    other.item("SECRET-SKU", on_hand=5)
    seconds = {"SECRET-SKU": [], "NOBODY-SKU": []}
    for _ in range(SAMPLES):
        for sku, taken in seconds.items():
            begun = time.perf_counter()
            tenant.reserve(sku).problem(409)
            taken.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(taken) for taken in seconds.values())
    assert max(known, unknown) <= 1.5 * min(known, unknown) + 0.0005


def test_L1_the_same_sku_in_both_is_two_items(shop, other):
    """B's sales of `P` do not move A's numbers, and neither sees the other's rows."""
    other.item("P", on_hand=3)
    held = other.hold(("P", 3), holder="same-name")
    other.commit(held["id"])
    shop.assert_stock(on_hand=10, committed=0, reserved=0, available=10)
    shop.hold("P", holder="same-name")
    assert len(shop.all("/v1/reservations")) == 1
    assert len(shop.all("/v1/items")) == 1
    reasons = [movement["reason"] for movement in shop.movements()]
    assert sorted(reasons) == ["initial", "reserved"]
    assert not any(event["type"].endswith("committed") for event in shop.events())


def test_L4_the_page_knows_within_a_second_in_order(tenant):
    """From 4 ("In stock") to 3: every open stream says `low_stock` 3 within 1 s, in order."""
    tenant.item("P", on_hand=4, low_stock_threshold=4)
    with ExitStack() as pages:
        streams = [
            pages.enter_context(EventStream(tenant.public, "/v1/stock/stream?sku=P"))
            for _ in range(5)]
        first = [stream.next("stock")["data"] for stream in streams]
        assert all((one["available"], one["status"]) == (4, "in_stock") for one in first)
        tenant.hold("P")
        deadline = time.monotonic() + 1
        for stream, before in zip(streams, first, strict=True):
            after = stream.next("stock", within=deadline - time.monotonic())["data"]
            assert (after["sku"], after["available"], after["status"]) == ("P", 3, "low_stock")
            assert after["sequence"] > before["sequence"]


def test_L4_reconnected_the_stock_stream_begins_with_the_current_state(tenant):
    """A page that was away is shown what is, not what it missed."""
    tenant.item("P", on_hand=4)
    with EventStream(tenant.public, "/v1/stock/stream?sku=P") as stream:
        before = stream.next("stock")["data"]
    tenant.hold(("P", 3))
    with EventStream(tenant.public, "/v1/stock/stream?sku=P") as stream:
        after = stream.next("stock")["data"]
    assert (before["available"], after["available"]) == (4, 1)
    assert after["sequence"] > before["sequence"]


def test_L4_the_event_stream_misses_nothing_and_repeats_nothing(tenant):
    """Torn off again and again and resumed with `Last-Event-ID`: every event once, in order."""
    tenant.item("P", on_hand=100)
    start = tenant.position()
    seen, last = [], str(start)
    for _ in range(5):
        headers = {"Last-Event-ID": last}
        with EventStream(tenant, "/v1/events/stream", headers=headers) as stream:
            tenant.release(tenant.hold("P")["id"])
            got = stream.take(2)
        seen += got
        last = got[-1]["id"]
        tenant.hold("P")
    with EventStream(tenant, "/v1/events/stream", headers={"Last-Event-ID": last}) as stream:
        listed = tenant.events(after=start)
        seen += stream.take(len(listed) - len(seen))
    assert [int(event["id"]) for event in seen] == [event["position"] for event in listed]
    assert [event["data"] for event in seen] == listed


def test_L5_a_page_is_never_trusted(tenant):
    """The last unit reserved: one `stock.out` with sku and `product_id`; a stale page gets 409."""
    tenant.item("P", on_hand=1, product_id="tile-family")
    tenant.hold("P")
    gone = [e for e in tenant.events("stock.out") if e["data"]["channel"] == "online"]
    assert len(gone) == 1
    assert (gone[0]["data"]["sku"], gone[0]["data"]["product_id"]) == ("P", "tile-family")
    body = {"lines": as_lines("P"), "kind": "cart"}
    page = tenant.public.put("/v1/holders/a-stale-page-in-a-browser/reservation", body)
    [error] = page.refused("out_of_stock")
    assert error["available"] == 0
    assert len([e for e in tenant.events("stock.out") if e["data"]["channel"] == "online"]) == 1
