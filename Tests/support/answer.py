"""One answer of the server, with the promises that every answer must keep."""

import json
from functools import cached_property


class Answer:
    """Status, headers and body of one answer, and how it was asked for."""

    def __init__(self, asked, status, headers, body):
        self.asked = asked
        self.status = status
        self.headers = headers
        self.body = body

    @cached_property
    def json(self):
        """The parsed body; a duplicate member in it fails the test."""
        return json.loads(self.body, object_pairs_hook=_object)

    def __getitem__(self, name):
        return self.json[name]

    def get(self, name, default=None):
        """A member of the body, or `default` where the body has none of that name."""
        return self.json.get(name, default)

    @property
    def text(self):
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def code(self):
        """The problem's code, or None where the answer is no problem."""
        is_problem = self.headers.get("Content-Type", "").startswith("application/problem+json")
        return self.json["code"] if is_problem else None

    @property
    def replayed(self):
        """Whether the server says that it gave this answer before."""
        return self.headers.get("Idempotent-Replayed") == "true"

    def expect(self, *statuses):
        """This answer, once its status is one of `statuses`."""
        assert self.status in statuses, f"expected {statuses}, got {self}"
        assert self.headers.get("X-Request-Id"), f"no X-Request-Id: {self}"
        if self.status == 204:
            assert self.body == b"", f"204 with a body: {self}"
        return self

    def problem(self, status, code=None):
        """This answer, once it is a whole RFC 9457 problem with that status and that code."""
        self.expect(status)
        content_type = self.headers.get("Content-Type", "")
        assert content_type.startswith("application/problem+json"), f"no problem: {self}"
        body = self.json
        for member in ("type", "title", "detail", "code", "request_id"):
            assert isinstance(body.get(member), str) and body[member], f"no {member}: {self}"
        assert body["status"] == status, f"the body says another status: {self}"
        assert body["type"] == f"/problems/{body['code']}", f"the type is not the code's: {self}"
        if not self.replayed:
            assert body["request_id"] == self.headers["X-Request-Id"], f"request ids: {self}"
        if code is not None:
            assert body["code"] == code, f"expected code {code}, got {self}"
        return self

    def refused(self, *line_codes):
        """The errors of a reservation refused because of these lines, in this order of codes."""
        self.problem(409, "insufficient_stock")
        errors = self["errors"]
        assert [error["code"] for error in errors] == list(line_codes), f"line codes: {self}"
        for error in errors:
            assert error.keys() >= {"index", "sku", "code", "detail", "requested"}, str(self)
        return errors

    def invalid(self, field):
        """This answer, once it is 422 `invalid_field` naming `field` by its path."""
        self.problem(422, "invalid_field")
        named = [error["field"] for error in self["errors"]]
        assert field in named, f"expected {field!r} to be named, got {self}"
        return self

    def __str__(self):
        return f"{self.asked} -> {self.status} {self.body[:1500].decode('utf-8', 'replace')}"

    __repr__ = __str__


def _object(pairs):
    members = dict(pairs)
    assert len(members) == len(pairs), f"duplicate member in {pairs}"
    return members
