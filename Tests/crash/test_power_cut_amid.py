"""A power cut amid a checkpoint, or amid a migration, loses nothing either.

strace stops the program right after its n-th write to the database file, the power is cut there,
and then the program goes on to find it gone. POWER_CUTS_AMID (6) sets how many cuts each.
"""

import contextlib
import os
import pathlib
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest

from audit import Audit, Tally
from harness import (
    EXIT_IO_ERROR, ROOT, SECRET_KEY, Server, binary, require, require_verified, surroundings)
from power import check_integrity
from reporting import report
from shop import PLENTY, Buyer, Entry, open_shop

CUTS = int(os.environ.get("POWER_CUTS_AMID", "6"))
SEED = int(os.environ.get("POWER_SEED") or secrets.randbelow(1_000_000))
PATIENCE_S = 30
FRAME_BYTES = 4096 + 24
# The server writes its log back at 16,000 pages; from here a few more requests reach that.
NEARLY_PAGES = 15_400
# The largest count that strace takes.
NEVER = 65_535
STOPPED = "stopped by SIGSTOP"
MIGRATIONS = ROOT / "Tests/SQLiteStoreTests/MigrationTests.swift"

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="crash/test_power_cut_amid: needs strace")


def wait_until(holds, what):
    """Returns once `holds()`; fails where that takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        require(time.monotonic() < deadline, f"not within {PATIENCE_S} s: {what}")
        time.sleep(0.005)


def is_stopped(trace):
    """Whether strace has seen the program stop."""
    return trace.exists() and STOPPED in trace.read_text(errors="replace")


def stop_after(call, count):
    """Stops the program after its `count`-th `call`."""
    return f"{call}:signal=SIGSTOP:when={count}"


class Amid:
    """Cuts the power of one disk at chosen writes, and audits what is left."""

    def __init__(self, disk, folder):
        self.disk, self.folder = disk, folder
        self.data = disk.mount_point / "data"
        self.file = self.data / "holdfast.db"
        self.trace = folder / "trace"
        self.tally = Tally()
        self.places = []

    def cut_and_go_on(self, pid, place):
        """Cuts the power of the stopped program `pid`, and lets it find out."""
        self.disk.cut()
        os.kill(pid, signal.SIGCONT)
        self.tally.kills += 1
        self.places.append(place)

    def put_back(self, kept):
        """Has the data as they are in `kept`, safe on the disk."""
        shutil.rmtree(self.data)
        shutil.copytree(kept, self.data)
        subprocess.run(["sync", "-f", str(self.disk.mount_point)], check=True)
        with contextlib.suppress(FileNotFoundError):
            self.trace.unlink()

    def audit(self, buyers):
        """After the power is back: sound, verified, and nothing that was answered is lost."""
        self.disk.restore()
        check_integrity(self.data, self.folder / "copy")
        with Server(self.data) as server:
            Audit(server.connect(), self.tally).run(buyers)
            server.stop()
        require_verified(self.data, "after the audit")

    def line(self, name):
        tally = self.tally
        return (f"{name}: {tally.kills} cuts ({', '.join(self.places)}), "
                f"{tally.acknowledged} acknowledged, {tally.lost} lost, {tally.half} half done; "
                f"seed {SEED}")


def log_pages(data):
    """Pages in the write-ahead log."""
    return (data / "holdfast.db-wal").stat().st_size // FRAME_BYTES


def fill_log(buyer, server, data):
    """Has `buyer` fill the log until it is nearly long enough to be written back."""
    connection = server.connect()
    for _ in range(100):
        buyer.ask_next(connection)
    number = 0
    while log_pages(data) < NEARLY_PAGES:
        number += 1
        lines = [{"sku": sku, "delta": 1} for sku in PLENTY * 62]
        body = {"lines": lines, "reason": "corrected", "reference": f"bulk-{number}"}
        entry = Entry("adjust", f"bulk-{number}", "/v1/stock/adjustments", body)
        answer = connection.ask("POST", entry.path, entry.body, entry.key)
        entry.status, entry.answer = answer.status, answer.body
        require(entry.succeeded, f"{answer.status}: {answer.body[:500]}")
        buyer.settle(entry)


def answered_until_stopped(amid, buyer, server):
    """Has `buyer` ask until the program is stopped, and cuts there."""
    buyer.too_late = lambda: amid.disk.dark
    buyer.trade_with(server)
    wait_until(lambda: is_stopped(amid.trace), "the log is written back")
    require(buyer.is_alive(), "the buyer gave up before the cut")


class Traced:
    """The program under strace, which stops it after its `count`-th `call`, at `place` alone
    where one is named. Use it in a `with`; its end is waited for there.
    """

    def __init__(self, amid, arguments, call, count, place=None):
        self.amid, self.said = amid, amid.folder / "said"
        at = ["-P", str(place)] if place else []
        with contextlib.suppress(FileNotFoundError):
            amid.trace.unlink()
        with open(self.said, "wb") as out:
            self.process = subprocess.Popen(
                ["strace", "-f", "-qq", "-o", str(amid.trace), *at, "-e", f"trace={call}", "-e",
                 f"inject={stop_after(call, count)}", binary(), *arguments],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=surroundings(HOLDFAST_ROOT_KEY=SECRET_KEY))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    def pid(self):
        """The program's own process id; None once it ended."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        try:
            return int(pathlib.Path(path).read_text().split()[0])
        except (OSError, IndexError):
            return None

    def stops(self):
        """Whether it was stopped, and did not end or listen before."""
        def is_over():
            return (is_stopped(self.amid.trace) or self.process.poll() is not None
                    or b"listening on" in self.said.read_bytes())

        wait_until(is_over, "the program stops, ends or listens")
        return is_stopped(self.amid.trace)

    def cut(self, place):
        """Cuts the power, and waits for the program's end: it must not say that all is well."""
        self.amid.cut_and_go_on(self.pid(), place)
        code = self.process.wait(PATIENCE_S)
        require(code > 0, f"exit {code}: {self.said.read_text(errors='replace')[-500:]}")


