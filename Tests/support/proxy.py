"""A TCP proxy between the program and its database, which cuts connections at bad moments."""

import socket
import threading


class CuttingProxy:
    """Passes bytes on; while `cuts_every` is set, every so-many-th time that the client has sent
    something, it reaches the server, but the answer does not come: the connection is reset."""

    def __init__(self, port):
        self.cuts_every = None
        self.cuts = 0
        self._target = port
        self._sent = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        """Takes no more connections; those that are open end with their peers."""
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            pair = _Pair(client, server)
            threading.Thread(target=self._forth, args=(pair,), daemon=True).start()
            threading.Thread(target=pair.back, daemon=True).start()

    def _forth(self, pair):
        while data := pair.receive(pair.client):
            if self._is_cut():
                # What is answered from now on is lost.
                pair.is_deaf = True
                pair.send(pair.server, data)
                pair.wait_for_answer()
                break
            if not pair.send(pair.server, data):
                break
        pair.close()

    def _is_cut(self):
        with self._lock:
            if self.cuts_every is None:
                return False
            self._sent += 1
            if self._sent % self.cuts_every:
                return False
            self.cuts += 1
            return True


class _Pair:
    """The two ends of one connection."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.is_deaf = False
        self._answered = threading.Event()

    def back(self):
        while data := self.receive(self.server):
            if self.is_deaf:
                self._answered.set()
            elif not self.send(self.client, data):
                break
        self._answered.set()
        self.close()

    def wait_for_answer(self):
        self._answered.wait(5)

    @staticmethod
    def receive(end):
        try:
            return end.recv(65536)
        except OSError:
            return b""

    @staticmethod
    def send(end, data):
        try:
            end.sendall(data)
        except OSError:
            return False
        return True

    def close(self):
        for end in (self.client, self.server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
