"""`/v1/events`, its stream, and the stock stream."""

import time

import pytest

from support.sse import EventStream
from support.tenant import as_lines


def test_an_event_tells_what_happened(shop):
    """Each with its position, gapless; data of a reservation is the object and the difference."""
    start = shop.position()
    held = shop.hold(("P", 2))
    shop.change(held["id"], lines=as_lines(("P", 5))).expect(200)
    done = shop.commit(held["id"])
    events = shop.events(after=start)
    assert all(event["id"].startswith("evt_") for event in events)
    positions = [event["position"] for event in events]
    assert positions == list(range(start + 1, start + 1 + len(events)))
    mine = [event for event in events if event["type"].startswith("reservation.")]
    assert [event["type"] for event in mine] == [
        "reservation.created", "reservation.changed", "reservation.committed"]
    assert [event["data"]["changed"] for event in mine[:2]] == [
        [{"sku": "P", "quantity": 2}], [{"sku": "P", "quantity": 3}]]
    assert mine[0]["data"]["reservation"] == held
    assert mine[2]["data"]["reservation"] == done


def test_a_change_of_stock_is_an_event_with_its_numbers(shop):
    """`stock.changed` names sku, location, quantities, `available` and a growing sequence."""
    start = shop.position()
    shop.hold(("P", 2))
    shop.receive("P", 5)
    changed = shop.events("stock.changed", after=start)
    assert len(changed) == 2
    first, second = (event["data"] for event in changed)
    assert (first["sku"], first["location"]) == ("P", "main")
    assert [one["reserved"] for one in (first, second)] == [2, 2]
    assert [one["on_hand"] for one in (first, second)] == [10, 15]
    assert [one["available"] for one in (first, second)] == [8, 13]
    assert second["sequence"] > first["sequence"]


def test_the_end_of_a_reservation_is_an_event(shop):
    """Released and expired each say so once."""
    released = shop.hold("P")
    shop.release(released["id"])
    lapsed = shop.hold(("P", 3), ttl_seconds=60)
    shop.lapse(lapsed)
    shop.hold(("P", 10))
    for type, id, units in (
            ("reservation.released", released["id"], 1), ("reservation.expired", lapsed["id"], 3)):
        [event] = shop.events(type)
        assert event["data"]["reservation"]["id"] == id
        assert event["data"]["reservation"]["state"] == type.split(".")[1]
        assert event["data"]["changed"] == [{"sku": "P", "quantity": -units}]


def test_a_refusal_is_no_event(shop):
    """What was refused changed nothing, and the log says nothing."""
    start = shop.position()
    shop.reserve(("P", 11)).refused("insufficient_stock")
    shop.adjust(delta=-11).problem(409, "negative_stock")
    assert shop.position() == start


def test_the_log_is_read_in_pages(shop):
    """From the beginning, after a position, by type, so many."""
    for _ in range(5):
        shop.hold("P")
    whole = shop.events()
    assert [event["position"] for event in whole] == list(range(1, len(whole) + 1))
    page = shop.get("/v1/events?limit=3").expect(200)["data"]
    assert page == whole[:3]
    page = shop.get("/v1/events?after=3&limit=2").expect(200)["data"]
    assert page == whole[3:5]
    assert len(shop.events("reservation.created")) == 5
    assert shop.events(after=whole[-1]["position"]) == []


def test_the_log_survives_a_restart(shop):
    """The same entries at the same positions."""
    shop.hold("P")
    before = shop.events()
    shop.server.restart()
    assert shop.events() == before


def test_a_stream_begins_now(shop):
    """Without a position only what comes is sent: id the position, data the whole entry."""
    shop.hold("P")
    with EventStream(shop, "/v1/events/stream") as stream:
        start = shop.position()
        shop.hold("P")
        expected = shop.events(after=start)
        got = stream.take(len(expected))
    assert [event["data"] for event in got] == expected
    assert [event["event"] for event in got] == [event["type"] for event in expected]
    assert [int(event["id"]) for event in got] == [event["position"] for event in expected]


def test_a_stream_resumes_after_a_position(shop):
    """By `?after=` as by `Last-Event-ID`; across a restart of the server too."""
    for _ in range(3):
        shop.hold("P")
    whole = shop.events()
    with EventStream(shop, "/v1/events/stream?after=0") as stream:
        assert [event["data"] for event in stream.take(len(whole))] == whole
    shop.server.restart()
    headers = {"Last-Event-ID": "2"}
    with EventStream(shop, "/v1/events/stream", headers=headers) as stream:
        assert [event["data"] for event in stream.take(len(whole) - 2)] == whole[2:]


