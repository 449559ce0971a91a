"""`/v1/stock`, `/v1/stock/check`, the ledger, the history and the explanation."""

import pytest

from support.moments import after, milliseconds
from support.sse import EventStream
from support.tenant import as_lines

LEVEL = {
    "on_hand", "reserved", "soft", "committed", "unavailable", "incoming", "safety_stock",
    "available"}


def test_stock_shows_every_quantity_and_level(tenant):
    """The sums over all locations, and each location for itself."""
    tenant.two_locations(10, 5)
    tenant.commit(tenant.hold(("P", 2))["id"])
    tenant.hold(("P", 3))
    stock = tenant.stock()
    assert LEVEL | {"sku", "status", "backordered", "levels"} <= stock.keys()
    assert (stock["on_hand"], stock["reserved"], stock["committed"]) == (15, 3, 2)
    assert (stock["available"], stock["status"]) == (10, "in_stock")
    assert {one["location"] for one in stock["levels"]} >= {"A", "B"}
    for level in stock["levels"]:
        assert LEVEL <= level.keys()
    for name in LEVEL:
        assert stock[name] == sum(level[name] for level in stock["levels"]), name


def test_unknown_skus_are_listed_apart(shop):
    """`unknown` names them, the others are answered in the order asked; `as_of` is now."""
    shop.item("Q", on_hand=1)
    answer = shop.get("/v1/stock?sku=Q&sku=NOBODY&sku=P").expect(200)
    assert [one["sku"] for one in answer["data"]] == ["Q", "P"]
    assert answer["unknown"] == ["NOBODY"]
    assert milliseconds(answer["as_of"]) == milliseconds(shop.server.clock.now())


def test_200_skus_are_answered_and_201_are_not(shop):
    """More than 200, or none: 400."""
    skus = ["P", *(f"x{number}" for number in range(200))]
    answer = shop.get("/v1/stock", query={"sku": skus[:200]}).expect(200)
    assert (len(answer["data"]), len(answer["unknown"])) == (1, 199)
    shop.get("/v1/stock", query={"sku": skus}).problem(400, "invalid_parameter")
    shop.get("/v1/stock").problem(400, "invalid_parameter")


@pytest.mark.parametrize(("on_hand", "status"), [
    (0, "out_of_stock"), (1, "low_stock"), (9, "low_stock"), (10, "in_stock")])
def test_the_status_says_how_much_there_is(tenant, on_hand, status):
    """Low below the threshold of 10, out at 0."""
    tenant.item("P", on_hand=on_hand)
    assert tenant.stock()["status"] == status


def test_a_page_sees_three_members(shop):
    """A publishable key gets sku, available, status: of `online` unless it names a channel."""
    shop.location("shed", channels=["showroom"])
    shop.receive("P", 5, "shed")
    shop.patch("/v1/locations/main", {"channels": ["online"]}).expect(200)

    def seen(**query):
        return shop.public.get("/v1/stock", query={"sku": "P", **query}).expect(200)["data"]

    assert seen() == [{"sku": "P", "available": 10, "status": "in_stock"}]
    assert seen(channel="showroom") == [{"sku": "P", "available": 5, "status": "low_stock"}]
    shop.settings(display_cap=3)
    assert seen() == [{"sku": "P", "available": 3, "status": "in_stock"}]
    shop.assert_stock(available=15)


def test_the_display_cap_holds_wherever_a_page_reads(shop):
    """Stock, check, stream and the old storefronts' door say 3 of 10; a server is told 10, and
    a page may still have them all."""
    shop.settings(display_cap=3)
    lines = {"lines": as_lines(("P", 10))}
    for client, shown in ((shop.public, 3), (shop, 10)):
        [stock] = client.get("/v1/stock?sku=P").expect(200)["data"]
        assert (stock["available"], stock["status"]) == (shown, "in_stock")
        [line] = client.post("/v1/stock/check", lines).expect(200)["lines"]
        assert (line["available"], line["ok"]) == (shown, True)
        door = client.get("/api/stock-status?productIds=P").expect(200)["P"]
        assert (door["availableStock"], door["isOutOfStock"]) == (shown, False)
        with EventStream(client, "/v1/stock/stream?sku=P") as stream:
            assert stream.next("stock")["data"]["available"] == shown
    wish = f"/v1/holders/{'x' * 16}/reservation"
    shop.public.put(wish, {"lines": as_lines(("P", 10))}).expect(201)
    for client in (shop.public, shop):
        assert client.get("/v1/stock?sku=P").expect(200)["data"][0]["available"] == 0


def test_the_display_cap_holds_in_a_refusal(shop):
    """Whoever asks for more than there is would else read the stock from the answer."""
    shop.settings(display_cap=3)
    wish = {"lines": as_lines(("P", 11))}
    door = {"sessionId": "x" * 16, "items": [{"productId": "P", "quantity": 11}]}
    for client, shown in ((shop.public, 3), (shop, 10)):
        put = client.put(f"/v1/holders/{'x' * 16}/reservation", wish)
        [line] = put.problem(409, "insufficient_stock")["errors"]
        assert (line["requested"], line["available"]) == (11, shown)
        [line] = client.post("/v1/stock/check", wish).expect(200)["lines"]
        assert (line["available"], line["ok"]) == (shown, False)
        refused = client.post("/api/reserve-inventory", door).expect(409)
        assert refused["unavailableItems"] == [
            {"productId": "P", "requested": 11, "available": shown}]


