"""Bounded waiting: the one place where a test may let time pass."""

import time

PAUSE_SECONDS = 0.01


def eventually(condition, within, what):
    """What `condition` returns once it is truthy; fails where that takes over `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < deadline, f"not within {within} s: {what}"
        time.sleep(PAUSE_SECONDS)
