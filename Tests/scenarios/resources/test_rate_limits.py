"""Rate limits, on a server of its own that has them on, on real time."""

import time

import pytest

from support.client import Client
from support.pipeline import Pipe
from support.tenant import Tenant

BURST = 400


@pytest.fixture
def limited(serve):
    """A tenant of a server with its default limits."""
    return Tenant.made_by(serve(rate_limits=None, test_clock=False))


def statuses(server, key, path="/v1/stock?sku=P", count=BURST):
    """The statuses of many requests as fast as they go, and the seconds they took."""
    begun = time.monotonic()
    with Pipe(server, key) as pipe:
        answers = pipe.run([pipe.request("GET", path)] * count)
    return [status for status, _ in answers], time.monotonic() - begun


def test_a_page_is_limited_and_told_when_to_come_back(limited):
    """50 a second from one address: then 429 with `Retry-After` and the `RateLimit` headers."""
    seen, took = statuses(limited.server, limited.public.key)
    assert set(seen) == {200, 429}
    assert 50 <= seen.count(200) <= 100 * (1 + took) + 1
    answer = limited.public.get("/v1/stock?sku=P")
    for _ in range(500):
        if answer.status == 429:
            break
        answer = limited.public.get("/v1/stock?sku=P")
    answer.problem(429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert any(name.lower().startswith("ratelimit") for name in answer.headers)


def test_a_secret_key_is_not_limited(limited):
    """Unless one is set, a server may ask as often as it likes."""
    assert set(statuses(limited.server, limited.key)[0]) == {200}


def test_what_was_refused_did_nothing(limited):
    """A wish answered 429 holds nothing."""
    limited.item("P", on_hand=BURST)
    accepted = 0
    for number in range(BURST):
        body = {"lines": [{"sku": "P", "quantity": 1}]}
        answer = limited.public.put(f"/v1/holders/session-{number:016}/reservation", body)
        assert answer.status in (201, 429), answer
        accepted += answer.status == 201
    assert accepted < BURST
    limited.assert_stock(reserved=accepted)


def test_rate_limits_may_be_switched_off(server):
    """`--rate-limits off`, for tests and trusted networks."""
    seen, _ = statuses(server, server.publishable_key)
    assert set(seen) == {200}


def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(serve):
    """Spoofed by a direct client it buys nothing; from the proxy each address has its own."""
    spoofed = serve(rate_limits=None, test_clock=False)
    behind = serve("--trusted-proxy", "127.0.0.0/8", rate_limits=None, test_clock=False)

    def refused(server):
        page = Client(server, server.publishable_key)
        answers = [
            page.get("/v1/stock?sku=P", headers=[
                ("X-Forwarded-For", f"198.51.100.{number}"),
                ("Authorization", f"Bearer {page.key}")]).status
            for number in range(90)]
        return answers.count(429)

    assert refused(spoofed) > 0
    assert refused(behind) == 0
