"""A connection that says nothing is closed when its limit is over, and one in use is not."""

import select
import socket
import time

from harness import Server, require
from reporting import report

IDLE_S = 60
HEAD_S = 10
# The server looks once a second.
TOLERANCE_S = 3
GET = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def ask(connection):
    connection.sendall(GET)
    require(connection.recv(65536).startswith(b"HTTP/1.1 200"), "not answered")


def closed_after(connections, begun, patience_s):
    """Seconds from `begun` after which each of `connections` was closed without a word."""
    seconds, waiting, end = {}, dict(connections), begun + patience_s
    while waiting and time.monotonic() < end:
        left = max(0, end - time.monotonic())
        ready = select.select(list(waiting.values()), [], [], left)[0]
        for name in [name for name, one in waiting.items() if one in ready]:
            said = waiting.pop(name).recv(65536)
            require(said == b"", f"{name}: closed with {said[:80]}")
            seconds[name] = time.monotonic() - begun
    return seconds


def require_about(seconds, limit_s):
    """Fails unless every connection was closed when its limit was over."""
    require(all(abs(each - limit_s) <= TOLERANCE_S for each in seconds.values()),
            f"closed after {seconds}, not {limit_s} s")


def test_a_connection_is_closed_after_60_s_of_silence(tmp_path):
    """Once it was answered; a request half-way gives it 60 s more. A new one has the 10 s for
    the head of its first request."""
    with Server(tmp_path / "data") as server:
        connections = {name: connect(server) for name in ("new", "answered", "used")}
        ask(connections["answered"])
        ask(connections["used"])
        begun = time.monotonic()
        early = closed_after(connections, begun, IDLE_S / 2)
        require(early.keys() == {"new"}, f"closed before its time: {early}")
        require_about(early, HEAD_S)
        ask(connections["used"])
        late = closed_after(
            {"answered": connections["answered"]}, begun, IDLE_S + TOLERANCE_S)
        require(late.keys() == {"answered"}, "still open")
        require_about(late, IDLE_S)
        ask(connections["used"])
        server.stop()
    report(f"idle: a new connection closed after {early['new']:.1f} s, "
           f"one that was answered after {late['answered']:.1f} s")
