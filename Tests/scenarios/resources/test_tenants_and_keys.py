"""`/v1/tenants` and `/v1/api-keys`, and who may do what."""

import pytest

from support.client import Client
from support.moments import after
from support.sse import EventStream
from support.tenant import as_lines


def test_the_root_key_makes_tenants(server):
    """201 with its keys; the plan is `premium` unless named."""
    made = server.root.post("/v1/tenants", {"name": "Tiles & Co"}).expect(201)
    assert made["id"].startswith("ten_")
    assert (made["name"], made["plan"]) == ("Tiles & Co", "premium")
    assert made["secret_key"].startswith("hf_sk_")
    assert made["publishable_key"].startswith("hf_pk_")
    free = server.root.post("/v1/tenants", {"name": "x", "plan": "free"}).expect(201)
    assert free["plan"] == "free"
    server.root.post("/v1/tenants", {"name": "x", "plan": "gold"}).invalid("plan")
    server.root.post("/v1/tenants", {}).invalid("name")


def test_nobody_else_makes_tenants(tenant):
    """403 with any other credential, 401 without."""
    body = {"name": "x"}
    tenant.post("/v1/tenants", body).problem(403, "forbidden")
    tenant.public.post("/v1/tenants", body).problem(403, "forbidden")
    tenant.post("/v1/tenants", body, key=None).problem(401)


def test_the_free_plan_ends_at_ten_products(server, open_shop):
    """The 11th product is 402 `quota_exceeded`; a variant of a product there is none more."""
    tenant = open_shop(server, plan="free")
    for number in range(9):
        tenant.item(f"single-{number}", on_hand=0)
    tenant.item("shirt-m", on_hand=0, product_id="shirt")
    tenant.item("shirt-l", on_hand=0, product_id="shirt")
    tenant.put("/v1/items/one-more", {"title": "x"}).problem(402, "quota_exceeded")
    tenant.put("/v1/items/shirt-m", {"title": "x", "product_id": "shirt"}).expect(200)
    tenant.put("/v1/items/shirt-m", {"title": "x"}).problem(402, "quota_exceeded")


def test_a_key_is_shown_once_and_works_until_revoked(tenant):
    """Made: 201 with its text; listed without; deleted: 204, and then it is nobody's."""
    key = tenant.api_key("items:read")
    assert key["id"].startswith("key_")
    assert len(key["secret"]) >= 40
    listed = tenant.get("/v1/api-keys").expect(200)
    assert key["id"] in [one["id"] for one in listed["data"]]
    assert key["secret"] not in listed.text
    client = Client(tenant.server, key["secret"])
    client.get("/v1/items").expect(200)
    tenant.delete(f"/v1/api-keys/{key['id']}").expect(204)
    client.get("/v1/items").problem(401)
    tenant.delete(f"/v1/api-keys/{key['id']}").expect(204, 404)


def test_a_key_may_do_what_its_scopes_say(shop):
    """A valid key without the scope is 403, and has no effect."""
    client = Client(shop.server, shop.api_key("items:read", "events:read")["secret"])
    client.get("/v1/items").expect(200)
    client.get("/v1/events").expect(200)
    body = {"lines": as_lines("P")}
    client.post("/v1/reservations", body).problem(403, "forbidden")
    client.put("/v1/items/X", {"title": "x"}).problem(403, "forbidden")
    client.get("/v1/settings").problem(403, "forbidden")
    client.post("/v1/api-keys", {
        "name": "more", "kind": "secret", "scopes": ["items:write"]}).problem(403, "forbidden")
    shop.assert_stock(reserved=0)


def test_a_key_gives_no_more_than_its_maker_has(shop):
    """A key that may make keys cannot give itself other rights through a new one."""
    client = Client(shop.server, shop.api_key("keys:write", "items:read")["secret"])
    body = {"name": "more", "kind": "secret", "scopes": ["stock:write"]}
    assert client.post("/v1/api-keys", body).status in (403, 422)


def test_a_key_ends_when_it_was_said_to(shop):
    """At `expires_at` it is 401."""
    end = shop.server.clock.now()
    shop.server.clock.advance(1)
    shop.post("/v1/api-keys", {
        "name": "x", "kind": "secret", "scopes": ["items:read"], "expires_at": end}).problem(422)
    later = after(shop.server.clock.now(), 60)
    key = shop.api_key("items:read", expires_at=later)
    client = Client(shop.server, key["secret"])
    client.get("/v1/items").expect(200)
    shop.server.clock.set(later)
    client.get("/v1/items").problem(401)


@pytest.mark.parametrize("field", ["name", "kind", "scopes"])
def test_a_key_needs_its_fields(tenant, field):
    """422 naming what is missing; an unknown scope or kind too."""
    body = {"name": "x", "kind": "secret", "scopes": ["items:read"]}
    bad = {"name": 5, "kind": "golden", "scopes": ["no:such"]}
    answer = tenant.post("/v1/api-keys", {**body, field: bad[field]}).problem(422, "invalid_field")
    assert answer["errors"][0]["field"].startswith(field)


def test_another_tenants_key_is_not_found(tenant, other):
    """Deleting it is 404 or has no effect; it works on."""
    key = other.api_key("items:read")
    tenant.delete(f"/v1/api-keys/{key['id']}").expect(404)
    Client(tenant.server, key["secret"]).get("/v1/items").expect(200)
    assert key["id"] not in tenant.get("/v1/api-keys").expect(200).text


@pytest.mark.parametrize("credential", [
    None, "", "hf_sk_", "hf_sk_" + "0" * 40, "hf_pk_" + "0" * 40, "nonsense",
    "a.b.c", "hf_sk_" + "x" * 5000])
def test_no_credential_or_a_bad_one_is_401(server, credential):
    """With a challenge, as RFC 9110 asks, and not a word on what was wrong with it."""
    answer = server.root.get("/v1/items", key=credential).problem(401)
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert not credential or len(credential) < 6 or credential not in answer.text


@pytest.mark.parametrize("header", ["Basic aGY6aGY=", "Bearer", "{key}", "Token {key}"])
def test_only_bearer_is_a_credential(tenant, header):
    """Another scheme, or none, is 401."""
    headers = {"Authorization": header.format(key=tenant.key)}
    tenant.get("/v1/items", headers=headers).problem(401)


def test_two_credentials_are_none(tenant):
    """Two `Authorization` headers: refused."""
    headers = [("Authorization", f"Bearer {tenant.key}")] * 2
    assert tenant.get("/v1/items", headers=headers).status in (400, 401)


def test_keys_survive_a_restart(tenant):
    """Those of the tenant and those it made; a revoked one stays revoked."""
    good, gone = tenant.api_key("items:read"), tenant.api_key("items:read")
    tenant.delete(f"/v1/api-keys/{gone['id']}").expect(204)
    tenant.server.restart()
    tenant.get("/v1/items").expect(200)
    Client(tenant.server, good["secret"]).get("/v1/items").expect(200)
    Client(tenant.server, gone["secret"]).get("/v1/items").problem(401)


def test_a_stream_ends_with_its_key(tenant):
    """A key revoked while its stream is open: closed within 10 s."""
    key = tenant.api_key("events:read")
    with EventStream(tenant, "/v1/events/stream", key=key["secret"]) as stream:
        tenant.delete(f"/v1/api-keys/{key['id']}").expect(204)
        assert stream.ended(within=10)
