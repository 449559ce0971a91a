"""What was answered survives a power cut, and the test would notice if it did not.

An ext4 file system in a file is shut down right after the k-th answer, without flushing its
journal: what was not synced is gone. POWER_CUTS (60) sets how many cuts.
"""

import os
import random
import secrets
import time

import pytest

from audit import Audit, Tally
from harness import (
    EXIT_IO_ERROR, Lost, Server, Violation, planted_binary, require, require_verified)
from power import check_integrity
from reporting import report
from shop import Buyer, open_shop

CUTS = int(os.environ.get("POWER_CUTS", "60"))
SEED = int(os.environ.get("POWER_SEED") or secrets.randbelow(1_000_000))
CLIENTS = 4


class CutLoop:
    """Cuts the power of one database again and again."""

    def __init__(self, disk, folder, seed, flags=(), program=None):
        self.disk, self.folder, self.seed = disk, folder, seed
        self.data = disk.mount_point / "data"
        self.flags, self.program = flags, program
        self.tally, self.books = Tally(), [None] * CLIENTS
        self.in_commit = 0
        with Server(self.data, program=program) as server:
            open_shop(server)
            server.stop()

    def cycle(self, number, answers):
        """Cuts after `answers` answers; odd cuts while other requests are under way."""
        buyers = [
            Buyer(f"cut{number}-client{index}", self.seed, books)
            for index, books in enumerate(self.books)]
        with Server(self.data, self.flags, program=self.program) as server:
            if number % 2:
                self._cut_under_load(server, buyers, answers)
            else:
                self._cut_between(server, buyers[0], answers)
            self._expect_refusal(server, buyers[0])
        self.tally.kills += 1
        self.disk.restore()
        check_integrity(self.data, self.folder / "copy")
        require_verified(self.data, f"after cut {number}", self.program)
        with Server(self.data, program=self.program) as server:
            Audit(server.connect(), self.tally).run(buyers)
            server.stop()
        require_verified(self.data, "after the audit", self.program)
        self.books = [buyer.books for buyer in buyers]

    def _cut_between(self, server, buyer, answers):
        connection = server.connect()
        for _ in range(answers):
            buyer.ask_next(connection)
        self.disk.cut()

    def _cut_under_load(self, server, buyers, answers):
        for buyer in buyers:
            buyer.too_late = lambda: self.disk.dark
            buyer.trade_with(server)
        deadline = time.monotonic() + 20
        while sum(len(buyer.entries) for buyer in buyers) < answers:
            require(time.monotonic() < deadline, f"fewer than {answers} answers in 20 s")
            time.sleep(0)
        self.disk.cut()
        for buyer in buyers:
            buyer.join(20)
            require(not buyer.is_alive(), "a client still got answers 20 s after the cut")
        self.in_commit += sum(1 for buyer in buyers if buyer.pending)

    def _expect_refusal(self, server, buyer):
        """Nothing that writes is acknowledged any more, and the process ends with 74."""
        if buyer.pending is None:
            try:
                entry = buyer.ask_next(server.connect())
                raise Violation(f"{entry.kind} was answered {entry.status} after the cut")
            except Lost:
                pass
        code = server.wait()
        said = "".join(server.output)[-500:]
        require(code == EXIT_IO_ERROR, f"I/O error: exit {code}, not {EXIT_IO_ERROR}: {said}")

    def line(self, name):
        tally = self.tally
        return (
            f"{name}: {tally.kills} cuts, {tally.acknowledged} acknowledged, {tally.lost} lost, "
            f"{tally.half} half done; {self.in_commit} requests met by a cut; indeterminate "
            f"{tally.present} present, {tally.absent} absent; seed {self.seed}")


def chosen_answers(count, seed):
    """After how many answers to cut: the first few, and then a spread up to 200."""
    chance = random.Random(seed)
    first = [1, 2, 3, 5, 8, 137]
    return (first + [chance.randint(1, 200) for _ in range(count)])[:count]


def test_what_was_answered_survives_a_power_cut(disk, tmp_path):
    print(f"POWER_SEED={SEED}")
    loop = CutLoop(disk, tmp_path, SEED)
    try:
        for number, answers in enumerate(chosen_answers(CUTS, SEED)):
            loop.cycle(number, answers)
    finally:
        report(loop.line("power cut"))


def test_a_power_cut_without_full_sync_is_noticed(disk, tmp_path):
    flags = ("--planted-bug", "synchronous-normal")
    loop = CutLoop(disk, tmp_path, SEED, flags, planted_binary())
    with pytest.raises(Violation, match="lost"):
        loop.cycle(0, 137)
    report(loop.line("power cut, negative control"))
    assert loop.tally.lost > 0
