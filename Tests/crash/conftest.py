"""Prints what the crash tests counted, and a numbered line for everything skipped."""

import reporting


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(each.longrepr[2]) for each in skipped]
    terminalreporter.section("crash tests")
    for line in reporting.LINES:
        terminalreporter.write_line(line)
    for number, reason in enumerate(reasons, 1):
        terminalreporter.write_line(f"skipped {number}: {reason.removeprefix('Skipped: ')}")
