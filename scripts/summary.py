"""Adds up JUnit result files, and prints one line that says how it went.

usage: summary.py [--skips FILE] RESULT.xml...

Exits 1 when something failed, when a result file is missing or empty, and, with CI=true, when a
skip is not listed in FILE (one `name | reason` a line, `#` begins a comment).
"""

import argparse
import os
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skips", type=pathlib.Path)
    parser.add_argument("results", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    passed, failed, skipped, troubles = [], [], [], []
    for path in arguments.results:
        cases = read(path)
        if not cases:
            troubles.append(f"no results in {path.name}: the run ended before it began")
        for name, outcome in cases:
            {"passed": passed, "failed": failed, "skipped": skipped}[outcome].append(name)
    named = named_skips(arguments.skips)
    for name in failed:
        print(f"failed: {name}")
    for name in skipped:
        print(f"skipped: {name} ({named.get(name, 'not named')})")
        if name not in named and os.environ.get("CI") == "true":
            troubles.append(f"in CI a skip needs a line in Tests/skips.txt: {name}")
    for trouble in troubles:
        print(trouble)
    print(f"{len(passed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or troubles else 0


def read(path):
    """The cases in the file at `path` as (name, outcome); none when it is missing or broken."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return []
    return [(f"{case.get('classname')}.{case.get('name')}", outcome(case))
            for case in root.iter("testcase")]


def outcome(case):
    """What became of one case: `passed`, `failed` or `skipped`."""
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def named_skips(path):
    """The skips that the project allows, as a dictionary of name to reason."""
    if path is None:
        return {}
    lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
    pairs = [line.partition("|") for line in lines if line]
    return {name.strip(): reason.strip() for name, _, reason in pairs if reason.strip()}


if __name__ == "__main__":
    sys.exit(main())
