"""Which pages of the web a browser lets use a key: the origins that the key names, no others."""

import pytest

from support.client import Client
from support.polling import eventually
from support.sse import EventStream
from support.tenant import as_lines

SHOP = "https://shop.example"
STRANGERS = [
    "https://evil.example", "http://shop.example", "https://shop.example:8443",
    "https://www.shop.example", "https://shop.example.evil.example", "https://SHOP.example",
    "https://shop.example/", "null", "*"]
WISH = "/v1/holders/a-session-of-22-letters/reservation"
KEPT_SECONDS = 3


def grants(answer):
    """What an answer allows a browser, by the names of the headers behind the common prefix."""
    prefix = "access-control-"
    return {
        name.lower().removeprefix(prefix): value for name, value in answer.headers.items()
        if name.lower().startswith(prefix)}


def words(text):
    """The words of a list in a header, in lower case."""
    return {word.strip().lower() for word in text.split(",")}


def preflight(client, method, path, origin):
    """What a browser asks before it sends a request that a form could not send."""
    return client.request("OPTIONS", path, key=None, headers={
        "Origin": origin, "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type"}).expect(204)


@pytest.fixture
def page(shop):
    """A page of the shop's own website, with a key that only this website may use."""
    key = shop.api_key(kind="publishable", allowed_origins=[SHOP, "http://localhost:5173"])
    return Client(shop.server, key["secret"])


def test_a_preflight_from_an_allowed_origin_is_granted(page):
    """For each method that the path has and each header that the API reads, without a key."""
    eventually(
        lambda: grants(preflight(page, "PUT", WISH, SHOP)), KEPT_SECONDS,
        "the origins of a new key are known")
    for path, methods in ((WISH, {"get", "put", "delete"}), ("/v1/stock", {"get"})):
        answer = preflight(page, "GET", path, SHOP)
        granted = grants(answer)
        assert granted["allow-origin"] == SHOP
        assert methods <= words(granted["allow-methods"])
        assert words(granted["allow-headers"]) >= {
            "authorization", "content-type", "idempotency-key", "last-event-id"}
        assert int(granted["max-age"]) <= 3600
        assert "allow-credentials" not in granted
        assert words(answer.headers["Vary"]) == {"origin"}


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_preflight_from_another_origin_is_granted_nothing(page, origin):
    """And says that its answer depends on the origin."""
    eventually(
        lambda: grants(preflight(page, "PUT", WISH, SHOP)), KEPT_SECONDS,
        "the origins of a new key are known")
    answer = preflight(page, "PUT", WISH, origin)
    assert grants(answer) == {}
    assert words(answer.headers["Vary"]) == {"origin"}


def test_a_preflight_is_granted_no_more_once_the_key_is_revoked(shop):
    """Within a second or so."""
    origin = "https://for-a-while.example"
    key = shop.api_key(kind="publishable", allowed_origins=[origin])
    eventually(
        lambda: grants(preflight(shop, "PUT", WISH, origin)), KEPT_SECONDS, "granted")
    shop.delete(f"/v1/api-keys/{key['id']}").expect(204)
    eventually(
        lambda: not grants(preflight(shop, "PUT", WISH, origin)), KEPT_SECONDS, "not granted")


def test_a_page_of_an_allowed_origin_reads_answers_and_refusals(page):
    """Each names the origin, and which headers a script may see."""
    headers = {"Origin": SHOP, "Authorization": f"Bearer {page.key}"}
    typed = {**headers, "Content-Type": "application/json"}
    answers = [
        page.get("/v1/stock?sku=P", headers=headers).expect(200),
        page.put(WISH, {"lines": as_lines("P")}, headers=typed).expect(201),
        page.put(WISH, {"lines": as_lines(("P", 99))}, headers=typed).problem(409),
        page.put(WISH, {"lines": as_lines(("P", 0))}, headers=typed).problem(422),
        page.delete(WISH, headers=headers).expect(204),
        page.get(WISH, headers=headers).problem(404)]
    for answer in answers:
        granted = grants(answer)
        assert granted.pop("allow-origin") == SHOP, answer
        assert words(granted.pop("expose-headers")) >= {
            "x-request-id", "retry-after", "etag"}, answer
        assert granted == {}, answer
        assert "origin" in words(answer.headers["Vary"]), answer


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_page_of_another_origin_is_refused(shop, page, origin):
    """403 `forbidden`, unreadable to the page, and without an effect."""
    headers = {
        "Origin": origin, "Authorization": f"Bearer {page.key}",
        "Content-Type": "application/json"}
    for refusal in (
            page.get("/v1/stock?sku=P", headers=headers),
            page.get(f"/v1/stock?sku=P&key={page.key}", key=None, headers={"Origin": origin}),
            page.put(WISH, {"lines": as_lines("P")}, headers=headers)):
        refusal.problem(403, "forbidden")
        assert grants(refusal) == {}
    shop.assert_stock(reserved=0)


def test_a_server_needs_no_origin(page):
    """Only browsers send one; the list binds them, and hides the key from nobody else."""
    answer = page.get("/v1/stock?sku=P").expect(200)
    assert grants(answer) == {}


def test_a_key_without_a_list_grants_browsers_of_other_origins_nothing(shop):
    """It is used from the shop's own origin or by a server."""
    headers = {"Origin": SHOP, "Authorization": f"Bearer {shop.public.key}"}
    assert grants(shop.get("/v1/stock?sku=P", headers=headers).expect(200)) == {}


def test_one_key_lends_its_origins_to_no_other(shop, other):
    """Neither to another key of the tenant nor to another tenant's."""
    theirs = "https://theirs.example"
    other.api_key(kind="publishable", allowed_origins=[theirs])
    shop.api_key(kind="publishable", allowed_origins=["https://second.example"])
    key = shop.api_key(kind="publishable", allowed_origins=[SHOP])
    for origin in (theirs, "https://second.example"):
        headers = {"Origin": origin, "Authorization": f"Bearer {key['secret']}"}
        shop.get("/v1/stock?sku=P", headers=headers).problem(403, "forbidden")


def test_a_stream_is_for_the_allowed_origin_alone(shop, page):
    """`EventSource` sends its origin, and the key in the query."""
    path = f"/v1/stock/stream?sku=P&key={page.key}"
    with EventStream(shop, path, key=None, headers={"Origin": SHOP}) as stream:
        assert f"access-control-allow-origin: {SHOP}" in stream.head.lower()
        assert stream.next("stock")["data"]["available"] == 10
    refusal = shop.get(path, key=None, headers={"Origin": "https://evil.example"})
    refusal.problem(403, "forbidden")


@pytest.mark.parametrize("origin", [
    "*", "null", "shop.example", "https://", "https://*.shop.example", "https://shop.example/",
    "https://shop.example/page", "https://Shop.example", "https://u@shop.example", "ftp://a.b"])
def test_what_is_no_origin_is_not_taken(shop, origin):
    """422 naming the field: a wildcard or a path would be no list of origins."""
    body = {"name": "x", "kind": "publishable", "allowed_origins": [origin]}
    answer = shop.post("/v1/api-keys", body).problem(422, "invalid_field")
    assert answer["errors"][0]["field"].startswith("allowed_origins")