@pytest.mark.parametrize("last", ["letters", "1" + "0" * 30, "999999999", "-1", "1.5"])
def test_a_position_that_is_not_ours_gets_a_reset(shop, last):
    """Letters, too large, in the future: a `reset` event, and then what comes."""
    with EventStream(shop, "/v1/events/stream", headers={"Last-Event-ID": last}) as stream:
        assert stream.next()["event"] == "reset"
        shop.hold("P")
        assert stream.next()["data"]["type"]


def test_a_stream_is_of_one_tenant(shop, other):
    """Another's events are never on it."""
    other.item("THEIRS", on_hand=10)
    with EventStream(shop, "/v1/events/stream") as stream:
        other.hold("THEIRS")
        held = shop.hold("P")
        created = stream.next("reservation.created")["data"]
        assert created["data"]["reservation"]["id"] == held["id"]


def test_many_streams_see_the_same_in_the_same_order(shop):
    """Commit order is one order for all."""
    streams = [EventStream(shop, "/v1/events/stream").__enter__() for _ in range(10)]
    start = shop.position()
    for _ in range(5):
        shop.hold("P")
    expected = [event["position"] for event in shop.events(after=start)]
    for stream in streams:
        assert [int(event["id"]) for event in stream.take(len(expected))] == expected
        stream.__exit__()


def test_text_cannot_break_out_of_an_event(tenant):
    """A holder with line ends stays inside one `data:` line."""
    tenant.item("P", on_hand=3)
    holder = "a\r\ndata: x\n\nevent: forged"
    with EventStream(tenant, "/v1/events/stream") as stream:
        tenant.hold("P", metadata={"note": holder})
        created = stream.next("reservation.created")["data"]
        assert created["data"]["reservation"]["metadata"] == {"note": holder}


def test_a_stream_says_goodbye_on_a_stop(serve, open_shop):
    """On SIGTERM open streams are ended and the program exits 0 within its 10 s."""
    tenant = open_shop(serve())
    tenant.item("P")
    with EventStream(tenant, "/v1/events/stream") as stream:
        assert tenant.server.stop() == 0
        assert stream.ended()


def test_the_stock_stream_follows_several_items(shop):
    """First the state of each, then what changes, for the channel asked; expiries too."""
    shop.item("Q", on_hand=3)
    with EventStream(shop.public, "/v1/stock/stream?sku=P&sku=Q") as stream:
        first = {one["data"]["sku"]: one["data"] for one in stream.take(2, event="stock")}
        assert {sku: one["available"] for sku, one in first.items()} == {"P": 10, "Q": 3}
        assert set(first["P"]) == {"sku", "available", "status", "sequence"}
        held = shop.hold(("Q", 3), ttl_seconds=60)
        sold_out = stream.next("stock")["data"]
        assert (sold_out["sku"], sold_out["available"], sold_out["status"]) == (
            "Q", 0, "out_of_stock")
        shop.lapse(held)
        back = stream.next("stock")["data"]
        assert (back["sku"], back["available"]) == ("Q", 3)
        assert back["sequence"] > sold_out["sequence"] > first["Q"]["sequence"]


def test_the_stock_stream_sends_at_most_five_a_second(tenant):
    """200 changes at once are few events, and the last one is the truth."""
    tenant.item("P", on_hand=500)
    with EventStream(tenant.public, "/v1/stock/stream?sku=P") as stream:
        stream.next("stock")
        for _ in range(200):
            tenant.hold("P")
        seen = []
        while not seen or seen[-1]["available"] != 300:
            seen.append(stream.next("stock")["data"])
    assert len(seen) <= 50
    numbers = [one["sequence"] for one in seen]
    assert numbers == sorted(set(numbers))


def test_a_browser_may_send_its_key_in_the_query(shop):
    """`?key=` for a publishable key, as `EventSource` needs; never for a secret one."""
    path = f"/v1/stock/stream?sku=P&key={shop.public.key}"
    with EventStream(shop, path, key=None) as stream:
        assert stream.next("stock")["data"]["available"] == 10
    shop.get(f"/v1/stock?sku=P&key={shop.key}", key=None).problem(401)


def test_a_watcher_that_reads_late_is_waited_for(shop):
    """It comes back to nearly two megabytes of events and takes none for two seconds, in which
    others are served; then it reads, and misses nothing."""
    start, note = shop.position(), {"note": "x" * 8_000}
    for _ in range(100):
        shop.release(shop.hold("P", metadata=note)["id"])
    with EventStream(shop, f"/v1/events/stream?after={start}") as stream:
        begun = time.monotonic()
        while time.monotonic() - begun < 2:
            shop.assert_stock(reserved=0)
        events = stream.take(shop.position() - start, within=30)
    assert [int(event["id"]) for event in events] == list(range(start + 1, shop.position() + 1))
