"""`/v1/items/{sku}`: making, reading, changing, renaming, deleting."""

import pytest

from support.client import segment
from support.tenant import as_lines

WHOLE = {
    "title": "Blue tile, 10 × 10", "product_id": "tile", "options": {"color": "blue", "size": "M"},
    "barcode": "4006381333931", "price": {"amount": 1290, "currency": "EUR"},
    "cost": {"amount": 400, "currency": "EUR"}, "category": "tiles",
    "image_url": "https://example.org/tile.png", "low_stock_threshold": 3,
    "backorder": {"policy": "allow", "limit": 5}, "active": True}


def test_an_item_is_made_and_replaced_whole(tenant):
    """201, then 200; what a replacement does not name goes back to its default."""
    made = tenant.put("/v1/items/TILE", WHOLE).expect(201)
    assert made["sku"] == "TILE"
    assert {name: made[name] for name in WHOLE} == WHOLE
    assert tenant.get("/v1/items/TILE").expect(200).json == made.json
    replaced = tenant.put("/v1/items/TILE", {"title": "Tile"}).expect(200)
    assert replaced["title"] == "Tile"
    assert replaced["category"] is None and replaced["price"] is None
    assert replaced["low_stock_threshold"] in (10, None)
    assert replaced["version"] > made["version"]


def test_a_patch_changes_only_what_it_names(tenant):
    """The rest stays; null unsets."""
    tenant.put("/v1/items/TILE", WHOLE).expect(201)
    changed = tenant.patch("/v1/items/TILE", {"title": "New", "category": None}).expect(200)
    assert changed["title"] == "New" and changed["category"] is None
    assert changed["price"] == WHOLE["price"]


def test_if_match_guards_a_change(tenant):
    """The current ETag passes, an old one is 412 `version_conflict`, `*` means that it exists."""
    first = tenant.put("/v1/items/TILE", {"title": "1"}).expect(201).headers["ETag"]
    assert tenant.get("/v1/items/TILE").expect(200).headers["ETag"] == first

    def put(title, tag):
        return tenant.put("/v1/items/TILE", {"title": title}, headers={"If-Match": tag})

    second = put("2", first).expect(200).headers["ETag"]
    assert second != first
    put("3", first).problem(412, "version_conflict")
    put("3", f'"nope", {second}').expect(200)
    put("4", "*").expect(200)
    put("5", f"W/{tenant.get('/v1/items/TILE').headers['ETag']}").problem(412, "version_conflict")
    assert tenant.get("/v1/items/TILE").expect(200)["title"] == "4"
    tenant.put("/v1/items/NONE", {"title": "x"}, headers={"If-Match": "*"}).problem(412)
    stale = {"headers": {"If-Match": first}}
    tenant.patch("/v1/items/TILE", {"title": "6"}, **stale).problem(412, "version_conflict")
    tenant.delete("/v1/items/TILE", **stale).problem(412, "version_conflict")
    assert tenant.get("/v1/items/TILE").expect(200)["title"] == "4"


def test_a_renamed_item_is_the_same_item(shop):
    """Its stock, its reservations and its whole ledger go by the new name; the old is free."""
    held = shop.hold(("P", 3))
    renamed = shop.patch("/v1/items/P", {"sku": "NEW"}).expect(200)
    assert renamed["sku"] == "NEW"
    shop.get("/v1/items/P").problem(404)
    shop.assert_stock("NEW", on_hand=10, reserved=3, available=7)
    assert shop.reservation(held["id"])["lines"][0]["sku"] == "NEW"
    reasons = [movement["reason"] for movement in shop.movements(sku="NEW")]
    assert sorted(reasons) == ["initial", "reserved"]
    shop.commit(held["id"])
    shop.item("P", on_hand=1)
    shop.assert_stock("P", on_hand=1)
    shop.assert_stock("NEW", on_hand=10, committed=3)


def test_a_name_in_use_is_not_taken(shop):
    """409 `sku_taken`; both stay what they were."""
    shop.item("Q", on_hand=2)
    shop.patch("/v1/items/P", {"sku": "Q"}).problem(409, "sku_taken")
    shop.assert_stock("P", on_hand=10)
    shop.assert_stock("Q", on_hand=2)


