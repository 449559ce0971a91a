"""What a page may do with a publishable key, and what not."""

import pytest

from support.client import Client
from support.tenant import as_lines

HOLDER = "a-session-of-22-letters"
WISH = f"/v1/holders/{HOLDER}/reservation"

CLOSED = [
    ("GET", "/v1/items"), ("PUT", "/v1/items/P"), ("GET", "/v1/items/P"),
    ("DELETE", "/v1/items/P"), ("GET", "/v1/locations"), ("POST", "/v1/locations"),
    ("POST", "/v1/stock/adjustments"), ("POST", "/v1/stock/transfers"),
    ("GET", "/v1/stock/transfers"), ("GET", "/v1/stock/movements"),
    ("GET", "/v1/stock/P/explain"), ("GET", "/v1/stock/P/history"),
    ("POST", "/v1/reservations"), ("GET", "/v1/reservations"), ("GET", "/v1/events"),
    ("GET", "/v1/events/stream"), ("GET", "/v1/settings"), ("PATCH", "/v1/settings"),
    ("GET", "/v1/allocations"), ("PUT", "/v1/allocations"), ("GET", "/v1/api-keys"),
    ("POST", "/v1/api-keys"), ("POST", "/v1/tenants"), ("GET", "/v1/inventory/health"),
    ("POST", "/v1/inventory/repairs"), ("POST", "/test/clock")]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_everything_else_is_forbidden(shop, method, path):
    """A route outside the list is 403 `forbidden`, whatever the body."""
    body = {} if method in ("POST", "PUT", "PATCH") else None
    shop.public.request(method, path, body).problem(403, "forbidden")


def test_a_reservation_is_not_reached_by_its_id(shop):
    """Reading, changing, committing, releasing by id: 403."""
    held = shop.hold("P")
    path = f"/v1/reservations/{held['id']}"
    shop.public.get(path).problem(403, "forbidden")
    shop.public.patch(path, {"ttl_seconds": 60}).problem(403, "forbidden")
    for action in ("commit", "ship", "cancel", "release"):
        shop.public.post(f"{path}/{action}", {}).problem(403, "forbidden")
    assert shop.reservation(held["id"]) == held


def test_a_page_holds_for_its_own_session(shop):
    """With the holder's unguessable name it may wish, see and give up."""
    made = shop.public.put(WISH, {"lines": as_lines(("P", 2)), "kind": "cart"}).expect(201)
    assert shop.public.get(WISH).expect(200)["id"] == made["id"]
    shop.public.put(WISH, {"lines": as_lines("P"), "kind": "checkout"}).expect(200)
    shop.public.delete(WISH).expect(204)
    shop.public.get(WISH).problem(404)


@pytest.mark.parametrize("kind", ["order", "abandoned_cart"])
def test_a_page_makes_carts_and_checkouts_only(shop, kind):
    """Another kind is 422 `invalid_field`."""
    shop.public.put(WISH, {"lines": as_lines("P"), "kind": kind}).invalid("kind")
    shop.assert_stock(reserved=0)


def test_a_guessable_holder_is_refused(shop):
    """Under 16 characters: 422 `weak_holder`; 16 will do; a secret key may use any."""
    def path(holder):
        return f"/v1/holders/{holder}/reservation"

    body = {"lines": as_lines("P")}
    shop.public.put(path("x" * 15), body).problem(422, "weak_holder")
    shop.public.get(path("x" * 15)).problem(422, "weak_holder")
    shop.public.delete(path("x" * 15)).problem(422, "weak_holder")
    shop.public.put(path("x" * 16), body).expect(201)
    shop.put(path("x"), body).expect(201)


def test_the_key_may_stand_in_the_query(shop):
    """`?key=` for a publishable key on the routes of its list; a secret key there is 401."""
    shop.get(f"/v1/stock?sku=P&key={shop.public.key}", key=None).expect(200)
    shop.get(f"/v1/items?key={shop.public.key}", key=None).problem(403, "forbidden")
    shop.get(f"/v1/items?key={shop.key}", key=None).problem(401)
    shop.get("/v1/stock?sku=P&key=hf_pk_nonsense", key=None).problem(401)


def test_the_first_tenants_publishable_key_is_the_configured_one(server):
    """HOLDFAST_PUBLISHABLE_KEY opens the first tenant's storefront."""
    page = Client(server, server.publishable_key)
    answer = page.get("/v1/stock?sku=nothing-here").expect(200)
    assert (answer["data"], answer["unknown"]) == ([], ["nothing-here"])
