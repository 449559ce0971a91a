"""The log: which answers have a line, what is in it, and that nobody waits for it."""

import json
import os
import sqlite3
import subprocess
import threading

import pytest

from support import log
from support.client import Client
from support.moments import milliseconds
from support.pipeline import Pipe
from support.polling import eventually
from support.server import Server, binary, holdfast, surroundings

MARK = "SeCrEt-0123456789abcdef"
BURST = 1_000
RATE = 20


def test_a_refusal_has_a_line_that_says_who_where_and_why(shop, server):
    """Its fields are those of the answer, of the key and of the route, and no others."""
    key = shop.api_key("reservations:write")
    answer = shop.post("/v1/reservations", {"lines": [{"sku": "P", "quantity": 99}]},
                       key=key["secret"])
    answer.problem(409, "insufficient_stock")
    line = log.line_of(server, answer["request_id"])
    milliseconds(line.pop("time"))
    assert 0 <= line.pop("ms") < 1_000
    assert line == {
        "level": "info", "message": "a request was refused", "request_id": answer["request_id"],
        "tenant": shop.id, "actor": key["id"], "method": "POST", "route": "/v1/reservations",
        "status": 409, "code": "insufficient_stock"}


def test_the_route_is_the_pattern_and_not_the_path(shop, server):
    """Also for a parameter that names nothing, and none at all for a path that is none."""
    answer = shop.get(f"/v1/items/{MARK}").problem(404)
    assert log.line_of(server, answer["request_id"])["route"] == "/v1/items/{sku}"
    answer = shop.get(f"/{MARK}/items").problem(404)
    assert "route" not in log.line_of(server, answer["request_id"])


def test_a_key_that_does_not_reach_so_far_is_named(shop, server):
    """403 says whose key it was; 401 cannot."""
    key = shop.api_key("stock:read")
    refused = shop.put("/v1/items/X", {"title": "X"}, key=key["secret"]).problem(403)
    line = log.line_of(server, refused["request_id"])
    assert (line["tenant"], line["actor"]) == (shop.id, key["id"])
    unknown = shop.get("/v1/items", key=MARK).problem(401)
    assert not {"tenant", "actor"} & log.line_of(server, unknown["request_id"]).keys()


def test_a_refusal_of_an_old_door_has_its_code(shop, server):
    """The short form of the doors has a code too."""
    answer = shop.get("/api/stock/nothing")
    line = log.line_of(server, answer.headers["X-Request-Id"])
    assert line["status"] == answer.status >= 400 and line["code"] == answer["error"]


def test_a_replayed_refusal_has_a_line_of_its_own(shop, server):
    """With its own request id, and the code of the first."""
    body = {"lines": [{"sku": "P", "quantity": 99}]}
    first, again = (
        shop.post("/v1/reservations", body, idempotency_key="k").problem(409) for _ in range(2))
    assert again.replayed
    for answer in (first, again):
        line = log.line_of(server, answer.headers["X-Request-Id"])
        assert line["code"] == "insufficient_stock"


def test_what_went_well_has_no_line(shop, server):
    """Neither a command, nor a list, nor a page."""
    answers = [shop.reserve("P").expect(201), shop.get("/v1/items").expect(200),
               shop.get("/docs").expect(200)]
    refused = shop.get("/v1/nothing").problem(404)
    log.line_of(server, refused["request_id"])
    known = {line.get("request_id") for line in log.lines(server)}
    assert not known & {answer.headers["X-Request-Id"] for answer in answers}


@pytest.mark.parametrize(("choice", "statuses"), [
    ("errors", []), ("refusals", [404]), ("all", [200, 201, 404])])
def test_the_log_is_as_deep_as_asked(serve, open_shop, choice, statuses):
    """`--log`: only failures, also refusals, or everything."""
    server = serve("--log", choice)
    shop = open_shop(server)
    answers = [shop.get("/v1/items").expect(200), shop.get("/v1/nothing").problem(404),
               shop.put("/v1/items/P", {"title": "P"}).expect(201)]
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    assert server.stop() == 0
    found = [line["status"] for line in log.lines(server) if line.get("request_id") in ids]
    assert sorted(found) == statuses


def test_a_choice_that_is_none_is_refused(tmp_path):
    """Exit 78 and one line with the choices, by flag and by variable; nothing listens."""
    for arguments, environment in (
            (("--log", "loud"), {}), (("--log",), {}), ((), {"HOLDFAST_LOG": "loud"})):
        done = holdfast("serve", "--data", tmp_path / "d", "--listen", "127.0.0.1:0", *arguments,
                        timeout=20, **environment)
        assert done.returncode == 78, done
        assert len(done.stderr.strip().splitlines()) == 1 and "log" in done.stderr, done
        assert "listening" not in done.stdout
    assert "errors or refusals or all" in holdfast("serve", "--log", "loud").stderr


