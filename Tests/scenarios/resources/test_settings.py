"""`/v1/settings` and `/v1/allocations`."""

import pytest

from support.tenant import lifetime


def test_a_new_tenant_has_the_documented_settings(tenant):
    """Times to live, no limits, deduct on shipment, fewest parcels."""
    settings = tenant.get("/v1/settings").expect(200)
    assert settings["ttl_seconds"]["cart"] == 900
    assert settings["ttl_seconds"]["checkout"] == 1800
    assert settings["ttl_seconds"].keys() == {"cart", "checkout", "abandoned_cart", "order"}
    assert (settings["holder_limit"], settings["display_cap"]) == (None, None)
    assert settings["deduct"] == "on_shipment"
    assert settings["low_stock_threshold"] == 10
    assert settings["source_selection"] == "fewest_parcels"
    assert {"currency", "time_zone"} <= settings.json.keys()


def test_settings_are_merged_and_null_unsets(tenant):
    """What a change does not name stays, inside objects too."""
    tenant.settings(holder_limit=5, display_cap=3, ttl_seconds={"cart": 60})
    changed = tenant.settings(ttl_seconds={"checkout": 120}, holder_limit=None)
    assert changed["ttl_seconds"]["cart"] == 60
    assert changed["ttl_seconds"]["checkout"] == 120
    assert (changed["holder_limit"], changed["display_cap"]) == (None, 3)
    assert tenant.get("/v1/settings").expect(200).json == changed.json
    back = tenant.settings(ttl_seconds={"cart": None}, display_cap=None)
    assert (back["ttl_seconds"]["cart"], back["display_cap"]) == (900, None)


def test_settings_take_effect_at_once(shop):
    """The default times of new reservations, the threshold of every item without its own."""
    shop.settings(ttl_seconds={"cart": 60, "order": 3600}, low_stock_threshold=20)
    assert lifetime(shop.hold("P", kind="cart")) == 60
    assert lifetime(shop.hold("P", kind="order")) == 3600
    assert shop.stock()["status"] == "low_stock"
    shop.settings(low_stock_threshold=None)
    shop.receive("P", 10)
    assert shop.stock()["status"] == "in_stock"


def test_settings_survive_a_restart(shop):
    """And so do the policies."""
    shop.settings(holder_limit=2, ttl_seconds={"cart": 60})
    shop.allocate({"channel": "online", "share": 0.5})
    settings = shop.get("/v1/settings").expect(200).json
    shop.server.restart()
    assert shop.get("/v1/settings").expect(200).json == settings
    assert shop.available(channel="online") == 5
    shop.reserve(("P", 3), holder="h").refused("holder_limit")


def test_if_match_guards_the_settings(tenant):
    """They are edited by people, so they carry a version and an ETag."""
    tag = tenant.get("/v1/settings").expect(200).headers["ETag"]
    headers = {"If-Match": tag}
    tenant.patch("/v1/settings", {"holder_limit": 1}, headers=headers).expect(200)
    stale = tenant.patch("/v1/settings", {"holder_limit": 2}, headers=headers)
    stale.problem(412, "version_conflict")
    assert tenant.get("/v1/settings").expect(200)["holder_limit"] == 1


def test_if_match_guards_the_allocations(tenant):
    """They are rules of the tenant like its settings, and share their version."""
    tag = tenant.get("/v1/allocations").expect(200).headers["ETag"]
    half, all_ = ({"data": [{"channel": "online", "share": share}]} for share in (0.5, 1))
    set_ = tenant.put("/v1/allocations", half, headers={"If-Match": tag}).expect(200)
    assert set_.headers["ETag"] != tag
    tenant.put("/v1/allocations", all_, headers={"If-Match": tag}).problem(
        412, "version_conflict")
    assert tenant.get("/v1/allocations").expect(200).json == set_.json
    tenant.put(
        "/v1/allocations", all_, headers={"If-Match": set_.headers["ETag"]}).expect(200)


@pytest.mark.parametrize(("field", "body"), [
    ("ttl_seconds.cart", {"ttl_seconds": {"cart": 0}}),
    ("ttl_seconds.cart", {"ttl_seconds": {"cart": 3601}}),
    ("ttl_seconds.checkout", {"ttl_seconds": {"checkout": "60"}}),
    ("holder_limit", {"holder_limit": -1}), ("display_cap", {"display_cap": -1}),
    ("deduct", {"deduct": "later"}), ("source_selection", {"source_selection": "random"}),
    ("low_stock_threshold", {"low_stock_threshold": -1}), ("currency", {"currency": "euro"}),
    ("time_zone", {"time_zone": 5})])
def test_a_bad_setting_is_refused(tenant, field, body):
    """422 `invalid_field` naming it by its path; nothing is changed."""
    before = tenant.get("/v1/settings").expect(200).json
    tenant.patch("/v1/settings", body).invalid(field)
    assert tenant.get("/v1/settings").expect(200).json == before


def test_policies_are_put_whole_and_shown_as_put(tenant):
    """The list replaces the list; empty means that every share is 1."""
    tenant.item("P", on_hand=100)
    policies = [
        {"channel": "online", "sku": "P", "share": 0.1},
        {"channel": "online", "share": 0.4, "buffer": 0.15}]
    tenant.allocate(*policies)
    shown = tenant.get("/v1/allocations").expect(200)["data"]
    kept = [{name: value for name, value in one.items() if value is not None} for one in shown]
    assert kept == policies
    assert tenant.available(channel="online") == 10
    tenant.allocate()
    assert tenant.get("/v1/allocations").expect(200)["data"] == []
    assert tenant.available(channel="online") == 100


def test_the_most_specific_policy_binds(tenant):
    """By sku before by category before the channel's; other channels are not bound."""
    tenant.item("P", on_hand=100)
    tenant.item("C", on_hand=100, category="tiles")
    tenant.item("D", on_hand=100)
    tenant.allocate(
        {"channel": "online", "sku": "P", "share": 0.1},
        {"channel": "online", "category": "tiles", "share": 0.2},
        {"channel": "online", "share": 0.3})
    assert [tenant.available(sku, "online") for sku in "PCD"] == [10, 20, 30]
    assert [tenant.available(sku, "showroom") for sku in "PCD"] == [100, 100, 100]
    assert tenant.available("P") == 100, "without a channel there is no cap"


def test_committed_units_count_against_the_share_until_shipped(tenant):
    """It is a share of what is there now, so shipping lowers both."""
    tenant.item("P", on_hand=100)
    tenant.allocate({"channel": "online", "share": 0.4})
    held = tenant.hold(("P", 10))
    tenant.commit(held["id"])
    assert tenant.available(channel="online") == 30
    tenant.act(held["id"], "ship").expect(200)
    assert tenant.available(channel="online") == 36


@pytest.mark.parametrize("policy", [
    {"share": 0.4}, {"channel": "online", "share": 1.01}, {"channel": "online", "share": -0.1},
    {"channel": "online", "share": "0.4"}, {"channel": "online", "share": 0.4, "buffer": 1.5},
    {"channel": "", "share": 0.4}, {"channel": "online"}])
def test_a_bad_policy_is_refused(shop, policy):
    """422; the list before it stays."""
    shop.allocate({"channel": "online", "share": 0.5})
    shop.put("/v1/allocations", {"data": [policy]}).problem(422)
    assert shop.available(channel="online") == 5
