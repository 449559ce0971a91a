"""F. Channel allocation: F1 to F3, F6 and F8."""

import pytest


def shared_item(tenant, on_hand=100, share=0.40, **policy):
    """`P` with `on_hand` units, of which online may promise `share`."""
    tenant.item("P", on_hand=on_hand)
    tenant.allocate({"channel": "online", "share": share, **policy})


def forty_checkouts(tenant):
    """40 online checkouts of 1, each a second younger than the one before."""
    held = []
    for _ in range(40):
        held.append(tenant.hold("P"))
        tenant.server.clock.advance(1)
    return held


def test_F1_a_channel_stops_at_its_share(tenant):
    """The 41st online is `allocation_exhausted` though 60 are free; the showroom sells 60."""
    shared_item(tenant)
    for _ in range(40):
        tenant.hold("P")
    [error] = tenant.reserve("P").refused("allocation_exhausted")
    assert error["available"] == 0
    tenant.assert_stock(available=60)
    sale = tenant.adjust(delta=-60, reason="sold").expect(201)
    assert sale["preempted"] == []
    tenant.assert_stock(on_hand=40, reserved=40, available=0)


def test_F2_the_counters_sale_is_booked_the_newest_promise_yields(tenant):
    """40 held and 70 sold at the counter: the 10 newest are preempted, one event each; a sale
    of 31 after that is 409 `negative_stock`."""
    shared_item(tenant)
    held = forty_checkouts(tenant)
    position = tenant.position()
    sale = tenant.adjust(delta=-70, reason="sold").expect(201)
    newest = {one["id"] for one in held[-10:]}
    assert {one["reservation_id"] for one in sale["preempted"]} == newest
    assert all(one["lines"] == [{"sku": "P", "quantity": 1}] for one in sale["preempted"])
    tenant.assert_stock(on_hand=30, reserved=30, available=0)
    events = tenant.events("reservation.preempted", after=position)
    assert sorted(event["data"]["reservation"]["id"] for event in events) == sorted(newest)
    assert all(event["data"]["changed"] == [{"sku": "P", "quantity": -1}] for event in events)
    states = {tenant.reservation(one["id"])["state"] for one in held[:30]}
    assert states == {"active"}
    assert tenant.reservation(held[-1]["id"])["state"] == "preempted"

    before = len(tenant.movements())
    tenant.adjust(delta=-31, reason="sold").problem(409, "negative_stock")
    tenant.assert_stock(on_hand=30, reserved=30, available=0)
    assert len(tenant.movements()) == before


@pytest.mark.parametrize(
    ("on_hand", "share", "promised"), [(27, 0.40, 10), (27, 0.65, 17), (100, 0.29, 29)])
def test_F3_shares_round_down(tenant, on_hand, share, promised):
    """27 at 0.40 give 10 and at 0.65 give 17; 100 at 0.29 give 29."""
    shared_item(tenant, on_hand, share)
    assert tenant.available(channel="online") == promised
    tenant.reserve(("P", promised + 1)).refused("allocation_exhausted")
    tenant.hold(("P", promised))


def test_F3_shares_together_never_exceed_what_is_there(tenant):
    """27, two channels at 0.65: online gets 17, then the marketplace 10 of its 17."""
    tenant.item("P", on_hand=27)
    tenant.allocate(
        {"channel": "online", "share": 0.65}, {"channel": "marketplace", "share": 0.65})
    for _ in range(17):
        tenant.hold("P", channel="online")
    tenant.reserve("P", channel="online").refused("allocation_exhausted")
    for _ in range(10):
        tenant.hold("P", channel="marketplace")
    tenant.reserve("P", channel="marketplace").refused("out_of_stock")


def test_F6_a_lowered_share_breaks_no_promise(tenant):
    """35 held under 0.40, lowered to 0.30: all stay, ATP is 0; at 29 held exactly one more."""
    shared_item(tenant)
    held = [tenant.hold("P") for _ in range(35)]
    tenant.allocate({"channel": "online", "share": 0.30})
    tenant.assert_stock(reserved=35)
    assert tenant.available(channel="online") == 0
    tenant.reserve("P").refused("allocation_exhausted")
    for one in held[:5]:
        tenant.release(one["id"])
    tenant.reserve("P").refused("allocation_exhausted")
    tenant.release(held[5]["id"])
    tenant.hold("P")
    tenant.reserve("P").refused("allocation_exhausted")
    tenant.assert_stock(reserved=30)


def test_F8_the_buffer_is_never_shown_or_sold(tenant):
    """6 of a base share of 40 are kept back: ATP 34, the 35th is refused; with 32 held the
    storefront reads 2."""
    shared_item(tenant, buffer=0.15)
    assert tenant.available(channel="online") == 34
    for _ in range(32):
        tenant.hold("P")
    seen = tenant.public.get("/v1/stock", query={"sku": "P"}).expect(200)["data"]
    assert seen == [{"sku": "P", "available": 2, "status": "low_stock"}]
    tenant.hold(("P", 2))
    tenant.reserve("P").refused("allocation_exhausted")


def test_F8_the_buffer_rounds_up(tenant):
    """Of 27 the base share is 10, 2 are kept back, ATP is 8."""
    shared_item(tenant, on_hand=27, buffer=0.15)
    assert tenant.available(channel="online") == 8


def test_F8_explain_shows_every_number_that_led_to_the_promise(tenant):
    """The explanation names what is there, the base share, the buffer, what is held, the ATP."""
    shared_item(tenant, buffer=0.15)
    tenant.hold(("P", 3))
    explained = tenant.get("/v1/stock/P/explain", query={"channel": "online"}).expect(200)
    assert {100, 40, 6, 3, 31} <= set(_numbers(explained.json)), explained


def _numbers(value):
    """Every whole number anywhere in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for one in value for number in _numbers(one)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []
