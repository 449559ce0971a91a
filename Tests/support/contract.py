"""Holds every answer against the server's own description of its API, `/openapi.json`.

Stricter than the description, which lets clients be old: here an answer has no member that the
description does not name, so that neither can drift from the other unseen.
"""

import http.client
import json
import threading
from functools import cached_property

import fastjsonschema

PROBLEM = "application/problem+json"

# The most described answers that the summary names as not met.
NAMED = 12
# Where the description itself is read; it does not describe these.
ITSELF = ("/openapi.json", "/docs", "/docs/style.css")

_lock = threading.Lock()
_by_text = {}


def hold(server, method, path, answer):
    """Fails where the answer to `method path` is not one that the description promises.

    The body of the answer of a stream is the data of one event.
    A server that hides it (`--no-docs`) is held to the one of a server before it.
    """
    contract = _of(server)
    if contract is not None and path.partition("?")[0] not in ITSELF:
        contract.hold(method, path, answer)


def summary():
    """One line on how much was held; None where nothing was."""
    contracts = _by_text.values()
    if not contracts:
        return None
    described = set().union(*(contract.described for contract in contracts))
    seen = described & set().union(*(contract.seen for contract in contracts))
    count = sum(contract.count for contract in contracts)
    missed = sorted(" ".join(place) for place in described - seen)
    rest = f"; not met: {', '.join(missed)}" if 0 < len(missed) <= NAMED else ""
    return (f"openapi.json: {count} answers and events held against it, {len(seen)} of the "
            f"{len(described)} answers that it describes among them{rest}")


def _of(server):
    """The description of `server`, read once; equal ones of many servers are one."""
    with _lock:
        if getattr(server, "contract", None) is None:
            text = _fetched(server)
            if text is None:
                return next(iter(_by_text.values()), None)
            if text not in _by_text:
                _by_text[text] = Contract(json.loads(text))
            server.contract = _by_text[text]
        return server.contract


def _fetched(server):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    try:
        connection.request("GET", "/openapi.json")
        reply = connection.getresponse()
        text = reply.read()
        return text if reply.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Contract:
    """One description; `described` has its answers below 400, `seen` those that were held."""

    def __init__(self, document):
        self.document = document
        self.count, self.seen = 0, set()
        self._checks = {}
        self._paths = sorted(
            (tuple(path.split("/")[1:]) for path in document["paths"]),
            key=lambda segments: [segment.startswith("{") for segment in segments])

    @cached_property
    def described(self):
        """Every answer below 400: (method, path, status)."""
        return {
            (method, path, status)
            for path, operations in self.document["paths"].items()
            for method, operation in operations.items()
            for status in operation["responses"] if status != "default"}

    def hold(self, method, path, answer):
        """Fails where `answer` is not as described."""
        self.count += 1
        template = self._template(path.partition("?")[0])
        operations = self.document["paths"].get(template, {})
        operation = operations.get("get" if method == "HEAD" else method.lower())
        if method == "OPTIONS" or answer.status == 304:
            return
        if operation is None:
            assert answer.status >= 400, f"the description has no such call: {answer}"
            is_door = path.startswith("/api/")
            form = ("application/json", "DoorProblem") if is_door else (PROBLEM, "Problem")
            schema = self.document["components"]["schemas"][form[1]]
            self._check(form, form[0], schema, answer)
            return
        status = str(answer.status)
        if answer.status >= 400:
            status = "default"
        responses = operation["responses"]
        assert status in responses, f"the description has no such answer: {answer}"
        if method != "HEAD":
            self._hold_body((method.lower(), template, status), responses[status], answer)

    def _hold_body(self, place, response, answer):
        self.seen.add(place)
        content = response.get("content")
        given = answer.headers.get("Content-Type", "").partition(";")[0]
        if content is None:
            assert answer.body == b"", f"a body that the description does not have: {answer}"
            return
        assert given in content, f"the description has {[*content]}, not {given}: {answer}"
        schema = content[given].get("schema")
        if schema is not None:
            self._check((*place, given), given, schema, answer)

    def _check(self, place, content_type, schema, answer):
        given = answer.headers.get("Content-Type", "").partition(";")[0]
        assert given == content_type, f"expected {content_type}, not {given}: {answer}"
        check = self._checks.get(place)
        if check is None:
            check = self._checks[place] = fastjsonschema.compile(self._closed(schema))
        try:
            check(answer.json)
        except fastjsonschema.JsonSchemaValueException as wrong:
            raise AssertionError(f"not as described, {wrong.message}: {answer}") from None

    def _template(self, path):
        """The described path that `path` is one of; a literal one goes before `{name}`."""
        segments = path.split("/")[1:]
        for wanted in self._paths:
            if len(wanted) == len(segments) and all(
                    one.startswith("{") or one == other
                    for one, other in zip(wanted, segments)):
                return "/" + "/".join(wanted)
        return None

    def _closed(self, schema):
        """`schema` with its references put in, and without room for members it does not name."""
        if isinstance(schema, list):
            return [self._closed(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/components/schemas/")
            return self._closed(self.document["components"]["schemas"][name])
        closed = {name: self._closed(one) for name, one in schema.items()}
        if schema.get("type") == "object" and "properties" in schema:
            closed.setdefault("additionalProperties", False)
        return closed
