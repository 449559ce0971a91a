"""A. Durability: A8 and A9, on a process of its own that is killed, stopped and resumed."""

import shutil
import subprocess

import pytest

from support.client import Client
from support.pipeline import Pipe
from support.polling import eventually
from support.server import Server, holdfast
from support.tenant import as_lines
from support.together import at_once

SWEEP = {"sweep on": (), "sweep off": ("--sweep", "off")}


@pytest.fixture(params=SWEEP.values(), ids=SWEEP.keys())
def stand(request, serve, open_shop):
    """A tenant with `P` 10 on a server of this test's own."""
    tenant = open_shop(serve(*request.param))
    tenant.item("P", on_hand=10)
    return tenant


def ask_without_listening(tenant, key):
    """Sends a reservation of 2 under `key`, and leaves its answer unread."""
    pipe = Pipe(tenant.server, tenant.key)
    body = {"lines": as_lines(("P", 2)), "ttl_seconds": 600}
    pipe.send(pipe.request("POST", "/v1/reservations", body, [("Idempotency-Key", key)]))
    return pipe


def retry(tenant, key):
    """The same request again."""
    return tenant.reserve(("P", 2), ttl_seconds=600, idempotency_key=key)


def test_A8_answered_or_not_it_is_there_after_a_crash(stand):
    """Killed after the commit and before the reply: active, 8 available, the retry replays it."""
    t0 = stand.server.clock.now()
    with ask_without_listening(stand, "unheard"):
        eventually(lambda: stand.available() == 8, 10, "the reservation stands")
        [before] = stand.all("/v1/reservations")
        stand.server.kill()
    stand.server.start()

    [found] = stand.all("/v1/reservations")
    assert found["state"] == "active"
    assert (found["id"], found["expires_at"]) == (before["id"], before["expires_at"])
    assert found["created_at"] == t0
    stand.assert_stock(available=8, reserved=2)
    again = retry(stand, "unheard").expect(201)
    assert again.replayed and again["id"] == found["id"]
    assert again["expires_at"] == before["expires_at"]
    stand.assert_stock(available=8, reserved=2)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("flush", [1, 2, 3])
@pytest.mark.embedded
def test_A8_killed_at_the_nth_flush_the_retry_still_counts_once(stand, flush):
    """Killed at the very flush of the commit, the same key makes or finds one reservation."""
    stand.hold("P")
    with traced(stand.server, f"fdatasync:signal=SIGKILL:when={flush}"):
        answered = []
        for number in range(flush):
            try:
                answered.append(retry(stand, f"key-{number}").expect(201))
            except OSError:
                break
            except Exception as failure:  # http.client's own, where the reply is cut short
                assert "Remote" in type(failure).__name__ or "Incomplete" in repr(failure)
                break
        stand.server.process.wait(10)
    stand.server.start()
    for first in answered:
        again = retry(stand, f"key-{answered.index(first)}").expect(201)
        assert again.replayed and again.body == first.body
    for number in range(len(answered), flush):
        retry(stand, f"key-{number}").expect(201)
    stand.assert_stock(available=9 - 2 * flush, reserved=1 + 2 * flush)


class traced:
    """Attaches strace to a server, injecting `fault`; detaches when left."""

    def __init__(self, server, fault):
        self._log = open(server.folder / "strace", "w+b")
        call = fault.split(":")[0]
        self._tracer = subprocess.Popen(
            ["strace", "-f", "-p", str(server.pid), "-o", "/dev/null", "-e", f"trace={call}",
             "-e", f"inject={fault}"], stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=self._log)

    def __enter__(self):
        eventually(self._attached, 10, "strace is attached")

    def __exit__(self, *_):
        self._tracer.terminate()
        self._tracer.wait(10)
        self._log.close()

    def _attached(self):
        self._log.seek(0)
        said = self._log.read()
        if b"not permitted" in said:
            pytest.skip("this system forbids attaching strace")
        return b"attached" in said


@pytest.mark.embedded
def test_A9_a_second_process_is_refused_with_a_clear_message(stand):
    """The file has one owner: a second `serve` or `verify` exits 73 and says why; also while
    the owner is stopped in its tracks. The owner is not disturbed."""
    def refused(*command):
        done = holdfast(*command, "--data", stand.server.data, timeout=30)
        assert done.returncode == 73, f"{command}: {done}"
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "listening" not in done.stdout
        assert str(stand.server.data) in done.stderr or "in use" in done.stderr, done.stderr

    refused("serve", "--listen", "127.0.0.1:0")
    refused("verify")
    stand.server.suspend()
    refused("serve", "--listen", "127.0.0.1:0")
    stand.server.resume()
    stand.hold("P")
    stand.assert_stock(reserved=1)


def test_A9_a_stalled_process_answers_rightly_when_it_goes_on(stand):
    """Stopped amid two rivals for one unit, then resumed: one 201, one 409, never 2 reserved."""
    stand.item("LAST", on_hand=1)
    server = stand.server
    with ask_without_listening(stand, "before-the-stall"):
        server.suspend()

        def rival(name):
            return Client(server, stand.key).post(
                "/v1/reservations", {"lines": as_lines("LAST"), "holder": name})

        def resume():
            server.resume()

        first, second, _ = at_once(lambda: rival("first"), lambda: rival("second"), resume)
    won, lost = sorted((first, second), key=lambda answer: answer.status)
    won.expect(201)
    lost.refused("out_of_stock")
    stand.assert_stock("LAST", reserved=1, available=0)
    retry(stand, "before-the-stall").expect(201)
    stand.assert_stock("P", reserved=2, available=8)


def test_a_crash_of_the_owner_frees_its_file(serve, open_shop):
    """After `kill -9` the next process starts over the same data without a hand on it."""
    tenant = open_shop(serve())
    tenant.item("P", on_hand=10)
    held = tenant.hold(("P", 3))
    for _ in range(3):
        tenant.server.kill()
        Server.start(tenant.server)
        assert tenant.reservation(held["id"])["state"] == "active"
        tenant.assert_stock(reserved=3, available=7)
