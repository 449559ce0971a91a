"""The benchmark, for a second: it runs, and tells what it measured as a table and as data."""

import json
import shutil
import subprocess

import pytest

from support.server import binary, surroundings

# Those of other servers where they are there: CI has none.
WORKLOADS = ["idle", "engine hot"]
WORKLOADS += ["reserve hot, no key"] if shutil.which("redis-server") else []
WORKLOADS += ["availability of 10"] if shutil.which("nginx") else []


@pytest.mark.parametrize("name", WORKLOADS)
def test_one_workload_is_measured(root, tmp_path, name):
    """`bench all --only NAME --seconds 1`: rows of that name alone."""
    report = tmp_path / "bench.json"
    done = subprocess.run(
        [str(root / ".build/release/bench"), "all", "--only", name, "--seconds", "1", "--program",
         binary(), "--folder", str(tmp_path / "bench"), "--json", str(report)],
        cwd=root, env=surroundings(), capture_output=True, text=True, timeout=120,
        stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done
    rows = json.loads(report.read_text())["rows"]
    assert rows and {row["workload"] for row in rows} == {name}
    assert name in done.stdout
    if name != "idle":
        assert all(row["requests_per_second"] > 0 for row in rows), rows


def test_an_option_that_is_none_is_refused(root):
    """A typing mistake measures nothing."""
    done = subprocess.run(
        [str(root / ".build/release/bench"), "all", "--secods", "1"], cwd=root,
        capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    assert done.returncode != 0 and "--secods" in done.stdout, done
