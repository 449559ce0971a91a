"""A full disk refuses and heals; a disk that fails ends the process. Neither ever lies."""

import os
import shutil
import subprocess
import time

import pytest

from audit import Audit, Tally
from harness import EXIT_IO_ERROR, Lost, Server, require, require_verified
from reporting import report
from shop import SKUS, Buyer, open_shop

SKIP = "crash/test_disk_full: needs root and tmpfs"
MANY = [f"MANY-{number:04}" for number in range(1000)]
DISK_MIB, BALLAST_MIB = 16, 4
CLIENTS = 4
HEAL_PATIENCE_S = 15


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 16 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip(SKIP)
    yield folder
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def load_until_refused(server, buyers, seconds=60):
    """Trades until every client was refused once or lost its connection."""
    for buyer in buyers:
        buyer.trade_with(server)
    deadline = time.monotonic() + seconds
    for buyer in buyers:
        buyer.join(max(0.1, deadline - time.monotonic()))
        require(not buyer.is_alive(), f"no refusal in {seconds} s")


def ask_once(buyer, server):
    """Asks one thing on a new connection; returns the entry, its status None if none came."""
    connection = server.connect()
    try:
        return buyer.ask_next(connection)
    except Lost:
        return buyer.pending
    finally:
        connection.close()


def heal(buyer, server):
    """Seconds until a write is accepted again by the process that refused."""
    began = time.monotonic()
    while not ask_once(buyer, server).acknowledged:
        require(time.monotonic() - began < HEAL_PATIENCE_S, "writing did not resume by itself")
        time.sleep(0.05)
    return time.monotonic() - began


def check_reads(server, buyer):
    """Reads are answered although nothing can be written."""
    connection = server.connect()
    paths = [f"/v1/stock?sku={SKUS[0]}", "/health/live"]
    paths += [f"/v1/reservations/{identifier}" for identifier in buyer.open[:5]]
    for path in paths:
        answer = connection.ask("GET", path)
        require(answer.status == 200, f"with a full disk GET {path} is {answer.status}")
    connection.close()


def check_refused(server, entries):
    """No entry that was answered 503 left anything behind."""
    audit = Audit(server.connect(), Tally())
    for entry in entries:
        require(entry.status == 503, f"{entry.key}: {entry.status} {entry.answer}, not 503")
        require(not audit.present(entry), f"{entry.key} was refused, and took effect")
    require(not audit.faults, "; ".join(audit.faults))


def test_a_full_disk_refuses_keeps_reading_and_heals(small_disk):
    data, ballast = small_disk / "data", small_disk / "ballast"
    ballast.write_bytes(b"\0" * (BALLAST_MIB << 20))
    tally = Tally()
    with Server(data) as server:
        open_shop(server)
        buyers = [Buyer(f"full-client{index}", 1) for index in range(CLIENTS)]
        load_until_refused(server, buyers)
        refused = [buyer.pending for buyer in buyers]
        probe = Buyer("full-probe", 1)
        accepted = 0
        for _ in range(50):
            entry = ask_once(probe, server)
            accepted += entry.acknowledged
            refused += [] if entry.acknowledged else [entry]
        check_reads(server, buyers[0])
        check_refused(server, refused)
        ballast.unlink()
        healed_s = heal(probe, server)
        Audit(server.connect(), tally).run([*buyers, probe])
        server.stop()
    require_verified(data, "after the disk was full")
    report(
        f"disk full: {tally.acknowledged} acknowledged, {len(refused)} refused, {accepted} "
        f"small writes still fitted, 0 false; healed in {healed_s * 1000:.0f} ms without help")


def test_a_write_that_finds_no_space_is_refused_and_the_next_heals(tmp_path):
    data, tally = tmp_path / "data", Tally()
    with Server(data) as server:
        open_shop(server)
        server.stop()
    with Server(data, inject="pwrite64:error=ENOSPC:when=200..260") as server:
        buyers = [Buyer(f"space-client{index}", 2) for index in range(CLIENTS)]
        load_until_refused(server, buyers)
        refused = [buyer.pending for buyer in buyers]
        probe = Buyer("space-probe", 2)
        healed_s = heal(probe, server)
        check_refused(server, refused)
        Audit(server.connect(), tally).run([*buyers, probe])
        server.stop()
    require_verified(data, "after writes that found no space")
    report(
        f"no space at the 200th write: {tally.acknowledged} acknowledged, "
        f"{len(refused)} refused, healed in {healed_s * 1000:.0f} ms")


@pytest.mark.parametrize("nth", [12, 40, 111])
def test_a_sync_that_failed_ends_the_process(tmp_path, nth):
    if not shutil.which("strace"):
        pytest.skip("crash/test_disk_full: needs strace")
    data, tally = tmp_path / "data", Tally()
    with Server(data) as server:
        open_shop(server)
        server.stop()
    buyers = [Buyer(f"sync{nth}-client{index}", nth) for index in range(CLIENTS)]
    with Server(data, inject=f"fdatasync:error=EIO:when={nth}+") as server:
        load_until_refused(server, buyers)
        code = server.wait()
        require(code == EXIT_IO_ERROR, f"fdatasync failed: exit {code}, not {EXIT_IO_ERROR}")
    with Server(data) as server:
        Audit(server.connect(), tally).run(buyers)
        server.stop()
    require_verified(data, "after a sync that failed")
    report(
        f"EIO at fdatasync {nth}: exit {code}, {tally.acknowledged} acknowledged, 0 lost, "
        f"indeterminate {tally.present} present, {tally.absent} absent")


def adjust_many(connection, number):
    """Adds one unit to each of `MANY`: some 200 pages of the log, in one request."""
    body = {"lines": [{"sku": sku, "delta": 1} for sku in MANY], "reason": "received"}
    return connection.ask("POST", "/v1/stock/adjustments", body, f"many-{number}")


def test_a_checkpoint_whose_sync_failed_ends_the_process(tmp_path):
    """SQLite's own checkpoints overlook it, and would then reuse the log that alone is on disk."""
    if not shutil.which("strace"):
        pytest.skip("crash/test_disk_full: needs strace")
    data, acknowledged = tmp_path / "data", 0
    with Server(data) as server:
        connection = server.connect()
        for sku in MANY:
            assert connection.ask("PUT", f"/v1/items/{sku}", {"title": sku}).status == 201
        server.stop()
    place = data / "holdfast.db"
    with Server(data, inject="fdatasync:error=EIO:when=1+", inject_at=place) as server:
        connection = server.connect()
        try:
            for number in range(100):
                assert adjust_many(connection, number).status == 201
                acknowledged += 1
        except Lost:
            pass
        code = server.wait()
        require(code == EXIT_IO_ERROR, f"checkpoint failed: exit {code}, not {EXIT_IO_ERROR}")
    with Server(data) as server:
        row = server.connect().ask("GET", f"/v1/stock?sku={MANY[0]}").json()["data"][0]
        require(row["on_hand"] - acknowledged in (0, 1),
                f"{acknowledged} acknowledged, {row['on_hand']} there")
        server.stop()
    require_verified(data, "after a checkpoint that failed")
    report(f"EIO at the first checkpoint: exit {code}, {acknowledged} acknowledged, 0 lost")
