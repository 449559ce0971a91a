"""`/v1/stock/transfers`, at once."""

import pytest

from support.tenant import as_lines


def transfer(tenant, *lines, source="A", target="B", **fields):
    """The answer to a transfer."""
    body = {"from": source, "to": target, "lines": as_lines(*lines), **fields}
    return tenant.post("/v1/stock/transfers", body)


def test_a_transfer_at_once_is_done(tenant):
    """201 with what was moved; in the list; two movements that cancel out."""
    tenant.two_locations(10, 0)
    done = transfer(tenant, ("P", 4), reference="van-1").expect(201)
    assert done["state"] == "done"
    [line] = done["lines"]
    assert {**line, "received": 4, "damaged": 0} == {
        "sku": "P", "quantity": 4, "received": 4, "damaged": 0}
    assert [one["id"] for one in tenant.all("/v1/stock/transfers")] == [done["id"]]
    assert tenant.get(f"/v1/stock/transfers/{done['id']}").expect(200).json == done.json
    tenant.assert_level("A", on_hand=6)
    tenant.assert_level("B", on_hand=4)
    moved = tenant.movements(sku="P", reason="transferred")
    assert sorted(one["changes"]["on_hand"] for one in moved) == [-4, 4]


def test_only_what_is_available_is_moved(tenant):
    """Units held or sold stay for those they are promised to: 409 `insufficient_stock`."""
    tenant.two_locations(10, 0)
    tenant.hold(("P", 7))
    refusal = transfer(tenant, ("P", 4)).problem(409, "insufficient_stock")
    [error] = refusal["errors"]
    assert (error["sku"], error["requested"], error["available"]) == ("P", 4, 3)
    tenant.assert_level("A", on_hand=10, reserved=7)
    transfer(tenant, ("P", 3)).expect(201)
    tenant.assert_level("A", on_hand=7, reserved=7, available=0)
    tenant.assert_level("B", on_hand=3, available=3)


def test_expired_units_may_be_moved(tenant):
    """At its millisecond a lapsed reservation holds nothing against a transfer either."""
    tenant.two_locations(10, 0)
    tenant.lapse(tenant.hold(("P", 10), ttl_seconds=60))
    transfer(tenant, ("P", 10)).expect(201)
    tenant.assert_level("B", on_hand=10, available=10)


def test_all_lines_or_none(tenant):
    """One line too many leaves both where they are."""
    tenant.two_locations(10, 0)
    tenant.item("Q", on_hand=1, location="A")
    transfer(tenant, "P", ("Q", 2)).problem(409, "insufficient_stock")
    tenant.assert_level("A", on_hand=10)
    tenant.assert_level("A", "Q", on_hand=1)


def test_a_location_may_be_named_by_its_id(tenant):
    """As everywhere in requests."""
    tenant.two_locations(2, 0)
    ids = {one["code"]: one["id"] for one in tenant.all("/v1/locations")}
    transfer(tenant, "P", source=ids["A"], target=ids["B"]).expect(201)
    tenant.assert_level("B", on_hand=1)


@pytest.mark.parametrize(("source", "target", "code"), [
    ("nowhere", "B", "unknown_location"), ("A", "nowhere", "unknown_location"),
    ("A", "A", None)])
def test_it_goes_between_two_known_locations(tenant, source, target, code):
    """422."""
    tenant.two_locations(2, 0)
    transfer(tenant, "P", source=source, target=target).problem(422, code)
    tenant.assert_level("A", on_hand=2)


def test_unknown_items_and_bad_quantities_are_refused(tenant):
    """422 `unknown_sku`, `invalid_quantity`, `too_many_lines`."""
    tenant.two_locations(2, 0)
    transfer(tenant, "NOBODY").problem(422, "unknown_sku")
    transfer(tenant, ("P", 0)).problem(422, "invalid_quantity")
    transfer(tenant, ("P", -1)).problem(422, "invalid_quantity")
    tenant.assert_level("A", on_hand=2)
