"""`/v1/holders/{holder}/reservation`: the whole wish of one session."""

import pytest

from support.client import segment
from support.moments import after
from support.tenant import as_lines, lifetime, quantities
from support.together import spread


def path(holder="session"):
    """Where a holder's reservation is."""
    return f"/v1/holders/{segment(holder)}/reservation"


def wish(tenant, *lines, holder="session", **fields):
    """The answer to a holder's whole wish."""
    return tenant.put(path(holder), {"lines": as_lines(*lines), **fields})


def test_a_wish_is_made_changed_shown_and_given_up(shop):
    """201, then 200 for the same reservation; GET shows it; DELETE is 204, also when none."""
    made = wish(shop, ("P", 2)).expect(201)
    assert made["holder"] == "session" and quantities(made) == [2]
    changed = wish(shop, ("P", 5)).expect(200)
    assert changed["id"] == made["id"] and quantities(changed) == [5]
    assert shop.get(path()).expect(200).json == changed.json
    shop.assert_stock(reserved=5)
    shop.delete(path()).expect(204)
    shop.delete(path()).expect(204)
    shop.get(path()).problem(404)
    shop.assert_stock(reserved=0)
    assert shop.reservation(made["id"])["state"] == "released"


def test_an_empty_wish_releases(shop):
    """Empty `lines`: 204, and nothing is held; also when there was nothing."""
    wish(shop).expect(204)
    wish(shop, ("P", 2)).expect(201)
    wish(shop).expect(204)
    shop.assert_stock(reserved=0)
    shop.get(path()).problem(404)


def test_nobody_is_blocked_by_their_own_earlier_attempt(shop):
    """Holding 8 of 10, a holder may wish 10, and is refused 11 with 10 available to them."""
    wish(shop, ("P", 8)).expect(201)
    wish(shop, ("P", 10)).expect(200)
    [error] = wish(shop, ("P", 11)).refused("insufficient_stock")
    assert (error["requested"], error["available"]) == (11, 10)
    assert quantities(shop.get(path()).expect(200)) == [10]


def test_a_wish_refreshes_the_expiry(shop):
    """Each PUT counts from now, with the default of its kind or what it says."""
    made = wish(shop, "P", kind="cart").expect(201)
    assert lifetime(made) == 900
    shop.server.clock.advance(100)
    again = wish(shop, "P", kind="cart").expect(200)
    assert again["expires_at"] == after(made["created_at"], 1000)
    again = wish(shop, "P", kind="cart", ttl_seconds=60).expect(200)
    assert again["expires_at"] == after(made["created_at"], 160)


def test_a_lower_kind_is_ignored_and_a_higher_one_taken(shop):
    """A checkout stays one when the cart page syncs again."""
    wish(shop, "P", kind="cart").expect(201)
    assert wish(shop, "P", kind="checkout").expect(200)["kind"] == "checkout"
    assert wish(shop, ("P", 2), kind="cart").expect(200)["kind"] == "checkout"


def test_a_partial_wish_gets_what_is_there(shop):
    """`partial` gives what there is and remembers what was asked."""
    got = wish(shop, ("P", 12), mode="partial").expect(201)
    [line] = got["lines"]
    assert (line["quantity"], line["requested"]) == (10, 12)


def test_a_cart_lives_an_hour_and_then_is_decided_anew(shop):
    """Refreshed all the while, it ends at 60 minutes; the next wish is a new reservation."""
    made = wish(shop, "P", kind="cart").expect(201)
    for elapsed in (899 * step for step in range(1, 4)):
        shop.server.clock.set_after(made["created_at"], elapsed)
        assert wish(shop, "P", kind="cart").expect(200)["id"] == made["id"]
    shop.server.clock.set_after(made["created_at"], 3590)
    last = wish(shop, "P", kind="cart").expect(200)
    assert last["expires_at"] == after(made["created_at"], 3600)
    shop.server.clock.set_after(made["created_at"], 3600)
    shop.get(path()).problem(404)
    new = wish(shop, "P", kind="cart").expect(201)
    assert new["id"] != made["id"]
    shop.assert_stock(reserved=1)


def test_an_expired_wish_of_sold_units_is_refused(tenant):
    """The session comes back after its time: its units are another's, so 409."""
    tenant.item("P", on_hand=1)
    made = wish(tenant, "P").expect(201)
    tenant.lapse(made.json)
    tenant.hold("P")
    wish(tenant, "P").refused("out_of_stock")


@pytest.mark.parametrize(
    "holder", ["a b/c", "Überraschung☂", "x" * 200, "../../v1/items", "a%2Fb"])
def test_a_holder_may_be_any_string(shop, holder):
    """Percent-encoded in the path, it is the same string in the answer."""
    assert wish(shop, "P", holder=holder).expect(201)["holder"] == holder
    assert shop.get(path(holder)).expect(200)["holder"] == holder
    shop.delete(path(holder)).expect(204)


def test_a_holder_of_201_characters_is_too_long(shop):
    """422."""
    wish(shop, "P", holder="x" * 201).problem(422)


def test_a_wish_owns_one_reservation_and_leaves_others_alone(shop):
    """What a POST made for the same holder is not touched by the session's PUT or DELETE."""
    made = shop.hold(("P", 3), holder="session")
    own = wish(shop, ("P", 2)).expect(201)
    assert own["id"] != made["id"]
    shop.assert_stock(reserved=5)
    shop.delete(path()).expect(204)
    assert shop.reservation(made["id"])["state"] == "active"
    shop.assert_stock(reserved=3)


def test_a_holder_who_wishes_in_two_tabs_has_one_reservation(shop):
    """40 wishes of one session at once: one active reservation, one wish in it."""
    answers = spread(lambda n: wish(shop, ("P", 1 + n % 5)), range(40), threads=10)
    assert {answer.status for answer in answers} <= {200, 201}
    assert [answer.status for answer in answers].count(201) == 1
    [held] = shop.all("/v1/reservations", state="active")
    shop.assert_stock(reserved=held["lines"][0]["quantity"])


def test_each_change_is_one_event_with_its_difference(shop):
    """From 2 to 5: `reservation.changed` with +3; to none: `released`."""
    wish(shop, ("P", 2)).expect(201)
    position = shop.position()
    wish(shop, ("P", 5)).expect(200)
    wish(shop).expect(204)
    events = [e for e in shop.events(after=position) if e["type"].startswith("reservation.")]
    assert [event["type"] for event in events] == ["reservation.changed", "reservation.released"]
    assert events[0]["data"]["changed"] == [{"sku": "P", "quantity": 3}]
    assert events[1]["data"]["changed"] == [{"sku": "P", "quantity": -5}]
