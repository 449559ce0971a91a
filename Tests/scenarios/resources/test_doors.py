"""The compatibility doors: old storefronts keep working, on the same engine."""

from urllib.parse import quote

import pytest

from support.moments import after
from support.tenant import as_lines

SESSION = "session-0123456789"
DOOR = "/api/reserve-inventory"


def reserve(client, *items, session=SESSION, **fields):
    """The answer to a storefront's reservation."""
    body = {"sessionId": session, "items": products(*items), **fields}
    return client.post(DOOR, body)


def products(*items):
    """Items as the doors spell them."""
    return [{"productId": line["sku"], "quantity": line["quantity"]} for line in as_lines(*items)]


def refused(answer, status, error):
    """Fails where the answer is not a door's error."""
    answer.expect(status)
    assert (answer["success"], answer["error"]) == (False, error), answer


def test_a_storefront_reserves_for_two_minutes(shop):
    """200 with what is held and until when; the engine holds it."""
    now = shop.server.clock.now()
    answer = reserve(shop.public, ("P", 2)).expect(200)
    end = after(now, 120)
    assert answer.json == {
        "success": True, "expiresAt": end,
        "reservations": [{"productId": "P", "quantity": 2, "expiresAt": end}]}
    shop.assert_stock(reserved=2, available=8)
    shop.server.clock.set(end)
    shop.assert_stock(reserved=0, available=10)


def test_a_session_states_its_whole_wish(shop):
    """Sent again with more, or less, it is the same session's one reservation."""
    reserve(shop.public, ("P", 2)).expect(200)
    reserve(shop.public, ("P", 10)).expect(200)
    shop.assert_stock(reserved=10)
    reserve(shop.public, "P").expect(200)
    shop.assert_stock(reserved=1)


def test_what_is_not_there_is_named(shop):
    """409 with each unavailable item; nothing held."""
    shop.item("EMPTY", on_hand=0)
    answer = reserve(shop.public, ("P", 11), "EMPTY").expect(409)
    assert answer["success"] is False and answer["error"]
    assert answer["unavailableItems"] == [
        {"productId": "P", "requested": 11, "available": 10},
        {"productId": "EMPTY", "requested": 1, "available": 0}]
    shop.assert_stock(reserved=0)


def test_a_session_gives_back(shop):
    """`released` is the number of units; again it is 0."""
    reserve(shop.public, ("P", 3)).expect(200)
    gone = shop.public.delete(DOOR, {"sessionId": SESSION}).expect(200)
    assert gone.json == {"success": True, "released": 3}
    again = shop.public.delete(DOOR, {"sessionId": SESSION}).expect(200)
    assert again.json == {"success": True, "released": 0}
    shop.assert_stock(reserved=0)


def test_active_reservations_are_listed(shop):
    """A page sees its own session's, a server sees all; a page without a session is 422."""
    reserve(shop.public, ("P", 3)).expect(200)
    reserve(shop.public, "P", session="another-session-0123").expect(200)
    query = {"sessionId": SESSION}
    own = shop.public.get(DOOR, query=query).expect(200)
    assert own["success"] is True
    [one] = own["reservations"]
    assert (one["sessionId"], one["productId"], one["quantity"]) == (SESSION, "P", 3)
    assert one["expiresAt"]
    assert len(shop.get(DOOR).expect(200)["reservations"]) == 2
    answer = shop.public.get(DOOR)
    assert answer.expect(422)["success"] is False


def test_a_guessable_session_is_refused(shop):
    """Under 16 characters from a page: 422 `weak_holder`; from a server it will do."""
    refused(reserve(shop.public, "P", session="short"), 422, "weak_holder")
    reserve(shop, "P", session="short").expect(200)


def test_stock_is_shown_as_the_old_door_meant_it(shop):
    """`stockQuantity` is on hand less what is sold and not yet shipped."""
    shop.item("Q", on_hand=0)
    shop.commit(shop.hold(("P", 2))["id"])
    shop.hold(("P", 3))
    answer = shop.public.get("/api/stock-status?productIds=P,Q").expect(200)
    assert answer.json == {
        "P": {"stockQuantity": 8, "reservedQuantity": 3, "availableStock": 5,
              "isOutOfStock": False},
        "Q": {"stockQuantity": 0, "reservedQuantity": 0, "availableStock": 0,
              "isOutOfStock": True}}


def test_a_product_id_with_one_item_is_that_item(tenant):
    """`productId` is a sku, or a `product_id` that has one item."""
    tenant.item("SKU-1", on_hand=5, product_id="lamp")
    answer = reserve(tenant.public, ("lamp", 2)).expect(200)
    assert answer["reservations"][0]["productId"] == "lamp"
    tenant.assert_stock("SKU-1", reserved=2)
    assert tenant.public.get("/api/stock-status?productIds=lamp").expect(200)["lamp"][
        "availableStock"] == 3


def test_unknown_fields_are_tolerated(shop):
    """Old storefronts send what they like."""
    reserve(shop.public, "P", cartTotal=12.5, items2=None).expect(200)
    shop.assert_stock(reserved=1)