@pytest.mark.parametrize("kind", ["strangers", "refusals"])
def test_a_flood_is_cut_short_and_counted(serve, kind):
    """Of 5,000 refusals at most a thousand and twenty a second have a line; none is lost."""
    server, flood = serve(), 5_000
    key = server.root_key if kind == "refusals" else None
    with Pipe(server, key) as pipe:
        request = pipe.request("GET", "/v1/items/nothing" if key else "/v1/items")
        statuses = {status for status, _ in pipe.run([request] * flood)}
    assert statuses == {404 if key else 401}
    other = Client(server, None if key else server.root_key).get("/v1/items/nothing")
    log.line_of(server, other["request_id"])

    def written():
        return sum(line.get("status") in statuses for line in log.lines(server)) - (
            other.status in statuses)

    eventually(lambda: written() + log.left_out(server).get(kind, 0) == flood, 5, "every refusal")
    times = [milliseconds(line["time"]) for line in log.lines(server)]
    assert BURST <= written() <= BURST + RATE * (2 + (times[-1] - times[0]) / 1000)
    assert log.left_out(server).keys() == {kind}


def start_into(server, error, *before):
    """Starts a server whose standard error is the descriptor `error`; this server."""
    server.folder.mkdir(exist_ok=True)
    command = [*before, binary(), "serve", "--data", str(server.data), "--listen", "127.0.0.1:0",
               *server.arguments]
    with open(server.folder / "stdout", "wb") as out:
        server.process = subprocess.Popen(
            command, env=surroundings(**server.environment), stdin=subprocess.DEVNULL,
            stdout=out, stderr=error)
    eventually(server._is_ready, 30, "the line `listening on`")
    return server


def ask_all(server, count):
    """Asks for the items that often, and fails where one is not answered."""
    with Pipe(server, server.root_key) as pipe:
        answers = pipe.run([pipe.request("GET", "/v1/items")] * count)
    assert {status for status, _ in answers} == {200}


def test_nobody_waits_for_a_log_that_nobody_reads(tmp_path):
    """Standard error is a full pipe: everything is answered all the same, and it ends in time."""
    server = Server(tmp_path, "--log", "all")
    reading, writing = os.pipe()
    try:
        # Many times what the pipe and the log's own memory hold.
        ask_all(start_into(server, writing), 20_000)
        assert server.stop() == 0
    finally:
        server.stop()
        os.close(writing)
        os.close(reading)


def test_what_was_left_out_is_said_once_somebody_reads(tmp_path):
    """With every answer wanted, and a reader that comes late: lines and counts make up all."""
    server, asked, read = Server(tmp_path, "--log", "all"), 20_000, []
    reading, writing = os.pipe()
    try:
        ask_all(start_into(server, writing), asked)
    finally:
        os.close(writing)
        with open(reading, "rb") as file:
            reader = threading.Thread(target=lambda: read.append(file.read()))
            reader.start()
            code = server.stop()
            reader.join(10)
    assert code == 0
    found = [json.loads(line) for line in read[0].splitlines()]
    written = sum(line.get("status") == 200 for line in found)
    left_out = sum(line.get("count", 0) for line in found)
    assert left_out > 0 and written + left_out == asked


@pytest.mark.embedded
def test_the_cause_of_a_failed_read_is_for_the_operator_alone(serve, open_shop):
    """503 without a word of the database; the line has the cause, as an error."""
    server = serve()
    shop = open_shop(server)
    shop.item("P", on_hand=10)
    assert server.stop() == 0
    with sqlite3.connect(server.data / "holdfast.db") as database:
        database.execute("UPDATE item SET options = ?", (MARK,))
    server.start()
    answer = shop.get("/v1/items").problem(503, "unavailable")
    line = log.line_of(server, answer["request_id"])
    assert line["level"] == "error" and "options" in line["cause"], line
    assert "options" not in answer.text
    assert MARK not in server.output
    assert server.stop() == 0
    with sqlite3.connect(server.data / "holdfast.db") as database:
        database.execute("UPDATE item SET options = ''")
    server.start()


def test_a_closed_standard_error_is_no_socket(tmp_path):
    """Started without one, no line goes to a client or into the database."""
    server = Server(tmp_path)
    try:
        start_into(server, None, "sh", "-c", 'exec "$@" 2>&-', "sh")
        assert os.readlink(f"/proc/{server.pid}/fd/2") == "/dev/null"
        for _ in range(20):
            server.root.get("/v1/nothing").problem(404)
        assert server.stop() == 0
        server.assert_verified()
    finally:
        server.stop()
