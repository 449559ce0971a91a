"""Connections: what waits, what is slow, what closes early, and what is kept open."""

import contextlib
import os
import resource
import selectors
import statistics
import time

import pytest
from wire import CANARY, Wire, assert_refusal

GET = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
MISSING = b"GET /health/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
EXPECTING = (b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
             b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n")
POST = b"POST /health/live HTTP/1.1\r\nHost: localhost\r\n"
SLOW_SECONDS = 16
UNHURT_SECONDS = 1


def assert_unhurt(server):
    """Fails where another client is not answered at once."""
    begun = time.monotonic()
    with Wire(server) as wire:
        assert wire.send(CANARY).answer().status == 200
    assert time.monotonic() - begun < UNHURT_SECONDS


def test_an_expected_body_is_asked_for(server):
    with Wire(server) as wire:
        wire.send(EXPECTING % (b"/health/live", 5))
        assert wire.answer().status == 100
        assert wire.send(b"abcde").answer().status == 405
        assert wire.send(CANARY).answer().status == 200


@pytest.mark.parametrize("path, length, status", [
    (b"/v1/reservations", 5, 401), (b"/health/live", (1 << 20) + 1, 413),
], ids=["without a credential", "over the limit"])
def test_a_body_that_would_be_refused_is_not_asked_for(server, path, length, status):
    with Wire(server) as wire:
        wire.send(EXPECTING % (path, length))
        assert_refusal(wire.answer(), {status})
        wire.assert_closed()


def test_a_thousand_requests_ahead_are_answered_in_order(server):
    with Wire(server) as wire:
        wire.send((GET + MISSING) * 500)
        assert [wire.answer().status for _ in range(1000)] == [200, 404] * 500


def test_a_client_that_has_said_everything_gets_every_answer(server):
    with Wire(server) as wire:
        wire.send((GET + MISSING) * 500).end()
        assert [wire.answer().status for _ in range(1000)] == [200, 404] * 500
        wire.assert_closed()


def test_a_client_that_leaves_within_its_requests_harms_nobody(server):
    for cut in (1, 30, len(GET), len(GET) * 500 + 9):
        with Wire(server) as wire:
            wire.send((GET * 1000)[:cut])
    assert_unhurt(server)


@pytest.mark.parametrize("start", [
    b"", b"GET", GET[:-2], POST + b"Content-Length: 5\r\n\r\nabc",
    POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
], ids=["nothing", "a method", "a head", "a body", "a chunk"])
def test_half_a_request_and_no_more_is_not_answered(server, start):
    with Wire(server) as wire:
        wire.send(start).end()
        wire.assert_closed()


def test_head_has_the_length_of_the_body_that_it_leaves_out(server):
    with Wire(server) as wire:
        whole = wire.send(GET).answer()
        head = wire.send(GET.replace(b"GET", b"HEAD")).answer(to_head=True)
        assert head.headers["content-length"] == str(len(whole.body)) and whole.body
        assert wire.send(CANARY).answer().status == 200


def test_http_1_0_closes_unless_asked_to_stay(server):
    old = GET.replace(b"HTTP/1.1", b"HTTP/1.0")
    with Wire(server) as wire:
        stay = wire.send(old[:-2] + b"Connection: keep-alive\r\n\r\n").answer()
        assert stay.headers["connection"] == "keep-alive"
        leave = wire.send(old).answer()
        assert leave.headers["connection"] == "close"
        wire.assert_closed()


@pytest.mark.parametrize("value", [b"close", b"keep-alive, Close", b" close ,x"])
def test_close_in_a_list_of_options_closes(server, value):
    with Wire(server) as wire:
        wire.send(GET[:-2] + b"Connection: " + value + b"\r\n\r\n" + GET)
        assert wire.answer().headers["connection"] == "close"
        wire.assert_closed()


def test_slow_clients_are_sent_away_and_nobody_waits_for_them(server):
    """Each of them sends a start and then a byte a second, far below the pace that is asked."""
    starts = {
        "header": (b"GET /health/live HTTP/1.1\r\nX-A: ", b"a"),
        "nothing but a start": (b"GET /hea", b""),
        "body": (POST + b"Content-Length: 1000\r\n\r\n", b"a"),
        "chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\n1000\r\n", b"a"),
        "endless extension": (POST + b"Transfer-Encoding: chunked\r\n\r\n1;a", b"b"),
        "body that does not come": (POST + b"Content-Length: 5\r\n\r\n", b""),
    }
    wires = {name: Wire(server, SLOW_SECONDS) for name in starts}
    for name, wire in wires.items():
        wire.send(starts[name][0])
    waiting, deadline = set(wires), time.monotonic() + SLOW_SECONDS
    with selectors.DefaultSelector() as selector:
        for name, wire in wires.items():
            selector.register(wire.socket, selectors.EVENT_READ, name)
        while waiting and time.monotonic() < deadline:
            for key, _ in selector.select(timeout=1):
                selector.unregister(key.fileobj)
                waiting.discard(key.data)
            for name in waiting:
                wires[name].send(starts[name][1])
            assert_unhurt(server)
    assert not waiting, f"still open: {waiting}"
    for wire in wires.values():
        with wire:
            assert_refusal(wire.answer(), {408})
            wire.assert_closed()


IDLE = 5_000
IDLE_BYTES = 16 << 10


def resident_bytes(server):
    """What the server has in memory."""
    with open(f"/proc/{server.pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def median_seconds(server, count=400):
    """How long another client waits for each of its answers, in the middle."""
    with Wire(server) as wire:
        waits = []
        for _ in range(count):
            begun = time.monotonic()
            assert wire.send(GET).answer().status == 200
            waits.append(time.monotonic() - begun)
    return statistics.median(waits)


@pytest.fixture
def room_for_connections():
    """Lets this process, and a server that it starts, have as many files as they need."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = IDLE + 1_000
    if before[1] != resource.RLIM_INFINITY and before[1] < wanted:
        pytest.skip("hostile/test_connections: needs 6,000 open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], wanted), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_5000_idle_connections_cost_others_nothing(room_for_connections, serve):
    """Another client is answered as fast as before, and each of them takes little memory."""
    server = serve()
    quiet, before = median_seconds(server), resident_bytes(server)
    with contextlib.ExitStack() as idle:
        for number in range(IDLE):
            wire = idle.enter_context(Wire(server))
            if number % 2:
                assert wire.send(GET).answer().status == 200
        each = (resident_bytes(server) - before) / IDLE
        assert median_seconds(server) < 2 * quiet + 0.002
        assert_unhurt(server)
        assert each < IDLE_BYTES, f"{each:.0f} bytes for each idle connection"
    assert_unhurt(server)