def test_an_order_is_reserved_once(shop):
    """`reserve-stock` makes an `order` reservation; the same `orderId` answers the same one."""
    body = {"orderId": "order-1", "items": products(("P", 2))}
    first = shop.post("/api/reserve-stock", body).expect(200)
    assert first["success"] is True
    again = shop.post("/api/reserve-stock", body).expect(200)
    assert again["reservations"] == first["reservations"]
    [held] = shop.all("/v1/reservations", state="active")
    assert held["kind"] == "order"
    shop.assert_stock(reserved=2)


@pytest.mark.parametrize("action", ["ship", "cancel"])
def test_an_order_that_was_sold_is_not_reserved_again(shop, action):
    """The same `orderId` once all of it was shipped or cancelled: the first answer, no new hold."""
    body = {"orderId": "order-1", "items": products(("P", 2))}
    first = shop.post("/api/reserve-stock", body).expect(200)
    [held] = shop.all("/v1/reservations", state="active")
    shop.commit(held["id"], order_id="order-1")
    shop.act(held["id"], action).expect(200)
    again = shop.post("/api/reserve-stock", body).expect(200)
    assert again.json == first.json
    assert len(shop.all("/v1/reservations")) == 1
    shop.assert_stock(reserved=0, committed=0)


def test_four_doors_need_a_secret_key(shop):
    """A page's key is 403 there, no key is 401."""
    for method, path in (
            ("POST", "/api/reserve-stock"), ("POST", "/api/init-reserved-quantity"),
            ("GET", "/api/inventory-health"), ("POST", "/api/inventory-monitor")):
        body = {} if method == "POST" else None
        refused(shop.public.request(method, path, body), 403, "forbidden")
        answer = shop.request(method, path, body, key=None).expect(401)
        assert answer["success"] is False


def test_the_doors_of_the_old_cron_jobs_answer(shop):
    """Initializing and watching are done by the engine; the doors say so."""
    done = shop.post("/api/init-reserved-quantity", {}).expect(200)
    assert done["success"] is True and done["message"]
    assert "nextSteps" in done.json
    shop.get("/api/inventory-health").expect(200)
    shop.post("/api/inventory-monitor", {}).expect(200)


@pytest.mark.parametrize(("raw", "status", "error"), [
    (b"{", 400, "invalid_json"), (b"[]", 422, "invalid_field"), (b"{}", 422, "invalid_field"),
    (b'{"sessionId":"session-0123456789","items":[{"productId":"P","quantity":0}]}', 422,
     "invalid_quantity"),
    (b'{"sessionId":"session-0123456789","items":[{"productId":"P","quantity":1.5}]}', 422,
     "invalid_quantity")])
def test_other_errors_carry_their_code(shop, raw, status, error):
    """`{"success": false, "error": code}` with the status of the same error elsewhere."""
    refused(shop.public.post(DOOR, raw=raw), status, error)
    shop.assert_stock(reserved=0)


def test_an_unknown_product_is_unavailable(shop):
    """409 naming it, with nothing available."""
    answer = reserve(shop.public, "NOBODY").expect(409)
    assert answer["unavailableItems"] == [{"productId": "NOBODY", "requested": 1, "available": 0}]


def test_a_door_without_a_key_is_closed(shop):
    """401, as a door says it, unless the operator opened it."""
    answer = shop.post(DOOR, {"sessionId": SESSION, "items": products("P")}, key=None)
    assert answer.expect(401)["success"] is False


def test_the_operator_may_open_the_doors(serve):
    """With `--open-compat` a storefront without a key reaches the first tenant's stock."""
    server = serve("--open-compat")
    root = server.root
    root.put("/v1/items/P", {"title": "P"}).expect(201)
    root.post("/v1/stock/adjustments", {
        "lines": [{"sku": "P", "delta": 5}], "reason": "received"}).expect(201)
    body = {"sessionId": SESSION, "items": products(("P", 2))}
    root.post(DOOR, body, key=None).expect(200)
    status = root.get("/api/stock-status?productIds=P", key=None).expect(200)
    assert status["P"]["availableStock"] == 3
    root.get("/v1/stock?sku=P", key=None).problem(401)


def test_skus_that_differ_only_in_composition_are_two(shop):
    """A composed and a decomposed name are held, refused and told apart, as everywhere else."""
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    shop.item(composed, on_hand=5)
    shop.item("ONLY", on_hand=3, product_id=decomposed)
    held = reserve(shop.public, (composed, 2), (decomposed, 1)).expect(200)
    assert [(one["productId"], one["quantity"]) for one in held["reservations"]] == [
        (composed, 2), (decomposed, 1)]
    for names in ((composed, decomposed), (decomposed, composed)):
        query = ",".join(quote(name) for name in names)
        status = shop.public.get(f"/api/stock-status?productIds={query}").expect(200)
        assert {name: one["availableStock"] for name, one in status.json.items()} == {
            composed: 3, decomposed: 2}
    missing = reserve(shop.public, (composed, 99), (decomposed, 99)).expect(409)
    assert [one["productId"] for one in missing["unavailableItems"]] == [composed, decomposed]
    shop.item(decomposed, on_hand=7)
    status = shop.public.get(f"/api/stock-status?productIds={query}").expect(200)
    assert (status[composed]["availableStock"], status[decomposed]["availableStock"]) == (3, 7)
