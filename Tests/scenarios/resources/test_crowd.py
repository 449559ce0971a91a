"""Thousands of streams on one server: all are told, memory is bounded, requests go through.

STREAMS, ASLEEP, ITEMS and ROUNDS make the last test longer: how many streams there are, how many
of them do not read, how many items change at once, and how often.
"""

import os
import warnings

import pytest

from support.client import Client
from support.crowd import Crowd, room
from support.polling import eventually

STREAMS = 10_000
FEWEST = 1_000
MIB = 1 << 20
BUFFER_BYTES = 64 << 10


def stream(path, key):
    """The bytes of a request for a stream."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {key}", "", ""]
    return "\r\n".join(lines).encode()


def as_many_as_there_is_room_for(wanted):
    """How many streams there can be; says so where they are fewer than `wanted`."""
    count = room(wanted)
    assert count >= min(wanted, FEWEST), f"descriptors for {count} streams only"
    if count < wanted:
        warnings.warn(f"{count} streams, not {wanted}: there are descriptors for no more")
    return count


@pytest.fixture
def tenant(serve, open_shop):
    """A tenant of a server of its own."""
    return open_shop(serve())


def test_ten_thousand_streams_are_told_and_said_goodbye_to(tenant):
    """Half of them badges, half the log: each hears, in bounded memory, and the end as well."""
    server = tenant.server
    tenant.item("P", on_hand=10)
    count = as_many_as_there_is_room_for(STREAMS)
    badge = stream("/v1/stock/stream?sku=P", tenant.public.key)
    log = stream("/v1/events/stream", tenant.key)
    with Crowd(server) as crowd:
        crowd.join([badge, log] * (count // 2))
        assert crowd.statuses(within=30) == {200: count}
        assert server.metric("holdfast_streams_open") == count
        tenant.hold("P")
        assert crowd.hear(b'"available":9', within=20) == count
        assert server.resident_bytes <= 160 * MIB
        assert server.stop() == 0
        assert crowd.hear(b"event: bye\n", within=10) == count


def test_streams_leave_connections_to_requests(serve, open_shop):
    """Five of six connections may be streams: one more is 503 `overloaded`, a sale is not."""
    server = serve(descriptors=464)
    tenant = open_shop(server)
    tenant.item("P", on_hand=1)
    most = (464 - 64) // 6 * 5
    badge = stream("/v1/stock/stream?sku=P", tenant.public.key)
    with Crowd(server) as crowd:
        crowd.join([badge] * most)
        assert crowd.statuses(within=10) == {200: most}
        for path, client in (
                ("/v1/stock/stream?sku=P", tenant.public), ("/v1/events/stream", tenant)):
            refusal = client.get(path).problem(503, "overloaded")
            assert int(refusal.headers["Retry-After"]) >= 1
        tenant.hold("P")
        assert crowd.hear(b'"available":0', within=10) == most
    eventually(
        lambda: server.metric("holdfast_streams_open") == 0, 10, "the streams' places are free")
    with Crowd(server) as crowd:
        crowd.join([badge])
        assert crowd.statuses(within=10) == {200: 1}


def test_connections_beyond_the_limit_are_told_so(serve):
    """503 `overloaded` at once, before a word is read; who is there already is served."""
    server = serve(descriptors=164)
    here = Client(server)
    here.get("/health/live").expect(200)
    with Crowd(server) as crowd, Crowd(server) as late:
        crowd.join([b""] * (164 - 64 - 1))
        late.join([b""] * 10)
        assert late.statuses(within=5) == {503: 10}
        assert late.hear(b"\r\nRetry-After: ", within=5) == 10
        assert late.hear(b'"code":"overloaded"', within=5) == 10
        here.get("/health/live").expect(200)


def test_readers_that_do_not_read_cost_bounded_memory(tenant):
    """Some sleep while much more is sent than may wait for one; those who read hear all."""
    streams = as_many_as_there_is_room_for(int(os.environ.get("STREAMS", 300)))
    asleep = int(os.environ.get("ASLEEP", 100))
    server = tenant.server
    skus = tenant.many_items(int(os.environ.get("ITEMS", 500)))
    tenant.receive_each(skus)
    log = stream("/v1/events/stream", tenant.key)
    before, highest = server.resident_bytes, 0
    with Crowd(server) as crowd:
        crowd.join([log] * (streams - asleep))
        crowd.join_without_reading([log] * asleep, receive_buffer=4096)
        assert crowd.statuses(within=30) == {200: streams - asleep}
        for _ in range(int(os.environ.get("ROUNDS", 12))):
            tenant.receive_each(skus)
            last = f"\nid: {tenant.position()}\n".encode()
            highest = max(highest, server.resident_bytes)
            assert crowd.hear(last, within=60) == streams - asleep
        eventually(
            lambda: server.metric("holdfast_streams_open") == streams - asleep, 15,
            "those who do not read are cut")
    print(f"{streams} streams, {asleep} asleep: {highest / MIB:.0f} MiB, {before / MIB:.0f} before")
    # A buffer takes up to twice its content while it grows.
    assert highest - before <= asleep * 2 * BUFFER_BYTES + streams * 24_000 + 32 * MIB
