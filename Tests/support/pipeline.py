"""Many requests over one socket without waiting for each answer: bulk, and exact bytes."""

import json
import socket
import time

AHEAD = 64
ANSWER_SECONDS = 30


class Pipe:
    """One connection that sends bytes as they are and reads answers in order."""

    def __init__(self, server, key=None):
        self._key = key
        self._socket = socket.create_connection((server.host, server.port), ANSWER_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, data):
        """Sends bytes."""
        self._socket.sendall(data)

    def request(self, method, path, body=None, headers=()):
        """The bytes of one request."""
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
        if self._key:
            lines.append(f"Authorization: Bearer {self._key}")
        lines += [f"{name}: {value}" for name, value in headers]
        content = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join([*lines, "", ""]).encode() + content

    def answer(self):
        """The next answer: (status, body)."""
        while b"\r\n\r\n" not in self._rest:
            self._receive()
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        while len(self._rest) < length:
            self._receive()
        body, self._rest = self._rest[:length], self._rest[length:]
        return int(lines[0].split(" ", 2)[1]), body

    def run(self, requests):
        """The answers to `requests`, sent ahead of their answers."""
        answers = []
        for start in range(0, len(requests), AHEAD):
            batch = requests[start:start + AHEAD]
            self.send(b"".join(batch))
            answers += [self.answer() for _ in batch]
        return answers

    def timed(self, requests):
        """The answers to `requests`, one after the other, and the seconds that each took."""
        answers, seconds = [], []
        for request in requests:
            begun = time.perf_counter()
            self.send(request)
            answers.append(self.answer())
            seconds.append(time.perf_counter() - begun)
        return answers, seconds

    def _receive(self):
        data = self._socket.recv(1 << 18)
        if not data:
            raise EOFError("the server closed the connection")
        self._rest += data
