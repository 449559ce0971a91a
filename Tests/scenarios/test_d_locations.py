"""D. Locations: D1 to D7 as far as there are no orders and no goods in transit."""

import json
import re

from support.tenant import sources


def test_D1_units_are_shipped_from_where_they_are(tenant):
    """5 of A 3 + B 2, paid: `committed` 3 and 2; A's parcel shipped: 0 at A and 2 at B."""
    tenant.two_locations(3, 2)
    held = tenant.hold(("P", 5))
    assert sources(held) == {"A": 3, "B": 2}
    tenant.commit(held["id"])
    tenant.assert_level("A", committed=3, reserved=0)
    tenant.assert_level("B", committed=2, reserved=0)
    parcel = {"lines": [{"sku": "P", "quantity": 3, "location": "A"}]}
    shipped = tenant.act(held["id"], "ship", parcel).expect(200)
    assert shipped["state"] == "committed"
    [line] = shipped["lines"]
    assert (line["shipped"], line["committed"]) == (3, 2)
    tenant.assert_level("A", committed=0, on_hand=0)
    tenant.assert_level("B", committed=2, on_hand=2)


def test_D2_a_split_adds_up_to_what_was_asked(tenant):
    """13 of L1 10 + L2 12, L1 first: 10 and 3, `committed` 13 in all, 9 available at L2."""
    tenant.two_locations(10, 12)
    held = tenant.hold(("P", 13))
    assert sources(held) == {"A": 10, "B": 3}
    tenant.commit(held["id"])
    tenant.assert_level("A", committed=10, available=0)
    tenant.assert_level("B", committed=3, available=9)
    tenant.assert_stock(committed=13)


def test_D2_one_parcel_is_preferred_to_the_first_location(tenant):
    """With L2 15 all 13 come from L2 (`fewest_parcels`); under `priority` 10 and 3."""
    tenant.two_locations(10, 15)
    whole = tenant.hold(("P", 13))
    assert sources(whole) == {"B": 13}
    tenant.release(whole["id"])
    tenant.settings(source_selection="priority")
    assert sources(tenant.hold(("P", 13))) == {"A": 10, "B": 3}


def test_D3_the_next_location_serves_when_the_first_cannot(tenant):
    """A's one unit is held by another: the next is allocated at B."""
    tenant.two_locations(1, 100)
    assert sources(tenant.hold("P")) == {"A": 1}
    assert sources(tenant.hold("P")) == {"B": 1}


def test_D4_a_move_that_does_not_fit_moves_nothing(tenant):
    """10 at A asked to move to B, which has 1: 409, still 10 reserved at A and 0 at B."""
    tenant.two_locations(10, 1)
    held = tenant.hold(("P", 10))
    moved = [{"sku": "P", "quantity": 10, "location": "B"}]
    tenant.change(held["id"], lines=moved).problem(409, "insufficient_stock")
    tenant.assert_level("A", reserved=10)
    tenant.assert_level("B", reserved=0)
    assert sources(tenant.reservation(held["id"])) == {"A": 10}


def test_D5_goods_moved_at_once_are_in_one_place(tenant):
    """5 of A 10 moved at once to B: A `on_hand` 5, B `on_hand` 5, nothing `incoming`."""
    tenant.two_locations(10, 0)
    body = {"from": "A", "to": "B", "lines": [{"sku": "P", "quantity": 5}]}
    done = tenant.post("/v1/stock/transfers", body).expect(201)
    assert done["state"] == "done"
    tenant.assert_level("A", on_hand=5, available=5)
    tenant.assert_level("B", on_hand=5, available=5, incoming=0)
    tenant.assert_stock(on_hand=10, available=10)


def test_D6_a_location_with_promises_cannot_just_vanish(tenant):
    """A with `reserved` 4 and `committed` 6 made inactive: 409 that names the 4 and the 6."""
    tenant.two_locations(10, 0)
    tenant.commit(tenant.hold(("P", 6))["id"])
    tenant.hold(("P", 4))
    [location] = [one for one in tenant.all("/v1/locations") if one["code"] == "A"]
    path = f"/v1/locations/{location['id']}"
    refusal = tenant.patch(path, {"active": False}).problem(409, "location_in_use")
    said = {name: refusal[name] for name in refusal.json if name not in ("request_id", "status")}
    numbers = set(re.findall(r"\d+", json.dumps(said)))
    assert {"4", "6"} <= numbers, refusal
    [after] = [one for one in tenant.all("/v1/locations") if one["code"] == "A"]
    assert after == location
    tenant.assert_level("A", reserved=4, committed=6, on_hand=10)


def test_D7_one_cart_two_locations(tenant):
    """x only at A and y only at B: one reservation, one allocation at each."""
    tenant.two_locations(1, 0, sku="x")
    tenant.item("y", on_hand=1, location="B")
    held = tenant.hold("x", "y")
    assert sources(held, 0) == {"A": 1}
    assert sources(held, 1) == {"B": 1}
