"""Starts, stops and kills the server under test, and talks HTTP to it.

Only processes started here are ever signalled, each by its own id. Everything listens on the
loopback interface, on ports that the kernel chose.
"""

import json
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET_KEY = "hf_sk_" + "4f" * 32
PUBLISHABLE_KEY = "hf_pk_" + "5a" * 32
EXIT_IO_ERROR = 74
START_PATIENCE_S = 30
STOP_PATIENCE_S = 20


class Violation(AssertionError):
    """A promise of the product was seen broken. Never raised for trouble of the test itself."""


class Died(Exception):
    """The server ended before it listened."""


class Lost(Exception):
    """The connection ended before a whole answer came: what was asked is indeterminate."""


def require(condition, message):
    """Raises `Violation` with `message` unless `condition` holds."""
    if not condition:
        raise Violation(message)


def binary():
    """The server under test: HOLDFAST_BINARY, else the release build of this repository."""
    return os.environ.get("HOLDFAST_BINARY") or str(ROOT / ".build/release/holdfast")


def planted_binary():
    """The build that knows `--planted-bug`: HOLDFAST_PLANTED_BINARY, else the one under test."""
    return os.environ.get("HOLDFAST_PLANTED_BINARY") or binary()


def surroundings(**changes):
    """The program's environment: this one without Holdfast's own settings, changed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    return {**kept, "SWIFT_BACKTRACE": "enable=no", **changes}


class Answer:
    """One HTTP answer: `status`, `headers` with lower-case names, `body` as bytes."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    @property
    def replayed(self):
        return self.headers.get("idempotent-replayed") == "true"


class Connection:
    """One keep-alive connection with one request in flight."""

    def __init__(self, port, key=SECRET_KEY, timeout_s=20):
        self.key, self.received = key, b""
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout_s)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise Lost(str(error)) from error

    def ask(self, method, path, body=None, idempotency_key=None):
        """Sends one request, `body` as JSON, and returns its `Answer`, or raises `Lost`."""
        payload = b"" if body is None else json.dumps(body).encode()
        lines = [
            f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.key}"]
        if idempotency_key:
            lines.append(f"Idempotency-Key: {idempotency_key}")
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
        try:
            self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + payload)
            return self._receive()
        except OSError as error:
            raise Lost(str(error)) from error

    def _receive(self):
        while b"\r\n\r\n" not in self.received:
            self._more()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in rest:
            name, value = line.split(":", 1)
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        while len(self.received) < length:
            self._more()
        body, self.received = self.received[:length], self.received[length:]
        return Answer(int(first.split(" ")[1]), headers, body)

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise Lost("the server closed the connection")
        self.received += data

    def close(self):
        self.socket.close()


class Server:
    """One run of `holdfast serve` over `data`, optionally under strace with an injection, which
    may be limited to calls about the file `inject_at`.

    The quick way to trace leaves out the thread that starts the program, and stops none;
    `inject_start` takes the slow one. What strace saw goes to the file `trace`.
    """

    def __init__(self, data, flags=(), inject=None, program=None, inject_at=None,
                 inject_start=False, trace="/dev/null"):
        self.data, self.port, self.process = pathlib.Path(data), None, None
        program = program or binary()
        self.command = [
            program, "serve", "--data", str(data), "--listen", "127.0.0.1:0",
            "--rate-limits", "off", *flags]
        self.traced = inject is not None
        if inject:
            call = inject.split(":")[0]
            place = ["-P", str(inject_at)] if inject_at else []
            quick = [] if inject_start else ["--seccomp-bpf"]
            self.command = [
                "strace", "-f", *quick, "-qq", "-o", str(trace), *place,
                "-e", f"trace={call}", "-e", f"inject={inject}", *self.command]
        self.output = []
        self.start_ms = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()

    def start(self):
        """Returns once the server says where it listens; raises `Died` if it ends before."""
        environment = surroundings(
            HOLDFAST_ROOT_KEY=SECRET_KEY, HOLDFAST_PUBLISHABLE_KEY=PUBLISHABLE_KEY)
        began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment)
        self.port = self._wait_for_port(began + START_PATIENCE_S)
        self.start_ms = (time.monotonic() - began) * 1000
        threading.Thread(target=self._drain, daemon=True).start()
        return self

    def _wait_for_port(self, deadline):
        pending, stream = b"", self.process.stdout
        while time.monotonic() < deadline:
            if not select.select([stream], [], [], 0.5)[0]:
                continue
            data = os.read(stream.fileno(), 65536)
            if not data:
                self.process.wait()
                self.output.append(pending.decode(errors="replace"))
                raise Died(f"exit {self.process.returncode}: {''.join(self.output)[-2000:]}")
            pending += data
            found = re.search(rb"listening on http://127\.0\.0\.1:(\d+)\s", pending)
            if found:
                self.output.append(pending.decode(errors="replace"))
                return int(found.group(1))
        self.kill()
        raise Died(f"silent for {START_PATIENCE_S} s: {pending.decode(errors='replace')[-2000:]}")

    def _drain(self):
        for line in self.process.stdout:
            if len(self.output) < 1000:
                self.output.append(line.decode(errors="replace"))

    def connect(self, key=SECRET_KEY):
        return Connection(self.port, key)

    def pid(self):
        """The server's own process id, also when strace is its parent; None once it ended."""
        if not self.traced:
            return self.process.pid if self.process.poll() is None else None
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        try:
            children = pathlib.Path(path).read_text().split()
        except OSError:
            return None
        return int(children[0]) if children else None

    def kill(self):
        """kill -9, and waits until the process is gone."""
        if self.process is None:
            return
        pid = self.pid()
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait(STOP_PATIENCE_S)

    def wait(self, seconds=STOP_PATIENCE_S):
        """The exit code once the server has ended by itself, or None if it still runs."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self):
        """SIGTERM; a server that does not then end with 0 breaks a promise."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
        code = self.wait()
        if code is None:
            self.kill()
        require(code == 0, f"SIGTERM: exit {code}, not 0: {''.join(self.output)[-2000:]}")


def verify(data, program=None):
    """`holdfast verify --data DIR`: the exit code and what it printed."""
    done = subprocess.run(
        [program or binary(), "verify", "--data", str(data)],
        env=surroundings(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def require_verified(data, when, program=None):
    """Raises `Violation` unless `verify` exits 0 and prints JSON."""
    code, text = verify(data, program)
    require(code == 0, f"verify {when}: exit {code}: {text[-2000:]}")


def percentile(values, share):
    """The value below which `share` of `values` lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