def test_a_capped_stream_tells_of_falls_below_the_cap_only(shop):
    """From 10 to 4 a page sees 3 all along; the next it hears is 2."""
    shop.settings(display_cap=3, low_stock_threshold=1)
    with EventStream(shop.public, "/v1/stock/stream?sku=P") as stream:
        assert stream.next("stock")["data"]["available"] == 3
        shop.hold(("P", 6))
        shop.hold(("P", 2))
        assert stream.next("stock")["data"]["available"] == 2


def test_a_check_answers_line_by_line_and_holds_nothing(tenant):
    """What a reservation would be told, by server and by page, without effect."""
    tenant.item("P", on_hand=3)
    tenant.item("EMPTY", on_hand=0)
    lines = as_lines("P", ("P", 3), "EMPTY", "NOBODY")
    for client in (tenant, tenant.public):
        answer = client.post("/v1/stock/check", {"lines": lines}).expect(200)
        assert answer["ok"] is False
        judged = answer["lines"]
        assert [one["ok"] for one in judged] == [True, False, False, False]
        codes = [one.get("code") for one in judged]
        assert codes == [None, "insufficient_stock", "out_of_stock", "unknown_sku"]
        assert [one["requested"] for one in judged] == [1, 3, 1, 1]
        good = client.post("/v1/stock/check", {"lines": as_lines(("P", 3))}).expect(200)
        assert good["ok"] is True
        assert good["lines"] == [{"sku": "P", "requested": 3, "available": 3, "ok": True}]
    tenant.assert_stock(reserved=0)
    assert tenant.movements(reason="reserved") == []


def test_the_ledger_tells_the_whole_story(shop):
    """Every change of a quantity is a movement with its reason; they sum to what is."""
    held = shop.hold(("P", 5), ttl_seconds=60)
    shop.change(held["id"], lines=as_lines(("P", 4))).expect(200)
    shop.commit(held["id"], order_id="o-1")
    shop.act(held["id"], "ship", {"lines": as_lines("P")}).expect(200)
    shop.act(held["id"], "cancel").expect(200)
    shop.release(shop.hold("P")["id"])
    lapsed = shop.hold("P", ttl_seconds=1)
    shop.lapse(lapsed)
    shop.hold(("P", 9))
    rows = shop.movements(sku="P")
    reasons = {row["reason"] for row in rows}
    assert reasons == {
        "initial", "reserved", "released", "committed", "shipped", "uncommitted", "expired"}
    stock = shop.stock()
    for name in ("on_hand", "reserved", "committed"):
        assert sum(row["changes"].get(name, 0) for row in rows) == stock[name], name
    mine = [row for row in rows if row["reservation_id"] == held["id"]]
    assert {"reserved", "released", "committed", "shipped", "uncommitted"} == {
        row["reason"] for row in mine}
    assert {row["order_id"] for row in mine if row["reason"] == "shipped"} == {"o-1"}


def test_the_ledger_is_found_by_filters(tenant):
    """By sku, location, reason, reference and time."""
    tenant.two_locations(10, 5)
    tenant.server.clock.advance(60)
    later = tenant.server.clock.now()
    tenant.adjust(delta=1, location="B", reason="found", reference="box-1").expect(201)

    def count(**query):
        return len(tenant.movements(**query))

    assert count() == 3
    assert (count(location="A"), count(location="B")) == (1, 2)
    assert (count(reason="found"), count(reference="box-1"), count(reference="x")) == (1, 1, 0)
    assert (count(since=later), count(until=later)) == (1, 2)
    assert (count(since=after(later, -60)), count(since=after(later, 0.001))) == (3, 0)
    assert count(sku="NOBODY") == 0


def test_the_history_follows_the_ledger(shop):
    """Hour by hour: 10, after a sale 7, after a receipt 12."""
    start = shop.server.clock.now()
    shop.server.clock.advance(3600)
    shop.adjust(delta=-3, reason="sold").expect(201)
    shop.server.clock.advance(3600)
    shop.receive("P", 5)
    shop.server.clock.advance(3600)
    query = {"from": after(start, -3600), "to": shop.server.clock.now(), "step": "hour"}
    rows = shop.get("/v1/stock/P/history", query=query).expect(200)["data"]
    levels = [row["on_hand"] for row in rows]
    assert [levels[i] for i in range(len(levels)) if i == 0 or levels[i] != levels[i - 1]][
        -3:] == [10, 7, 12]
    daily = shop.get("/v1/stock/P/history", query={**query, "step": "day"}).expect(200)["data"]
    assert daily[-1]["on_hand"] == 12
    shop.get("/v1/stock/NOBODY/history", query=query).problem(404)
    bad = {**query, "step": "year"}
    shop.get("/v1/stock/P/history", query=bad).problem(400, "invalid_parameter")


def test_an_explanation_of_an_unknown_item_is_not_found(shop):
    """404; of a known one it is 200 for any channel."""
    shop.get("/v1/stock/NOBODY/explain").problem(404)
    for channel in ("online", "showroom", "marketplace"):
        shop.get("/v1/stock/P/explain", query={"channel": channel}).expect(200)
