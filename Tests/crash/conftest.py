"""Prints what the crash tests counted, and a numbered line for everything skipped."""

import pytest

import power
import reporting


@pytest.fixture
def disk(tmp_path):
    """A mounted disk whose power the test may cut."""
    probe = tmp_path / "probe"
    probe.mkdir()
    if not power.loop_mounts_work(probe):
        pytest.skip(power.SKIP)
    disk = power.Disk(tmp_path)
    disk.mount()
    yield disk
    disk.unmount()


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(each.longrepr[2]) for each in skipped]
    terminalreporter.section("crash tests")
    for line in reporting.LINES:
        terminalreporter.write_line(line)
    for number, reason in enumerate(reasons, 1):
        terminalreporter.write_line(f"skipped {number}: {reason.removeprefix('Skipped: ')}")
