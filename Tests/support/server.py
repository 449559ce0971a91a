"""The program under test as a process: started, watched, stopped, killed, restarted, verified."""

import json
import os
import re
import resource
import signal
import subprocess
from pathlib import Path

from support import store
from support.client import Client
from support.clock import Clock
from support.polling import eventually

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT_KEY = "hf_sk_acceptance_root_key_0123456789abcdef"
PUBLISHABLE_KEY = "hf_pk_acceptance_shop_key_0123456789abcdef"
READY_SECONDS = 30
STOP_SECONDS = 10
VERIFY_SECONDS = 120

_READY = re.compile(r"^listening on http://([0-9.]+):(\d+)\s*$", re.MULTILINE)


def binary():
    """The program under test: HOLDFAST_BINARY, or the release build of this repository."""
    return os.environ.get("HOLDFAST_BINARY") or str(REPOSITORY / ".build/release/holdfast")


def surroundings(**changes):
    """The environment for the program: this one without Holdfast's own settings, changed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    merged = {**kept, "SWIFT_BACKTRACE": "enable=no", **changes}
    return {name: value for name, value in merged.items() if value is not None}


def holdfast(*arguments, timeout=VERIFY_SECONDS, **changes):
    """Runs the program to its end with `arguments`; environment `changes` by name."""
    return subprocess.run(
        [binary(), *map(str, arguments)], env=surroundings(**changes), capture_output=True,
        text=True, timeout=timeout, stdin=subprocess.DEVNULL)


class Server:
    """One `holdfast serve` over one data folder.

    `host` and `port` say where it listens since its last start; `root` is a client with the root
    key, `publishable_key` is the first tenant's. Without `test_clock` it runs on real time;
    `descriptors` is how many files and connections it may have open, if that is to be bounded;
    `database` the arguments that name one that others use as well.
    """

    def __init__(self, folder, *arguments, test_clock=True, rate_limits="off", environment=None,
                 descriptors=None, database=None):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.database = database or store.arguments(self.data)
        self.arguments = [*arguments]
        if rate_limits is not None:
            self.arguments += ["--rate-limits", rate_limits]
        if test_clock:
            self.arguments.append("--test-clock")
        self.environment = {
            "HOLDFAST_ROOT_KEY": ROOT_KEY, "HOLDFAST_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            **(environment or {})}
        self.descriptors = descriptors
        self.host, self.port, self.process = "127.0.0.1", 0, None
        self.root_key, self.publishable_key = ROOT_KEY, PUBLISHABLE_KEY
        self.root = Client(self, ROOT_KEY)
        self.clock = Clock(self.root)

    @property
    def url(self):
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self):
        """The id of the running process."""
        return self.process.pid

    @property
    def resident_bytes(self):
        """The memory that the process holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s*(\d+) kB$", status, re.MULTILINE)[1]) * 1024

    def metric(self, name):
        """The value of one of the server's metrics, one without labels."""
        text = self.root.get("/metrics", key=None).expect(200).text
        return float(re.search(rf"^{name} (\S+)$", text, re.MULTILINE)[1])

    @property
    def output(self):
        """What it has printed since its last start, standard output first."""
        return self._read("stdout") + self._read("stderr")

    def start(self, within=READY_SECONDS):
        """Starts it and waits until it says that it listens; this server."""
        self.launch()
        eventually(self._is_ready, within, "the line `listening on http://…`\n" + self.output)
        return self

    def launch(self):
        """Starts the process without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [
            binary(), "serve", *self.database, "--listen", "127.0.0.1:0",
            *map(str, self.arguments)]
        with open(self.folder / "stdout", "wb") as out, open(self.folder / "stderr", "wb") as err:
            self.process = subprocess.Popen(
                command, env=surroundings(**self.environment), stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, preexec_fn=self._bound)

    def stop(self):
        """Ends it by SIGTERM; its exit code, or None where it had to be killed after 10 s."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def kill(self):
        """Ends it by SIGKILL, as a crash does."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def restart(self):
        """Stops it in good order and starts it again over the same data."""
        assert self.stop() == 0, "a stop by SIGTERM exits 0\n" + self.output
        return self.start()

    def suspend(self):
        """Stops the process in its tracks (SIGSTOP)."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self):
        """Lets a suspended process go on (SIGCONT)."""
        os.kill(self.pid, signal.SIGCONT)

    def verify(self):
        """The report of `holdfast verify` over this server's data, with its `exit_code`."""
        done = holdfast("verify", *self.database)
        assert done.returncode in (0, 1), f"exit {done.returncode}: {done.stdout}{done.stderr}"
        return {**json.loads(done.stdout), "exit_code": done.returncode}

    def assert_verified(self):
        """Fails where the recount finds a difference."""
        report = self.verify()
        assert report["exit_code"] == 0 and report["ok"] is True, json.dumps(report, indent=1)
        assert report["checks"], "a report without checks proves nothing"

    def _bound(self):
        if self.descriptors is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))

    def _is_ready(self):
        code = self.process.poll()
        assert code is None, f"it ended with {code} before it listened:\n{self.output}"
        found = _READY.search(self._read("stdout"))
        if found:
            self.host, self.port = found[1], int(found[2])
        return found

    def _read(self, name):
        path = self.folder / name
        return path.read_text("utf-8", "replace") if path.exists() else ""
