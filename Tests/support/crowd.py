"""Thousands of streams at once, read by one thread."""

import collections
import resource
import selectors
import socket
import struct
import time

# Descriptors of a test beside those of its crowd.
SPARE = 200
# Closes without leaving an address behind that waits for minutes.
AT_ONCE = struct.pack("ii", 1, 0)


def room(wanted):
    """How many connections a crowd may have, at most `wanted`; asks for as many descriptors."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = max(soft, min(hard, wanted + SPARE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return min(wanted, limit - SPARE)


class Crowd:
    """Connections that each send one request and go on listening. Use it in a `with`."""

    def __init__(self, server):
        self._address = (server.host, server.port)
        self._selector = selectors.DefaultSelector()
        self._heard = {}
        self._ended = set()
        self._idle = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in [*self._heard, *self._idle]:
            each.close()
        self._selector.close()

    def __len__(self):
        return len(self._heard)

    def join(self, requests):
        """Connects and sends each of `requests`, bytes, on a connection of its own."""
        for request in requests:
            one = self._connected()
            self._heard[one] = b""
            self._selector.register(one, selectors.EVENT_READ)
            one.sendall(request)

    def join_without_reading(self, requests, receive_buffer):
        """As `join`, for clients who take no more than what fits into `receive_buffer` bytes."""
        for request in requests:
            one = self._connected(receive_buffer)
            self._idle.append(one)
            one.sendall(request)

    def hear(self, mark, within):
        """How many hear `mark`, bytes, within that time; what came before it is forgotten."""
        told = set()

        def is_told(one):
            heard = self._heard[one]
            place = heard.find(mark)
            if place < 0:
                self._heard[one] = heard[-len(mark):]
                return False
            told.add(one)
            self._heard[one] = heard[place + len(mark):]
            return True

        self._listen(is_told, within)
        return len(told)

    def statuses(self, within):
        """How often each HTTP status was answered; None where no whole head came."""
        self._listen(lambda one: b"\r\n\r\n" in self._heard[one], within)
        return collections.Counter(
            int(heard.split(b" ", 2)[1]) if b"\r\n\r\n" in heard else None
            for heard in self._heard.values())

    def heard(self):
        """What each has heard that was not asked for by `hear`, in the order of joining."""
        return [*self._heard.values()]

    def _listen(self, is_enough, within):
        """Reads until every connection has ended or `is_enough(it)`, or the time is over."""
        deadline = time.monotonic() + within
        waiting = {one for one in self._heard if not is_enough(one)} - self._ended
        while waiting and time.monotonic() < deadline:
            for key, _ in self._selector.select(deadline - time.monotonic()):
                one = key.fileobj
                data = self._received(one)
                self._heard[one] += data
                if not data:
                    self._ended.add(one)
                    self._selector.unregister(one)
                if one in waiting and (not data or is_enough(one)):
                    waiting.discard(one)

    def _connected(self, receive_buffer=None):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        if receive_buffer is not None:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        one.connect(self._address)
        return one

    def _received(self, one):
        try:
            return one.recv(1 << 16)
        except ConnectionResetError:
            return b""
