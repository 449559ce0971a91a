"""Lists: filters, pages, cursors, order, the `Link` header, the position."""

import re

import pytest


@pytest.fixture
def catalog(tenant):
    """Seven items of different products, categories, stock and activity."""
    tenant.item("a1", on_hand=20, title="Red shirt", product_id="shirt", category="wear")
    tenant.item("a2", on_hand=5, title="Blue shirt", product_id="shirt", category="wear")
    tenant.item("a3", on_hand=0, title="Green shirt", product_id="shirt", category="wear")
    tenant.item("b1", on_hand=20, title="Tile 50%", category="tiles")
    tenant.item("b2", on_hand=1, title="Tile_x", category="tiles")
    tenant.item("c1", on_hand=0, title="Old model", active=False)
    tenant.item("c2", on_hand=30, title="Model")
    return tenant


def found(tenant, **query):
    """The skus that a list of items names."""
    return sorted(item["sku"] for item in tenant.all("/v1/items", **query))


@pytest.mark.parametrize(("query", "skus"), [
    ({"product_id": "shirt"}, ["a1", "a2", "a3"]),
    ({"category": "tiles"}, ["b1", "b2"]),
    ({"stock": "in"}, ["a1", "b1", "c2"]),
    ({"stock": "low"}, ["a2", "b2"]),
    ({"stock": "out"}, ["a3", "c1"]),
    ({"active": "false"}, ["c1"]),
    ({"q": "shirt"}, ["a1", "a2", "a3"]),
    ({"q": "SHIRT"}, ["a1", "a2", "a3"]),
    ({"q": "b1"}, ["b1"]),
    ({"q": "50%"}, ["b1"]),
    ({"q": "%"}, ["b1"]),
    ({"q": "_"}, ["b2"]),
    ({"q": "shirt", "stock": "out"}, ["a3"]),
    ({"q": "nothing of the kind"}, [])])
def test_items_are_found_by_filters(catalog, query, skus):
    """Each filter the reference names; together they narrow; `%` and `_` mean themselves."""
    assert found(catalog, **query) == skus


@pytest.mark.parametrize(("path", "filters"), [
    ("/v1/items", ("q", "product_id", "category")),
    ("/v1/reservations", ("sku", "holder")),
    ("/v1/stock/movements", ("sku", "location", "reference")),
    ("/v1/events", ("type",))])
def test_a_filter_that_nothing_meets_finds_nothing(shop, path, filters):
    """A name that nobody has shows no rows, rather than all of them."""
    shop.hold("P", holder="somebody")
    assert shop.all(path)
    for name in filters:
        for value in ("nobody-has-this", "0", "1", "%", "_"):
            assert shop.all(path, **{name: value}) == [], (name, value)


def test_filters_see_expiries_as_of_now(tenant):
    """An item whose last units were held is `out`, and `in` again at the expiry."""
    tenant.item("P", on_hand=20)
    held = tenant.hold(("P", 20), ttl_seconds=60)
    assert (found(tenant, stock="out"), found(tenant, stock="in")) == (["P"], [])
    tenant.lapse(held)
    assert (found(tenant, stock="out"), found(tenant, stock="in")) == ([], ["P"])


def test_pages_follow_their_cursors(catalog):
    """Each row once, whatever the page size; `Link` names the next page until there is none."""
    whole = [item["sku"] for item in catalog.all("/v1/items")]
    assert len(whole) == 7
    for limit in (1, 2, 3, 7, 200):
        path, seen = f"/v1/items?limit={limit}", []
        while path:
            page = catalog.get(path).expect(200)
            assert len(page["data"]) <= limit
            assert isinstance(page["position"], int)
            seen += [item["sku"] for item in page["data"]]
            link = re.search(r'<([^>]+)>;\s*rel="?next"?', page.headers.get("Link", ""))
            assert bool(link) == (page["next_cursor"] is not None), page.headers
            path = re.sub(r"^https?://[^/]+", "", link[1]) if link else None
        assert seen == whole


def test_a_cursor_is_stable_while_rows_come(catalog):
    """Items made between two pages are never shown twice, and none is skipped."""
    first = catalog.get("/v1/items?limit=3&sort=sku").expect(200)
    catalog.item("a0")
    catalog.item("b9")
    rest = catalog.all("/v1/items", sort="sku", limit=3, cursor=first["next_cursor"])
    skus = [item["sku"] for item in [*first["data"], *rest]]
    assert skus == ["a1", "a2", "a3", "b1", "b2", "b9", "c1", "c2"]


def test_a_list_is_sorted_by_a_named_field(catalog):
    """Ascending, and with `-` descending, across pages; another name is 400."""
    skus = [item["sku"] for item in catalog.all("/v1/items", sort="sku", limit=2)]
    assert skus == sorted(skus)
    down = [item["sku"] for item in catalog.all("/v1/items", sort="-sku", limit=2)]
    assert down == skus[::-1]
    catalog.get("/v1/items?sort=color").problem(400, "invalid_parameter")


def test_items_may_carry_their_stock(catalog):
    """`include=stock` puts the object of `GET /v1/stock` into each item's `stock`."""
    for item in catalog.all("/v1/items", include="stock", q="tile"):
        assert item["stock"] == catalog.stock(item["sku"])
    assert "stock" not in catalog.all("/v1/items")[0]
    assert catalog.get("/v1/items/a1?include=stock").expect(200)["stock"] == catalog.stock("a1")


def test_a_list_says_as_of_which_position_it_was_read(shop):
    """The position is the event log's: events after it are what the list does not show."""
    position = shop.get("/v1/items").expect(200)["position"]
    assert position == shop.position()
    shop.hold("P")
    assert shop.get("/v1/reservations").expect(200)["position"] > position


def test_a_read_waits_for_the_position_of_a_write(shop):
    """What a write answered as `Holdfast-Position` a read may ask for, and sees the write."""
    made = shop.reserve("P").expect(201)
    position = made.headers["Holdfast-Position"]
    headers = {"Holdfast-Min-Position": position}
    listed = shop.get("/v1/reservations", headers=headers).expect(200)
    assert [one["id"] for one in listed["data"]] == [made["id"]]
    assert listed["position"] >= int(position)


@pytest.mark.parametrize("path", [
    "/v1/items?limit=0", "/v1/items?limit=201", "/v1/items?bogus=1", "/v1/items?stock=some",
    "/v1/items?active=maybe", "/v1/reservations?state=gone", "/v1/reservations?kind=gift",
    "/v1/stock/movements?since=yesterday", "/v1/events?after=-1", "/v1/stock/movements?reason=x",
    "/v1/stock/P/explain?channel=" + "e%CC%81" * 51])
def test_a_bad_parameter_is_refused(shop, path):
    """400 `invalid_parameter`."""
    shop.get(path).problem(400, "invalid_parameter")
