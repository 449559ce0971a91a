"""`POST /test/clock`."""

import pytest

from support import log
from support.moments import after
from support.polling import eventually
from support.server import holdfast


def test_it_stands_still_until_moved(shop):
    """Requests take no time; advanced, it moves by exactly that."""
    now = shop.server.clock.now()
    for _ in range(5):
        assert shop.hold("P")["created_at"] == now
    assert shop.server.clock.advance(90) == after(now, 90)
    assert shop.server.clock.set_after(now, 100.5) == after(now, 100.5)
    assert shop.hold("P")["created_at"] == after(now, 100.5)


def test_it_never_goes_back(server):
    """A moment in the past, or less than no time: 422; it stays where it is."""
    root, now = server.root, server.clock.advance(10)
    root.post("/test/clock", {"set": after(now, -1)}).problem(422)
    root.post("/test/clock", {"advance_seconds": -1}).problem(422)
    assert server.clock.now() == now
    assert server.clock.set(now) == now


@pytest.mark.parametrize("body", [
    {}, {"set": "tomorrow"}, {"set": "2026-02-30T00:00:00.000Z"}, {"advance_seconds": "1"},
    {"advance_seconds": 1.5}, {"advance_seconds": 10**18}])
def test_a_bad_moment_is_refused(server, body):
    """422; it stays where it is."""
    now = server.clock.now()
    server.root.post("/test/clock", body).problem(422)
    assert server.clock.now() == now


def test_only_the_root_key_moves_it(tenant):
    """A tenant's keys are 403, none is 401."""
    body = {"advance_seconds": 1}
    tenant.post("/test/clock", body).problem(403, "forbidden")
    tenant.public.post("/test/clock", body).problem(403, "forbidden")
    tenant.post("/test/clock", body, key=None).problem(401)


def test_after_a_restart_it_stands_where_it_stood(server):
    """Also when nothing was written since it was moved, and after a crash."""
    now = server.clock.advance(12345)
    server.restart()
    assert server.clock.now() == now
    now = server.clock.advance(1)
    server.kill()
    server.start()
    assert server.clock.now() == now


def test_it_is_announced_loudly(server):
    """The log says that time stands still."""
    eventually(
        lambda: any("test clock" in line["message"] and line["level"] == "warning"
                    for line in log.lines(server)), 5, "a warning of the test clock")


def test_without_the_flag_there_is_none(serve):
    """404, for whoever asks."""
    server = serve(test_clock=False)
    server.root.post("/test/clock", {"advance_seconds": 1}).problem(404)


def test_production_refuses_it(tmp_path):
    """`--test-clock --production`: exit 78 with one line, nothing listens."""
    done = holdfast(
        "serve", "--data", tmp_path / "d", "--listen", "127.0.0.1:0", "--test-clock",
        "--production", timeout=20)
    assert done.returncode == 78, done
    assert len(done.stderr.strip().splitlines()) == 1
    assert "listening" not in done.stdout
