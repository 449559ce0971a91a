"""Health, metrics, the OpenAPI document, and what every path has in common."""

import re

import pytest

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_needs_no_credential(server, path):
    """200, and nothing inside that tells a stranger anything."""
    answer = server.root.get(path, key=None).expect(200)
    assert server.root_key not in answer.text and str(server.data) not in answer.text


def test_metrics_are_prometheus_text(shop):
    """Reached from loopback without a key; each line is a comment or a sample."""
    answer = shop.get("/metrics", key=None).expect(200)
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    sample = re.compile(r'[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="[^"\n]*",?)*\})? [-+.\deE]+(Inf)?$')
    bad = [line for line in lines if line and line[0] != "#" and not sample.match(line)]
    assert lines and not bad, bad
    assert answer.text.endswith("\n")


def test_inventory_health_counts(shop):
    """The checks of the invariants, active and expired reservations, the failure rate."""
    shop.hold("P")
    shop.hold("P", ttl_seconds=60)
    shop.server.clock.advance(60)
    shop.reserve(("P", 100)).refused("insufficient_stock")
    health = shop.get("/v1/inventory/health").expect(200)
    assert health["ok"] is True
    assert len(health["checks"]) >= 3
    assert health["reservations"]["active"] == 1
    assert health["reservations"]["expired"] >= 1
    assert 0 < health["failure_rate_last_hour"] < 1
    assert isinstance(health["patterns"], list)
    assert isinstance(health["recommendations"], list)


def test_a_repair_of_sound_books_books_nothing(shop):
    """No movement, planned or applied."""
    before = shop.movements()
    for dry_run in (True, False):
        answer = shop.post("/v1/inventory/repairs", {"dry_run": dry_run}).expect(200, 201)
        assert answer["movements"] == []
    assert shop.movements() == before


def test_a_repair_repeated_under_its_key_is_replayed(shop):
    """The first answer again; the same key with another body is refused."""
    def repair(dry_run):
        body = {"dry_run": dry_run}
        return shop.post("/v1/inventory/repairs", body, idempotency_key="repair-1")

    first = repair(False).expect(200, 201)
    again = repair(False).expect(first.status)
    assert again.replayed and again.body == first.body
    repair(True).problem(422, "idempotency_key_reused")


@pytest.fixture(scope="module")
def openapi(server):
    """The server's own description."""
    return server.root.get("/openapi.json", key=None).expect(200).json


def operations(openapi):
    """Each described operation: (method, path with names filled in, description)."""
    for path, described in openapi["paths"].items():
        for method, operation in described.items():
            if method in METHODS:
                yield method.upper(), re.sub(r"\{\w+\}", "x" * 16, path), operation


def test_the_openapi_document_describes_what_is_served(server, openapi):
    """Every operation exists; a method that is not described is 405 with those that are."""
    assert openapi["openapi"].startswith("3.1")
    described = {}
    for method, path, _ in operations(openapi):
        described.setdefault(path, set()).add(method)
    assert len(described) >= 25
    for path, methods in described.items():
        for method in METHODS:
            answer = server.root.request(method.upper(), path, key=None)
            if method.upper() in methods:
                there = answer.status not in (404, 405)
                assert there or path.startswith("/demo"), answer
            else:
                assert answer.status == 405, answer
                allowed = set(re.split(r",\s*", answer.headers["Allow"]))
                assert methods <= allowed <= methods | {"HEAD", "OPTIONS"}, answer.headers


def test_every_described_operation_has_its_answers(openapi):
    """A summary, an id of its own, and at least one answer with a description."""
    ids = []
    for method, path, operation in operations(openapi):
        assert operation["summary"], (method, path)
        assert all(one["description"] for one in operation["responses"].values()), (method, path)
        ids.append(operation["operationId"])
    assert len(ids) == len(set(ids))


def test_every_reference_in_the_document_resolves(openapi):
    """No `$ref` points to nothing."""
    def references(value):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from [inner] if name == "$ref" else references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    for reference in set(references(openapi)):
        found = openapi
        for name in reference.removeprefix("#/").split("/"):
            found = found[name]


def test_every_path_of_the_contract_is_described(openapi):
    """The paths of the stock keeper, spelled as the contract spells them."""
    paths = {re.sub(r"\{\w+\}", "{}", path) for path in openapi["paths"]}
    expected = {
        "/v1/items", "/v1/items/{}", "/v1/locations", "/v1/locations/{}", "/v1/stock",
        "/v1/stock/check", "/v1/stock/adjustments", "/v1/stock/transfers", "/v1/stock/movements",
        "/v1/stock/{}/explain", "/v1/stock/{}/history", "/v1/reservations",
        "/v1/reservations/{}", "/v1/reservations/{}/commit", "/v1/reservations/{}/ship",
        "/v1/reservations/{}/cancel", "/v1/reservations/{}/release",
        "/v1/holders/{}/reservation", "/v1/events", "/v1/events/stream", "/v1/stock/stream",
        "/health/live", "/health/ready", "/metrics", "/v1/inventory/health",
        "/v1/inventory/repairs", "/v1/settings", "/v1/allocations", "/v1/tenants",
        "/v1/api-keys", "/v1/api-keys/{}", "/api/reserve-inventory", "/api/stock-status",
        "/api/reserve-stock", "/api/init-reserved-quantity", "/api/inventory-health",
        "/api/inventory-monitor"}
    assert expected <= paths, expected - paths


def test_the_reference_is_readable_without_a_key_unless_closed(server, serve):
    """`/docs` and `/openapi.json` are open; `--no-docs` closes them."""
    assert server.root.get("/docs", key=None).expect(200).headers[
        "Content-Type"].startswith("text/html")
    closed = serve("--no-docs").root
    for path in ("/docs", "/openapi.json", "/demo"):
        closed.get(path, key=None).problem(404)


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/", "/v1/items/", "/v2/items", "/v1/nothing"])
def test_an_unknown_path_is_not_found(server, path):
    """404 as a problem."""
    server.root.get(path).problem(404)


def test_head_is_get_without_the_body(shop):
    """The same headers, nothing after them."""
    got = shop.get("/v1/items/P").expect(200)
    headers = shop.request("HEAD", "/v1/items/P").expect(200)
    assert headers.body == b""
    assert headers.headers["ETag"] == got.headers["ETag"]
    assert int(headers.headers["Content-Length"]) == len(got.body)


def test_answers_to_a_key_are_not_stored_by_caches(shop):
    """`no-store`, and no guessing of types."""
    answer = shop.get("/v1/items").expect(200)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "holdfast/" not in (answer.headers.get("Server") or "").lower()


def test_every_request_has_an_id_of_its_own(shop):
    """Two requests, two ids, good answers and bad."""
    ids = {shop.get(path).headers["X-Request-Id"] for path in ("/v1/items", "/nothing") * 2}
    assert len(ids) == 4


def test_ids_say_what_they_are_and_sort_by_age(shop):
    """Reservations, movements and events made later sort later."""
    held = [shop.hold("P")["id"] for _ in range(5)]
    assert all(one.startswith("res_") for one in held)
    assert held == sorted(held)
    events = [event["id"] for event in shop.events()]
    assert events == sorted(events)
