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


def assert_limited(answer, rate):
    """The answer is 429, and says the rate, that nothing is left, and when to come back."""
    answer.problem(429, "rate_limited")
    seconds = int(answer.headers["Retry-After"])
    assert 1 <= seconds <= 60
    assert answer.headers["RateLimit"] == f'"storefront";r=0;t={seconds}'
    assert answer.headers["RateLimit-Policy"] == f'"storefront";q={rate};w=1'


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
    assert_limited(answer, 50)


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


def first_refusal(ask, attempts=3 * BURST):
    """The first answer of `ask` (by number) that is 429, and how many came before it."""
    for number in range(attempts):
        answer = ask(number)
        if answer.status == 429:
            return answer, number
    raise AssertionError(f"{attempts} requests, none refused")


def test_an_address_and_a_key_have_each_their_own_limit(serve):
    """50 a second from one address, whatever keys it has; 100 of one key, from however many
    addresses; and neither is at another key's or another address's cost."""
    server = serve("--trusted-proxy", "127.0.0.0/8", rate_limits=None, test_clock=False)
    tenant = Tenant.made_by(server)
    keys = [tenant.api_key(kind="publishable")["secret"] for _ in range(3)]

    def ask(key, address):
        return tenant.get("/v1/stock?sku=P", headers=[
            ("X-Forwarded-For", address), ("Authorization", f"Bearer {key}")])

    refused, before = first_refusal(lambda number: ask(keys[number % 2], "203.0.113.1"))
    assert_limited(refused, 50)
    assert before >= 50
    ask(keys[0], "203.0.113.2").expect(200)

    def from_anywhere(number):
        return ask(keys[2], f"198.51.{number // 200}.{number % 200 + 1}")

    refused, before = first_refusal(from_anywhere)
    assert_limited(refused, 100)
    assert before >= 100
    ask(keys[1], "203.0.113.3").expect(200)


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
