"""Rows that were damaged behind the server's back, while it runs."""

import json
import sqlite3

import pytest

from support import log
from support.pipeline import Pipe
from support.polling import eventually
from support.server import Server
from support.tenant import Tenant, as_lines


@pytest.fixture
def shop(tmp_path):
    """A tenant with `P` 10 whose database may be damaged: nothing is verified at the end."""
    server = Server(tmp_path).start()
    try:
        tenant = Tenant.made_by(server)
        tenant.item("P", on_hand=10)
        yield tenant
    finally:
        server.stop()


def falsify(server, sql):
    """Changes rows of the running server's database."""
    connection = sqlite3.connect(server.data / "holdfast.db", timeout=5)
    try:
        with connection:
            connection.execute(sql)
    finally:
        connection.close()


def damage_told(server):
    """The rows that the log calls damaged."""
    found = [line for line in log.lines(server) if line["message"] == "a row is damaged"]
    assert all(line["level"] == "error" for line in found), found
    return [(line["table"], line["key"]) for line in found]


def reservation(pipe, units, key):
    return pipe.request(
        "POST", "/v1/reservations", {"lines": as_lines(("P", units))}, [("Idempotency-Key", key)])


@pytest.mark.embedded
def test_a_replay_whose_log_row_is_gone_is_unavailable_and_its_neighbors_are_served(shop):
    """One 503, one line that names the row, and the server goes on."""
    shop.reserve(("P", 1), idempotency_key="lost").expect(201)
    falsify(shop.server, "DELETE FROM event_batch")

    with Pipe(shop.server, shop.key) as pipe:
        answers = pipe.run(
            [reservation(pipe, 2, "a"), reservation(pipe, 1, "lost"), reservation(pipe, 3, "b")])

    assert [status for status, _ in answers] == [201, 503, 201]
    assert json.loads(answers[1][1])["code"] == "unavailable"
    eventually(lambda: damage_told(shop.server), 5, "the line about the row")
    [(table, key)] = damage_told(shop.server)
    assert table == "event_batch" and "position" in key
    shop.assert_stock(available=4, reserved=6)
    assert shop.reserve(("P", 2), idempotency_key="a").expect(201).replayed
    assert shop.server.process.poll() is None


@pytest.mark.embedded
def test_a_reservation_whose_row_is_damaged_is_unavailable_and_the_others_are_not(shop):
    """One that ended is read from the database; nothing else depends on it."""
    whole, damaged = (shop.hold(("P", 1))["id"] for _ in range(2))
    for each in (whole, damaged):
        shop.release(each)
    falsify(shop.server, "UPDATE reservation SET lines = 'x' WHERE id = "
                         "(SELECT MAX(id) FROM reservation)")

    shop.act(damaged, "release").problem(503, "unavailable")
    shop.release(whole)
    shop.reserve(("P", 10)).expect(201)
    eventually(lambda: damage_told(shop.server), 5, "the line about the row")
    [(table, key)] = damage_told(shop.server)
    assert table == "reservation" and "text at 0" in key