def test_an_item_in_use_is_not_deleted(shop):
    """With stock or open reservations: 409 `item_in_use`; empty, it goes: 204, then 404."""
    shop.delete("/v1/items/P").problem(409, "item_in_use")
    held = shop.hold(("P", 10), kind="order")
    shop.delete("/v1/items/P").problem(409, "item_in_use")
    shop.release(held["id"])
    shop.adjust(set_to=0).expect(201)
    shop.delete("/v1/items/P").expect(204)
    shop.get("/v1/items/P").problem(404)
    shop.delete("/v1/items/P").problem(404)
    shop.reserve("P").refused("unknown_sku")


@pytest.mark.parametrize(
    "sku", ["a b", "ümlaut/x", "50%", "../x", "a+b&c=d?e#f", "x" * 100, "e\u0301", "☂"])
def test_a_sku_may_be_any_text(tenant, sku):
    """Percent-encoded in paths and queries it is the same text everywhere."""
    tenant.item(sku, on_hand=3)
    assert tenant.get(f"/v1/items/{segment(sku)}").expect(200)["sku"] == sku
    assert tenant.hold((sku, 2))["lines"][0]["sku"] == sku
    tenant.assert_stock(sku, available=1)
    assert {movement["sku"] for movement in tenant.movements(sku=sku)} == {sku}
    assert tenant.get(f"/v1/stock/{segment(sku)}/explain").expect(200)


def test_skus_differ_by_case_and_by_composition(tenant):
    """`p` is not `P`, and é of one code point is not é of two."""
    for units, sku in enumerate(("P", "p", "\u00e9", "e\u0301"), 1):
        tenant.item(sku, on_hand=units)
    assert [tenant.available(sku) for sku in ("P", "p", "\u00e9", "e\u0301")] == [1, 2, 3, 4]


def test_a_kit_has_no_stock_of_its_own(tenant):
    """Adjusting it is refused; it shows `available` and `status` and no quantities."""
    tenant.item("P", on_hand=5)
    components = [{"sku": "P", "quantity": 2}]
    made = tenant.item("K", on_hand=0, components=components)
    assert made["components"] == components
    stock = tenant.stock("K")
    assert (stock["available"], stock["status"]) == (2, "low_stock")
    assert "on_hand" not in stock and "levels" not in stock
    assert 400 < tenant.adjust("K", delta=1).status < 500
    assert tenant.available("K") == 2


@pytest.mark.parametrize("components", [
    [{"sku": "NOBODY", "quantity": 1}], [{"sku": "K", "quantity": 1}],
    [{"sku": "P", "quantity": 0}]])
def test_a_kit_is_made_of_known_other_items(shop, components):
    """An unknown part, itself, or none of a part: 422."""
    body = {"title": "K", "components": components}
    shop.put("/v1/items/K", body).problem(422)
    shop.get("/v1/items/K").problem(404)


def test_a_component_is_in_use(tenant):
    """What a kit is made of is not deleted."""
    tenant.item("P", on_hand=0)
    tenant.item("K", on_hand=0, components=as_lines("P"))
    tenant.delete("/v1/items/P").problem(409, "item_in_use")


@pytest.mark.parametrize(("field", "value"), [
    ("title", None), ("title", ""), ("title", 5), ("barcode", "4006381333930"),
    ("barcode", "letters"), ("price.currency", {"amount": 1, "currency": "euro"}),
    ("price.amount", {"amount": -1, "currency": "EUR"}),
    ("low_stock_threshold", -1), ("backorder.policy", {"policy": "maybe"}),
    ("options", ["M"]), ("active", "yes")])
def test_a_bad_field_is_refused(tenant, field, value):
    """422 `invalid_field` naming it; nothing is made."""
    body = {"title": "x", field.split(".")[0]: value}
    tenant.put("/v1/items/X", body).invalid(field)
    tenant.get("/v1/items/X").problem(404)
