"""The API against its own description: requests made from `/openapi.json`, each answer checked.

CONTRACT_EXAMPLES is how many requests are made for each operation and phase, CONTRACT_SEED what
they are made from, CONTRACT_SECONDS how long the run may take.
"""

import os
import pathlib
import subprocess
import sys

import pytest

HOOKS = pathlib.Path(__file__).parent / "hooks.py"
TOOL = pathlib.Path(sys.executable).parent / "schemathesis"
EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "20")
SEED = os.environ.get("CONTRACT_SEED", "1")
SECONDS = int(os.environ.get("CONTRACT_SECONDS", 300))
# The first lines of what went wrong are enough to run it again.
SHOWN = 6_000

EXCLUDED_CHECKS = {
    "positive_data_acceptance":
        "a schema does not tell all: what stands for an item must exist, times lie ahead, two "
        "fields exclude each other, and 1.0 is an integer to it but no quantity here",
}
EXCLUDED_PATHS = {
    "/v1/events/stream": "it does not end",
    "/v1/stock/stream": "it does not end",
}


@pytest.fixture
def demo(serve):
    """A server with the demo shop, on real time: there is something to be found."""
    return serve("--demo", test_clock=False)


def test_every_answer_is_as_the_description_says(demo):
    """No 5xx, no answer and no header of another shape, nothing accepted that it forbids."""
    command = [
        str(TOOL), "run", f"{demo.url}/openapi.json", "--seed", SEED, "--max-examples", EXAMPLES,
        "--exclude-checks", ",".join(EXCLUDED_CHECKS), "--generation-database", "none",
        "--request-timeout", "20", "--no-color", "--warnings", "off"]
    for path in EXCLUDED_PATHS:
        command += ["--exclude-path", path]
    environment = {
        **os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS), "CONTRACT_KEY": demo.root_key}
    done = subprocess.run(
        command, cwd=demo.folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=SECONDS)
    print(done.stdout[-1_500:])
    assert done.returncode == 0, done.stdout[:SHOWN] + done.stderr[:SHOWN]
    assert "Tested: " in done.stdout, done.stdout
