"""More than can be done: 503 at once and before any work, and then all is well again."""

import json
import time

import pytest

from support.crowd import Crowd, room
from support.polling import eventually
from support.slowed import Slowed
from support.tenant import as_lines

# What the engine's queue holds, and one batch that was taken from it.
QUEUED, BATCH = 8_192, 256
# Requests that are queued or refused together, as they came.
TOGETHER = 512
# What the queues of the threads hold that answer lists.
LISTS_QUEUED = 2 * 512
BEYOND = 800
SLOW_SECONDS = 8


def request(method, path, key, body=None, idempotency_key=None):
    """The bytes of one request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {key}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    if idempotency_key is not None:
        lines.append(f"Idempotency-Key: {idempotency_key}")
    return "\r\n".join([*lines, "", ""]).encode() + content


def connections(count):
    """`count`, once there are descriptors for so many."""
    if room(count) < count:
        pytest.skip("hostile/test_overload: needs descriptors for its connections")
    return count


def shed(server):
    """How many requests the server has refused because too many waited."""
    return int(server.metric("holdfast_http_shed_total"))


def is_quiet(server):
    """Whether the server refuses no more than it did a moment ago."""
    before = shed(server)
    time.sleep(0.1)
    return before if before == shed(server) else None


def assert_overloaded(answer):
    """Fails where an answer's bytes are not a whole 503 that says when to come back."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 "), answer
    assert b"\r\nRetry-After: 1\r\n" in head + b"\r\n", answer
    assert json.loads(body)["code"] == "overloaded", answer


@pytest.mark.embedded
def test_sales_beyond_the_queue_are_refused_at_once_and_left_undone(serve, open_shop):
    """The disk is slow: what was accepted is done, what was refused may be sent again."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=100_000)
    count = connections(QUEUED + BATCH + BEYOND)
    body = {"lines": as_lines("P")}
    sales = [
        request("POST", "/v1/reservations", tenant.key, body, f"sale-{number}")
        for number in range(count)]
    with Crowd(server) as crowd:
        with Slowed(server, "writer", call="fdatasync", seconds=SLOW_SECONDS):
            begun = time.monotonic()
            crowd.join(sales)
            refused = eventually(lambda: is_quiet(server), 5, "the queue is full")
            assert crowd.statuses(within=1) == {503: refused, None: count - refused}
            assert time.monotonic() - begun < SLOW_SECONDS, "too late to tell"
            assert count - QUEUED - BATCH <= refused <= count - QUEUED + TOGETHER
            assert tenant.get("/v1/stock?sku=P").expect(200)["data"][0]["reserved"] == 0
        assert crowd.statuses(within=60) == {201: count - refused, 503: refused}
        answers = crowd.heard()
    for answer in answers:
        if b" 503 " in answer[:16]:
            assert_overloaded(answer)
    tenant.assert_stock(reserved=count - refused)
    again = {201: [], 503: []}
    for number, answer in enumerate(answers):
        again[int(answer[9:12])].append(f"sale-{number}")
    for status, keys in again.items():
        for key in keys[:20]:
            answer = tenant.reserve("P", idempotency_key=key).expect(201)
            assert answer.replayed == (status == 201), answer
    tenant.assert_stock(reserved=count - refused + 20)


def test_lists_beyond_their_queues_are_refused_at_once(serve, open_shop):
    """Readers are slow: sales and stock go on meanwhile, and lists when they are quick again."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    count = connections(LISTS_QUEUED + BEYOND)
    with Crowd(server) as crowd:
        slow = Slowed(
            server, "reader-0", "reader-1", call="read", seconds=SLOW_SECONDS, delay="exit")
        with slow:
            begun = time.monotonic()
            crowd.join([request("GET", "/v1/reservations", tenant.key)] * count)
            refused = eventually(lambda: is_quiet(server), 5, "the queues are full")
            assert crowd.statuses(within=1)[503] == refused
            tenant.hold("P")
            tenant.assert_stock(reserved=1)
            assert time.monotonic() - begun < SLOW_SECONDS, "too late to tell"
            assert refused >= BEYOND - 2
        assert crowd.statuses(within=30) == {200: count - refused, 503: refused}
        for answer in crowd.heard():
            if b" 503 " in answer[:16]:
                assert_overloaded(answer)
    assert len(tenant.all("/v1/reservations")) == 1
