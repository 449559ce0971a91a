"""A reader of Server-Sent Events over one socket of its own.

Each event is held against the description of its stream.
"""

import email
import json
import socket
import time

from support import contract
from support.answer import Answer

HEAD_SECONDS = 10
# What every stream says of itself; the description is of the other events.
OF_ITSELF = ("ping", "bye", "reset")


class EventStream:
    """An open stream; `head` is the answer's head. Use it in a `with`.

    `receive_buffer` is what the system keeps, in bytes, for a client that does not read.
    """

    def __init__(self, client, path, *, headers=None, key=..., receive_buffer=None):
        self.credential = client.key if key is ... else key
        self._server, self._path = client.server, path
        self._socket = socket.socket()
        if receive_buffer is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.connect((client.server.host, client.server.port))
        self._rest = b""
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept: text/event-stream"]
        if self.credential is not None:
            lines.append(f"Authorization: Bearer {self.credential}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.head = self._until(b"\r\n\r\n", time.monotonic() + HEAD_SECONDS).decode()
        self.status = int(self.head.split(" ", 2)[1])
        self._headers = email.message_from_string(self.head.partition("\r\n")[2])
        self._chunked = "transfer-encoding: chunked" in self.head.lower()
        self._plain = b""

    def __enter__(self):
        assert self.status == 200, self.head
        assert "text/event-stream" in self.head.lower(), self.head
        return self

    def __exit__(self, *_):
        self._socket.close()

    def next(self, event=None, within=5, skip=("ping",)):
        """The next event (named `event`, passing others by): {"id", "event", "data"}."""
        deadline = time.monotonic() + within
        while True:
            found = self._next(deadline)
            if found and found["event"] not in skip and event in (None, found["event"]):
                return found

    def take(self, count, within=5, event=None):
        """The next `count` events."""
        deadline = time.monotonic() + within
        return [self.next(event, deadline - time.monotonic()) for _ in range(count)]

    def what_is_left(self, within=10):
        """The events that still come before the server ends the stream, within that time."""
        deadline, events = time.monotonic() + within, []
        try:
            while True:
                found = self._next(deadline)
                events += [found] if found else []
        except EOFError:
            return events

    def receive(self, within):
        """The next bytes as they come, of a stream that is not chunked."""
        return self._some(time.monotonic() + within)

    def ended(self, within=10):
        """Whether the server ends the stream within that time; what still comes is dropped."""
        deadline = time.monotonic() + within
        try:
            while True:
                self._next(deadline)
        except EOFError:
            return True
        except TimeoutError:
            return False

    def _next(self, deadline):
        """One block of the stream, or None where it holds only comments."""
        while b"\n\n" not in self._plain:
            self._plain += self._chunk(deadline) if self._chunked else self._some(deadline)
        block, self._plain = self._plain.split(b"\n\n", 1)
        fields = {"id": None, "event": "message", "data": None}
        for line in block.decode("utf-8").split("\n"):
            name, _, value = line.partition(":")
            if name in fields:
                value = value.removeprefix(" ")
                assert fields["data"] is None or name != "data", "data on more than one line"
                fields[name] = value
        if fields["data"] is None and fields["event"] == "message":
            return None
        if fields["event"] not in OF_ITSELF:
            self._hold(fields)
        try:
            fields["data"] = json.loads(fields["data"] or "null")
        except ValueError:
            pass  # a ping's data may be any text
        return fields

    def _hold(self, event):
        """Fails where the data of `event` is not what the description has for the stream."""
        asked = f"GET {self._path}, event {event['event']}"
        data = (event["data"] or "").encode()
        contract.hold(
            self._server, "GET", self._path, Answer(asked, self.status, self._headers, data))

    def _chunk(self, deadline):
        size = int(self._until(b"\r\n", deadline).split(b";")[0], 16)
        while len(self._rest) < size + 2:
            self._rest += self._receive(deadline)
        data, self._rest = self._rest[:size], self._rest[size + 2:]
        if size == 0:
            raise EOFError("the stream was ended")
        return data

    def _some(self, deadline):
        data, self._rest = self._rest or self._receive(deadline), b""
        return data

    def _until(self, mark, deadline):
        while mark not in self._rest:
            self._rest += self._receive(deadline)
        found, self._rest = self._rest.split(mark, 1)
        return found

    def _receive(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("nothing more came on the stream")
        self._socket.settimeout(left)
        try:
            data = self._socket.recv(65536)
        except ConnectionResetError as error:
            raise EOFError("the stream was cut") from error
        if not data:
            raise EOFError("the stream was closed")
        return data
