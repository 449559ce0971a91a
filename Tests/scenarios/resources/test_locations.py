"""`/v1/locations`."""

import pytest

from support.tenant import sources


def test_a_new_tenant_has_main(tenant):
    """One location, `main`, of the default priority, active."""
    [main] = tenant.all("/v1/locations")
    assert main["id"].startswith("loc_")
    assert (main["code"], main["priority"], main["active"]) == ("main", 100, True)


def test_a_location_is_made_read_and_changed(tenant):
    """201 with what was sent; found by id and by code; a change raises the version."""
    fields = {"code": "shop", "name": "The shop", "priority": 5,
              "channels": ["online", "showroom"], "address": "Hauptstr. 1, Berlin"}
    made = tenant.post("/v1/locations", fields).expect(201)
    assert {name: made[name] for name in fields} == fields
    by_id = tenant.patch(f"/v1/locations/{made['id']}", {"name": "Shop"}).expect(200)
    assert by_id["name"] == "Shop" and by_id["version"] > made["version"]
    by_code = tenant.patch("/v1/locations/shop", {"priority": 7}).expect(200)
    assert (by_code["id"], by_code["priority"], by_code["name"]) == (made["id"], 7, "Shop")
    assert by_code.json in tenant.all("/v1/locations")


def test_a_code_is_unique(tenant):
    """409 `code_taken`, made or renamed."""
    made = tenant.location("shop")
    body = {"code": "shop", "name": "x"}
    tenant.post("/v1/locations", body).problem(409, "code_taken")
    tenant.patch(f"/v1/locations/{made['id']}", {"code": "main"}).problem(409, "code_taken")
    assert len(tenant.all("/v1/locations")) == 2


def test_a_renamed_location_keeps_its_stock(tenant):
    """Answers name it by its new code at once."""
    tenant.item("P", on_hand=4)
    tenant.patch("/v1/locations/main", {"code": "hall"}).expect(200)
    tenant.assert_level("hall", on_hand=4)
    assert sources(tenant.hold("P")) == {"hall": 1}
    assert {movement["location"] for movement in tenant.movements()} == {"hall"}


def test_if_match_guards_a_change(tenant):
    """An old ETag is 412 `version_conflict`."""
    tag = tenant.location("shop").headers["ETag"]
    headers = {"If-Match": tag}
    tenant.patch("/v1/locations/shop", {"name": "1"}, headers=headers).expect(200)
    stale = tenant.patch("/v1/locations/shop", {"name": "2"}, headers=headers)
    stale.problem(412, "version_conflict")


def test_the_lowest_priority_number_serves_first_and_ties_go_by_age(tenant):
    """Default 100; of two alike the older one."""
    tenant.location("late", priority=100)
    tenant.location("first", priority=1)
    tenant.item("P", on_hand=1)
    tenant.receive("P", 1, "late")
    tenant.receive("P", 1, "first")
    assert [sources(tenant.hold("P")) for _ in range(3)] == [{"first": 1}, {"main": 1}, {"late": 1}]


def test_an_empty_location_may_be_closed(tenant):
    """Inactive, it serves nobody and stays in the books; opened again, it serves."""
    tenant.location("shop", priority=1)
    tenant.item("P", on_hand=2)
    closed = tenant.patch("/v1/locations/shop", {"active": False}).expect(200)
    assert closed["active"] is False
    named = {"sku": "P", "quantity": 1, "location": "shop"}
    assert tenant.reserve(named).status in (409, 422)
    tenant.patch("/v1/locations/shop", {"active": True}).expect(200)
    tenant.receive("P", 1, "shop")
    tenant.hold(named)


def test_a_location_with_stock_is_not_closed(tenant):
    """409 `location_in_use`; emptied, it may be."""
    tenant.two_locations(3, 0)
    tenant.patch("/v1/locations/A", {"active": False}).problem(409, "location_in_use")
    tenant.adjust(set_to=0, location="A").expect(201)
    tenant.patch("/v1/locations/A", {"active": False}).expect(200)


def test_a_change_of_channels_moves_what_may_be_promised(tenant):
    """Taken from `online`, its units are not promised there; given back, they are."""
    tenant.item("P", on_hand=4)
    tenant.patch("/v1/locations/main", {"channels": ["showroom"]}).expect(200)
    assert tenant.available(channel="online") == 0
    assert tenant.available(channel="showroom") == 4
    tenant.reserve("P").refused("out_of_stock")
    tenant.patch("/v1/locations/main", {"channels": ["showroom", "online"]}).expect(200)
    tenant.hold("P")


def test_another_tenants_location_is_unknown(tenant, other):
    """By id: 404 in a path, `unknown_location` in a line."""
    theirs = other.location("shop")["id"]
    other.get(f"/v1/locations/{theirs}").expect(200)
    tenant.get(f"/v1/locations/{theirs}").problem(404)
    tenant.item("P")
    tenant.patch(f"/v1/locations/{theirs}", {"name": "x"}).problem(404)
    tenant.adjust(delta=1, location=theirs).problem(422, "unknown_location")


@pytest.mark.parametrize(("field", "value"), [
    ("code", ""), ("code", None), ("name", 5), ("priority", "first"), ("channels", "online"),
    ("active", 1)])
def test_a_bad_field_is_refused(tenant, field, value):
    """422 `invalid_field` naming it."""
    body = {"code": "x", "name": "x", field: value}
    tenant.post("/v1/locations", body).invalid(field)
    assert len(tenant.all("/v1/locations")) == 1
