"""A keep-alive HTTP client for many threads: one connection per thread and server address."""

import http.client
import json
import threading
import time
import urllib.parse

from support import contract
from support.answer import Answer

ANSWER_SECONDS = 30
STALE_SECONDS = 20

_connections = threading.local()


class Client:
    """Speaks to a server with one credential; safe to use from several threads at once."""

    def __init__(self, server, key=None):
        self.server = server
        self.key = key

    def request(self, method, path, body=None, *, headers=(), query=None, idempotency_key=None,
                key=..., raw=None, timeout=ANSWER_SECONDS):
        """The answer to one request.

        `body` is sent as JSON, `raw` as the bytes it is. `headers` is a dict or a list of pairs
        (a list may repeat a name) and replaces what would be sent by itself. `key` other than
        the client's own is for one request; None sends no credential.
        """
        given = list(headers.items() if isinstance(headers, dict) else headers)
        names = {name.lower() for name, _ in given}
        content = json.dumps(body).encode() if body is not None else raw
        if content is not None and "content-type" not in names:
            given.append(("Content-Type", "application/json"))
        credential = self.key if key is ... else key
        if credential is not None and "authorization" not in names:
            given.append(("Authorization", f"Bearer {credential}"))
        if idempotency_key is not None:
            given.append(("Idempotency-Key", idempotency_key))
        if query:
            path += "?" + urllib.parse.urlencode(query, doseq=True)
        return _exchange(self.server, method, path, content, given, timeout)

    def get(self, path, **options):
        """The answer to a GET."""
        return self.request("GET", path, **options)

    def post(self, path, body=None, **options):
        """The answer to a POST of `body`."""
        return self.request("POST", path, body, **options)

    def put(self, path, body=None, **options):
        """The answer to a PUT of `body`."""
        return self.request("PUT", path, body, **options)

    def patch(self, path, body=None, **options):
        """The answer to a PATCH with `body`."""
        return self.request("PATCH", path, body, **options)

    def delete(self, path, body=None, **options):
        """The answer to a DELETE."""
        return self.request("DELETE", path, body, **options)


def segment(text):
    """`text` as one segment of a path."""
    return urllib.parse.quote(text, safe="")


def _exchange(server, method, path, content, headers, timeout):
    connection = _connection(server, timeout)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if content is not None or method in ("POST", "PUT", "PATCH"):
            if not any(name.lower() == "content-length" for name, _ in headers):
                connection.putheader("Content-Length", str(len(content or b"")))
        connection.endheaders(content)
        reply = connection.getresponse()
        payload = reply.read()
    except Exception:
        _forget(server)
        raise
    if reply.will_close:
        _forget(server)
    else:
        connection.used_at = time.monotonic()
    answer = Answer(f"{method} {path}", reply.status, reply.headers, payload)
    contract.hold(server, method, path, answer)
    return answer


def _connection(server, timeout):
    """This thread's connection; a new one where the old one may have been closed as idle."""
    address = (server.host, server.port)
    pool = _connections.__dict__.setdefault("pool", {})
    connection = pool.get(address)
    if connection is None or time.monotonic() - connection.used_at > STALE_SECONDS:
        if connection is not None:
            connection.close()
        connection = http.client.HTTPConnection(*address, timeout=timeout)
        connection.used_at = time.monotonic()
        pool[address] = connection
    connection.timeout = timeout
    if connection.sock is not None:
        connection.sock.settimeout(timeout)
    return connection


def _forget(server):
    connection = _connections.__dict__.get("pool", {}).pop((server.host, server.port), None)
    if connection is not None:
        connection.close()
