"""Makes one thing that a running server does slow, and quick again."""

import pathlib
import shutil
import signal
import subprocess

import pytest

from support.polling import eventually

ATTACH_SECONDS = 10


class Slowed:
    """Has a system call of the server's threads of these names take longer. Use it in a `with`.

    `delay` is strace's: `enter` is before the call, `exit` behind it.
    """

    def __init__(self, server, *threads, call, seconds, delay="enter"):
        if not shutil.which("strace"):
            pytest.skip("support/slowed: needs strace")
        self._tasks = [
            task for task in pathlib.Path(f"/proc/{server.pid}/task").iterdir()
            if (task / "comm").read_text().strip() in threads]
        assert len(self._tasks) >= len(threads), f"no threads {threads}"
        injected = f"inject={call}:delay_{delay}={int(seconds * 1_000_000)}"
        self._command = ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", injected]
        for task in self._tasks:
            self._command += ["-p", task.name]
        self._process = None

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        eventually(self._is_attached, ATTACH_SECONDS, "strace follows the threads")
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(ATTACH_SECONDS)
        self._process.stderr.close()

    def _is_attached(self):
        assert self._process.poll() is None, self._process.stderr.read().decode()
        return all(
            "TracerPid:\t0\n" not in (task / "status").read_text() for task in self._tasks)