def serve(data):
    """The arguments that start a server over `data`."""
    return ["serve", "--data", str(data), "--listen", "127.0.0.1:0"]


def calls_of_a_start(amid, call):
    """How often a start over the data makes that call."""
    with Traced(amid, serve(amid.data), call, NEVER) as program:
        assert not program.stops()
        return len(amid.trace.read_text().splitlines())


def counts(calls, salt):
    """After which calls to cut: `CUTS` of them, spread over all."""
    chance = random.Random(f"{SEED}/{salt}")
    return sorted(chance.sample(range(1, calls + 1), min(CUTS, calls)))


def test_a_power_cut_amid_a_checkpoint_of_the_server_loses_nothing(disk, tmp_path):
    """The log is long enough to be written back; cut after the n-th of these writes."""
    print(f"POWER_SEED={SEED}")
    amid, grown = Amid(disk, tmp_path), tmp_path / "grown"
    first = Buyer("grower", SEED)
    with Server(amid.data) as server:
        open_shop(server)
        fill_log(first, server, amid.data)
        server.kill()
    shutil.copytree(amid.data, grown)
    chance = random.Random(SEED)
    for number in range(CUTS):
        call, count = ("fdatasync", 1) if number == 1 else ("pwrite64", chance.randint(1, 400))
        amid.put_back(grown)
        buyer = Buyer(f"amid{number}", SEED)
        with Server(amid.data, inject=stop_after(call, count), trace=amid.trace,
                    inject_at=amid.file, inject_start=True) as server:
            answered_until_stopped(amid, buyer, server)
            amid.cut_and_go_on(server.pid(), f"{call} {count}")
            code = server.wait()
            require(code == EXIT_IO_ERROR, f"exit {code}, not {EXIT_IO_ERROR}")
            buyer.join(PATIENCE_S)
        amid.audit([first, buyer])
    report(amid.line("power cut amid a checkpoint of the server"))


def traded(amid, answers):
    """A journal of `answers` answers over new data, and the server stopped after them."""
    buyer = Buyer("trader", SEED)
    with Server(amid.data) as server:
        open_shop(server)
        connection = server.connect()
        for _ in range(answers):
            buyer.ask_next(connection)
        server.stop()
    return buyer


def test_a_power_cut_amid_the_checkpoint_of_verify_loses_nothing(disk, tmp_path):
    """`verify` writes the whole log back: cut after the n-th of these writes."""
    print(f"POWER_SEED={SEED}")
    amid, kept = Amid(disk, tmp_path), tmp_path / "kept"
    buyer = traded(amid, 100)
    shutil.copytree(amid.data, kept)
    verify = ["verify", "--data", str(amid.data)]
    with Traced(amid, verify, "pwrite64", NEVER, amid.file) as program:
        assert not program.stops()
        writes = len(amid.trace.read_text().splitlines())
    require(writes > 10, f"verify wrote {writes} times")
    for count in counts(writes, "verify"):
        amid.put_back(kept)
        with Traced(amid, verify, "pwrite64", count, amid.file) as program:
            require(program.stops(), f"verify ended before write {count}")
            program.cut(f"pwrite64 {count}")
        amid.audit([buyer])
    report(amid.line("power cut amid the checkpoint of verify"))


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_first_start_that_met_a_power_cut_is_done_again(disk, tmp_path, call):
    """Cut as the file is made, in each step of the schema, and as the keys are made."""
    print(f"POWER_SEED={SEED}")
    amid = Amid(disk, tmp_path)
    calls = calls_of_a_start(amid, call)
    for count in counts(calls, call):
        shutil.rmtree(amid.data)
        with Traced(amid, serve(amid.data), call, count) as program:
            require(program.stops(), f"the start has no {call} {count}")
            program.cut(f"{call} {count}")
        disk.restore()
        with Server(amid.data) as server:
            open_shop(server)
            server.stop()
        require_verified(amid.data, f"after a first start was cut at {call} {count}")
    report(amid.line("power cut amid a first start"))


def undo_the_newest_step(file):
    """Takes the newest step of the schema back, as the store's own tests of it know how."""
    name, undo = re.search(r'\("(\d{4}_\w+)", "([^"]+)"\)', MIGRATIONS.read_text()).groups()
    with contextlib.closing(sqlite3.connect(file)) as database:
        [(newest,)] = database.execute("SELECT MAX(name) FROM migration").fetchall()
        assert newest == name, f"{MIGRATIONS.name} does not say how to undo {newest}"
        database.executescript(f"{undo}; DELETE FROM migration WHERE name = '{name}'")


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_power_cut_amid_a_migration_loses_nothing(disk, tmp_path, call):
    """A shop of the schema before this one is started, and cut as it is brought up to date."""
    print(f"POWER_SEED={SEED}")
    amid, old = Amid(disk, tmp_path), tmp_path / "old"
    buyer = traded(amid, 60)
    require_verified(amid.data, "before the newest step is undone")
    undo_the_newest_step(amid.file)
    shutil.copytree(amid.data, old)
    calls = calls_of_a_start(amid, call)
    for count in counts(calls, call):
        amid.put_back(old)
        with Traced(amid, serve(amid.data), call, count) as program:
            require(program.stops(), f"the start has no {call} {count}")
            program.cut(f"{call} {count}")
        amid.audit([buyer])
    report(amid.line("power cut amid a migration"))
