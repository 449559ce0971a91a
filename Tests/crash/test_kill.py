"""What was answered survives kill -9, at random moments and at the n-th fdatasync.

KILL_CYCLES (60) sets how many kills, KILL_SEED (random, printed) repeats a run's choices.
"""

import os
import random
import secrets
import shutil
import time

import pytest

from audit import Audit, Tally
from harness import Died, Server, percentile, require, require_verified
from reporting import report
from shop import Buyer, open_shop

CYCLES = int(os.environ.get("KILL_CYCLES", "60"))
SEED = int(os.environ.get("KILL_SEED") or secrets.randbelow(1_000_000))
CLIENTS = 8
FDATASYNC_PATIENCE_S = 3


def load_until_killed(server, buyers, moment_s):
    """Trades with `server`; kills it after `moment_s`, or waits for strace to (None)."""
    for buyer in buyers:
        buyer.trade_with(server)
    if moment_s is None:
        server.wait(FDATASYNC_PATIENCE_S)
    else:
        time.sleep(moment_s)
    server.kill()
    for buyer in buyers:
        buyer.join(20)
        require(not buyer.is_alive(), "a client still waits for an answer from a dead server")


class KillLoop:
    """Kills and restarts one database again and again, and audits it after each kill."""

    def __init__(self, data, seed, flags=(), program=None):
        self.data, self.seed, self.flags, self.program = data, seed, flags, program
        self.books = [None] * CLIENTS
        self.tally = Tally()
        with self.server() as server:
            open_shop(server)
            server.stop()

    def server(self, inject=None):
        return Server(self.data, self.flags, inject, self.program)

    def cycle(self, number):
        """One load, one kill, one restart, one audit, one `verify`."""
        chance = random.Random(f"{self.seed}/{number}")
        moment_s, inject = chance.uniform(0.3, 1.0), None
        if number % 2:
            when = chance.choice([chance.randint(1, 12), chance.randint(1, 300)])
            moment_s, inject = None, f"fdatasync:signal=SIGKILL:when={when}"
        buyers = [
            Buyer(f"cycle{number}-client{index}", self.seed, books)
            for index, books in enumerate(self.books)]
        try:
            with self.server(inject) as server:
                load_until_killed(server, buyers, moment_s)
        except Died:
            self.tally.during_start += 1
        self.tally.kills += 1
        if number % 4 < 2:
            require_verified(self.data, f"after kill {number}", self.program)
        self._audit(buyers)
        self.books = [buyer.books for buyer in buyers]

    def _audit(self, buyers):
        with self.server() as server:
            self.tally.restarts_ms.append(server.start_ms)
            Audit(server.connect(), self.tally).run(buyers)
            server.stop()
        require_verified(self.data, "after the audit", self.program)

    def line(self):
        tally = self.tally
        return (
            f"kill -9: {tally.kills} kills ({tally.during_start} while starting), "
            f"{tally.acknowledged} acknowledged, {tally.lost} lost, {tally.half} half done; "
            f"indeterminate {tally.present} present, {tally.absent} absent; restart p50 "
            f"{percentile(tally.restarts_ms, 0.5):.0f} ms, "
            f"p99 {percentile(tally.restarts_ms, 0.99):.0f} ms; seed {self.seed}")


def test_what_was_answered_survives_kill_9(tmp_path):
    print(f"KILL_SEED={SEED}")
    loop = KillLoop(tmp_path / "data", SEED)
    try:
        for number in range(CYCLES):
            loop.cycle(number)
    finally:
        report(loop.line())
    tally = loop.tally
    require(tally.acknowledged > 20 * tally.kills, "too little was acknowledged to prove a thing")
    require(tally.present + tally.absent > 0, "no kill met a request under way")


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_first_start_that_was_killed_is_done_again(tmp_path, call):
    """Killed as it makes the file, in each step of the schema, and as it makes the keys."""
    if not shutil.which("strace"):
        pytest.skip("crash/test_kill: needs strace")
    kills, nth = 0, 1
    while True:
        data = tmp_path / f"data-{nth}"
        try:
            inject = f"{call}:signal=SIGKILL:when={nth}"
            with Server(data, inject=inject, inject_start=True):
                break
        except Died:
            kills += 1
        with Server(data) as server:
            answer = server.connect().ask("GET", "/v1/items")
            require(answer.status == 200, f"after kill {nth}: {answer.status} {answer.body}")
            server.stop()
        require_verified(data, f"after kill {nth}")
        nth += 1 + nth // 8
    require(kills > 3, f"only {kills} kills met the first start")
    report(f"kill -9 in the first start: {kills} kills at {call} 1 to {nth}, each done again")
