"""A socket that sends bytes as they are, and reads answers without forgiving anything."""

import json
import socket
from dataclasses import dataclass

PATIENCE_SECONDS = 10
CANARY = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """One answer; header names are in lower case, and none may be there twice."""

    status: int
    headers: dict
    body: bytes


class Wire:
    """One connection. Use it in a `with`."""

    def __init__(self, server, patience=PATIENCE_SECONDS):
        self.socket = socket.create_connection((server.host, server.port), patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Sends bytes; a server that has had enough of them may close, and that is no error."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return self

    def end(self):
        """Says that nothing more will be sent."""
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def answer(self, to_head=False):
        """The next answer; of `HEAD` only the head."""
        while b"\r\n\r\n" not in self._rest:
            assert self._receive(), f"the connection closed within {self._rest!r}"
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        version, status, _ = first.split(" ", 2)
        assert version == "HTTP/1.1", first
        headers = {}
        for line in lines:
            name, value = line.split(": ", 1)
            assert name.lower() not in headers, f"{name} twice in {head!r}"
            headers[name.lower()] = value
        status = int(status)
        length = 0 if to_head or status < 200 else int(headers.get("content-length", 0))
        while len(self._rest) < length:
            assert self._receive(), f"the connection closed within the body of {head!r}"
        body, self._rest = self._rest[:length], self._rest[length:]
        return Answer(status, headers, body)

    def assert_closed(self):
        """Fails where one more byte comes, or the connection stays open."""
        assert self._rest == b"", f"behind the last answer: {self._rest!r}"
        try:
            more = self.socket.recv(1 << 16)
        except ConnectionResetError:
            more = b""
        assert more == b"", f"behind the last answer: {more!r}"

    def _receive(self):
        data = self.socket.recv(1 << 18)
        self._rest += data
        return data


def assert_refusal(answer, statuses):
    """Fails where an answer is not one of these refusals, in full form."""
    assert answer.status in statuses, answer
    assert answer.headers["connection"] == "close", answer
    assert answer.headers["content-type"] == "application/problem+json", answer
    assert_dressed(answer)
    problem = json.loads(answer.body)
    assert problem["status"] == answer.status and problem["code"], problem
    assert problem["request_id"] == answer.headers["x-request-id"], problem


def assert_dressed(answer):
    """Fails where a header is missing that every answer has, or where one tells too much."""
    missing = {"date", "content-length", "x-request-id"} - answer.headers.keys()
    assert not missing, f"{missing} missing in {answer}"
    assert "server" not in answer.headers, answer
