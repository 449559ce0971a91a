"""Replays a year of real sales twice, with all the stock it needs and with nine tenths of it.

usage: run.py [FILE.csv or FILE.csv.xz]     (else RETAIL)
Prints what the replays counted, and last `N passed, N failed`; exits 1 if any failed.
"""

import contextlib
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "Tests/crash"), str(ROOT / "Tests/replay")]

import expected as model  # noqa: E402
from harness import SECRET_KEY, Server, Violation, verify  # noqa: E402

BENCH = os.environ.get("HOLDFAST_BENCH") or str(ROOT / ".build/release/bench")
BUDGET_S = 180
NAMES = ["opening", "shipped", "returned", "written_off", "found", "on_hand"]


class Checks:
    """Counts and prints what held and what did not."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, name):
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok' if holds else 'FAILED'}: {name}", flush=True)


def unpacked(path, folder):
    """The CSV itself; an .xz is unpacked into `folder`."""
    if path.suffix != ".xz":
        return path
    target = folder / path.stem
    with lzma.open(path) as packed, open(target, "wb") as file:
        shutil.copyfileobj(packed, file)
    return target


def replay(server, csv, per_mille, result):
    """Runs `bench replay` and returns its exit code and its seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [BENCH, "replay", "--csv", str(csv), "--url", f"http://127.0.0.1:{server.port}",
         "--key", SECRET_KEY, "--stock-share", str(per_mille / 1000), "--result", str(result)])
    return done.returncode, time.monotonic() - began


def total(items, name):
    return sum(item[name] for item in items.values())


def compare(checks, csv, per_mille, result):
    """Holds what the server did, item by item, against what the file alone says."""
    wanted = model.year(csv, per_mille)
    actual = {item["sku"]: item for item in json.loads(result.read_text())["items"]}
    checks.check(set(actual) == set(wanted), f"{len(wanted)} items are in the catalogue")
    for name in NAMES:
        wrong = [sku for sku in wanted if actual.get(sku, {}).get(name) != wanted[sku][name]]
        sample = [(sku, actual.get(sku, {}).get(name), wanted[sku][name]) for sku in wrong[:3]]
        checks.check(not wrong, f"{name}: {len(wanted) - len(wrong)} items as the file says, "
                                f"{len(wrong)} not {sample or ''}")
    net = total(wanted, "shipped") - total(wanted, "returned")
    served = total(actual, "shipped") - total(actual, "returned")
    checks.check(served == net, f"shipped less returned: {served} units, the file says {net}")
    short = sum(1 for item in wanted.values() if item["short"])
    if per_mille == 1000:
        checks.check(short == 0 and total(wanted, "shipped") == total(wanted, "asked"),
                     "with what the file needs, everything asked for was there")
    else:
        checks.check(short > 0, f"with less, {short} of {len(wanted)} items ran out, "
                                f"and {total(wanted, 'short')} units were not to be had")


def run(checks, csv, per_mille, folder):
    """One replay on an empty database, its comparison, and `verify`."""
    data, result = folder / f"data-{per_mille}", folder / f"result-{per_mille}.json"
    with Server(data) as server:
        code, seconds = replay(server, csv, per_mille, result)
        checks.check(code == 0, f"replay at {per_mille / 10:g} %: exit {code}")
        checks.check(seconds < BUDGET_S, f"in {seconds:.0f} s, of {BUDGET_S} s")
        try:
            server.stop()
            checks.check(True, "SIGTERM: exit 0")
        except Violation as violation:
            checks.check(False, str(violation))
    if code == 0:
        compare(checks, csv, per_mille, result)
    code, text = verify(data)
    checks.check(code == 0, f"verify: exit {code} {'' if code == 0 else text[-500:]}")
    shutil.rmtree(data, ignore_errors=True)


def main():
    name = (sys.argv[1:] or [os.environ.get("RETAIL", "")])[0]
    if not name or not pathlib.Path(name).exists():
        print("replay/run: skipped: needs the year of sales, see RETAIL")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    checks = Checks()
    parent = ROOT / ".build"
    parent.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=parent)))
        csv = unpacked(pathlib.Path(name), folder)
        for per_mille in (1000, 900):
            run(checks, csv, per_mille, folder)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
