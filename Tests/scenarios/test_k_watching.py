"""K. Watching: K1."""

import re
import sqlite3


def falsify(server):
    """Adds 1 to the `on_hand` of the one stock level that has 10, behind the server's back."""
    [file] = [
        path for path in server.data.iterdir() if path.read_bytes()[:15] == b"SQLite format 3"]
    with sqlite3.connect(file) as database:
        changed = database.execute(
            "UPDATE stock_level SET on_hand = on_hand + 1 WHERE on_hand = 10")
        assert changed.rowcount == 1
    database.close()


def assert_named(report):
    """The report names the item, the location, and both numbers."""
    assert report["ok"] is False
    found = [str(one) for check in report["checks"] for one in check["differences"]]
    words = ("P", "main", "on_hand", "10", "11")
    assert any(set(words) <= set(re.findall(r"\w+", one)) for one in found), found


def test_K1_a_wrong_number_is_found_and_explained(serve, open_shop):
    """One level's `on_hand` raised by 1 in SQL: health and `verify` name it; a repair's dry run
    shows exactly one correction, and applied, all agree again."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.item("Q", on_hand=3)
    assert server.stop() == 0
    server.assert_verified()
    falsify(server)

    report = server.verify()
    assert report["exit_code"] == 1
    assert_named(report)
    server.start()
    health = tenant.get("/v1/inventory/health").expect(200)
    assert_named(health.json)

    before = len(tenant.movements())
    planned = tenant.post("/v1/inventory/repairs", {"dry_run": True}).expect(200)
    assert len(planned["movements"]) == 1
    assert len(tenant.movements()) == before
    applied = tenant.post("/v1/inventory/repairs", {"dry_run": False}).expect(200, 201)
    [movement] = applied["movements"]
    assert (movement["sku"], movement["location"]) == ("P", "main")
    assert movement["reason"] == "corrected"
    assert tenant.get("/v1/inventory/health").expect(200)["ok"] is True
    assert server.stop() == 0
    server.assert_verified()
    server.start()
    again = tenant.post("/v1/inventory/repairs", {"dry_run": True}).expect(200)
    assert again["movements"] == []


def test_K1_a_log_whose_end_is_missing_is_found(serve, open_shop):
    """The newest row of the log is deleted in SQL: `verify` names the log."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.hold("P")
    assert server.stop() == 0
    server.assert_verified()
    with sqlite3.connect(server.data / "holdfast.db") as database:
        row = database.execute("SELECT * FROM event_batch ORDER BY id DESC LIMIT 1").fetchone()
        database.execute("DELETE FROM event_batch WHERE id = ?", row[:1])
    report = server.verify()
    assert report["exit_code"] == 1
    assert [check["name"] for check in report["checks"] if not check["ok"]] == ["log_has_no_gaps"]
    with sqlite3.connect(server.data / "holdfast.db") as database:
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO event_batch VALUES ({marks})", row)
    server.start()


def test_K1_a_paid_line_that_does_not_add_up_is_found(serve, open_shop):
    """One more unit in a paid line's quantity, in SQL: `verify` names the line."""
    server = serve()
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.commit(tenant.hold(("P", 3))["id"], order_id="o")
    assert server.stop() == 0
    server.assert_verified()
    with sqlite3.connect(server.data / "holdfast.db") as database:
        [(lines,)] = database.execute("SELECT lines FROM reservation").fetchall()
        item, quantity, rest = re.fullmatch(r"(\d+)(\D3)(\D.*)", lines, re.DOTALL).groups()
        database.execute("UPDATE reservation SET lines = ?", (f"{item}{quantity[0]}4{rest}",))
    report = server.verify()
    assert report["exit_code"] == 1
    wrong = [check["name"] for check in report["checks"] if not check["ok"]]
    assert wrong == ["paid_lines_balance"]
    with sqlite3.connect(server.data / "holdfast.db") as database:
        database.execute("UPDATE reservation SET lines = ?", (lines,))
    server.start()
