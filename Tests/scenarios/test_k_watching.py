"""K. Watching: K1."""

import contextlib
import re
import sqlite3

import pytest


@contextlib.contextmanager
def behind_its_back(server):
    """The database in SQL, whether the server runs or not. What is changed is kept.

    It never checkpoints: while a server runs, only the server may.
    """
    database = sqlite3.connect(server.data / "holdfast.db", timeout=10)
    try:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        with database:
            yield database
    finally:
        database.close()


def falsify(server):
    """Adds 1 to the `on_hand` of the one stock level that has 10."""
    with behind_its_back(server) as database:
        changed = database.execute(
            "UPDATE stock_level SET on_hand = on_hand + 1 WHERE on_hand = 10")
        assert changed.rowcount == 1


def assert_named(report):
    """The report names the item, the location, and both numbers."""
    assert report["ok"] is False
    found = [str(one) for check in report["checks"] for one in check["differences"]]
    words = ("P", "main", "on_hand", "10", "11")
    assert any(set(words) <= set(re.findall(r"\w+", one)) for one in found), found


def failed(report):
    """The names of the checks that found something."""
    return [check["name"] for check in report["checks"] if not check["ok"]]


def assert_one_movement_repairs(tenant):
    """The dry run shows exactly one correction and books nothing; applied, health is well."""
    before = len(tenant.movements())
    planned = tenant.post("/v1/inventory/repairs", {"dry_run": True}).expect(200)
    assert len(planned["movements"]) == 1
    assert len(tenant.movements()) == before
    applied = tenant.post("/v1/inventory/repairs", {"dry_run": False}).expect(200, 201)
    [movement] = applied["movements"]
    assert (movement["sku"], movement["location"]) == ("P", "main")
    assert movement["reason"] == "corrected"
    assert tenant.get("/v1/inventory/health").expect(200)["ok"] is True
    again = tenant.post("/v1/inventory/repairs", {"dry_run": True}).expect(200)
    assert again["movements"] == []


def two_items(server, open_shop):
    """A tenant with 10 of P and 3 of Q."""
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.item("Q", on_hand=3)
    return tenant


@pytest.mark.embedded
def test_K1_a_wrong_number_is_found_and_explained_while_it_runs(serve, open_shop):
    """One level's `on_hand` raised by 1 in SQL under a running server: the health page names it,
    advises a repair, and after one movement all agree, the memory of the server included."""
    server = serve()
    tenant = two_items(server, open_shop)
    assert tenant.get("/v1/inventory/health").expect(200)["ok"] is True
    falsify(server)
    health = tenant.get("/v1/inventory/health").expect(200)
    assert_named(health.json)
    assert failed(health.json) == ["movements_sum_to_levels"]
    [advice] = health["recommendations"]
    assert "/v1/inventory/repairs" in advice
    assert_one_movement_repairs(tenant)
    tenant.assert_level("main", on_hand=11)
    tenant.hold(("P", 11))
    assert server.stop() == 0
    server.assert_verified()
    server.start()
    tenant.assert_level("main", on_hand=11, reserved=11)


@pytest.mark.embedded
def test_K1_a_wrong_number_is_found_and_explained_after_a_stop(serve, open_shop):
    """One level's `on_hand` raised by 1 in SQL: `verify` and health name it, and one movement
    repairs it."""
    server = serve()
    tenant = two_items(server, open_shop)
    assert server.stop() == 0
    server.assert_verified()
    falsify(server)

    report = server.verify()
    assert report["exit_code"] == 1
    assert_named(report)
    server.start()
    assert_named(tenant.get("/v1/inventory/health").expect(200).json)
    assert_one_movement_repairs(tenant)
    assert server.stop() == 0
    server.assert_verified()
    server.start()


def lose_the_end_of_the_log(database):
    """Deletes the newest row of the log."""
    row = database.execute("SELECT * FROM event_batch ORDER BY id DESC LIMIT 1").fetchone()
    database.execute("DELETE FROM event_batch WHERE id = ?", row[:1])
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO event_batch VALUES ({marks})", row


def falsify_a_paid_line(database):
    """Adds a unit to the quantity of the one paid line, which has 3."""
    [(id, lines)] = database.execute(
        "SELECT id, lines FROM reservation WHERE state = 1").fetchall()
    item, quantity, rest = re.fullmatch(r"(\d+)(\D3)(\D.*)", lines, re.DOTALL).groups()
    change = "UPDATE reservation SET lines = ? WHERE id = ?"
    database.execute(change, (f"{item}{quantity[0]}4{rest}", id))
    return change, (lines, id)


@pytest.mark.parametrize(("spoil", "check", "named"), [
    (lose_the_end_of_the_log, "log_has_no_gaps", {"after_position"}),
    (falsify_a_paid_line, "paid_lines_balance", {"reservation_id", "line"})])
@pytest.mark.embedded
def test_K1_what_no_repair_can_mend_is_found_and_said(serve, open_shop, spoil, check, named):
    """The log's newest row is gone, or a paid line does not add up: the health page names it
    while the server runs, `verify` after a stop, and neither is said to be a repair's work."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.commit(tenant.hold(("P", 3))["id"], order_id="o")
    tenant.hold("P")
    with behind_its_back(server) as database:
        cure, values = spoil(database)
    health = tenant.get("/v1/inventory/health").expect(200)
    assert failed(health.json) == [check]
    [difference] = [one for each in health["checks"] for one in each["differences"]]
    assert difference.keys() == named
    [advice] = health["recommendations"]
    assert "no repair" in advice and "/v1/inventory/repairs" not in advice
    planned = tenant.post("/v1/inventory/repairs", {"dry_run": True}).expect(200)
    assert planned["movements"] == []
    assert server.stop() == 0
    report = server.verify()
    assert (report["exit_code"], failed(report)) == (1, [check])
    with behind_its_back(server) as database:
        database.execute(cure, values)
    server.start()


@pytest.mark.parametrize("part", [
    "id = (SELECT MAX(id) FROM event_batch)", "id = (SELECT MIN(id) FROM event_batch)", "TRUE"])
@pytest.mark.embedded
def test_K1_a_log_of_which_a_part_is_missing_is_found(serve, open_shop, part):
    """The newest row of the log, its oldest, or all of them deleted in SQL: `verify` names it."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.hold("P")
    assert server.stop() == 0
    server.assert_verified()
    with behind_its_back(server) as database:
        rows = database.execute(f"SELECT * FROM event_batch WHERE {part}").fetchall()
        database.execute(f"DELETE FROM event_batch WHERE {part}")
    report = server.verify()
    assert report["exit_code"] == 1
    assert [check["name"] for check in report["checks"] if not check["ok"]] == ["log_has_no_gaps"]
    with behind_its_back(server) as database:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO event_batch VALUES ({marks})", rows)
    server.start()
