"""The server's log: JSON lines on standard error."""

import json

from support.polling import eventually

WITHIN_SECONDS = 5
FIELDS = {
    "time", "level", "message", "request_id", "tenant", "actor", "method", "route", "status",
    "code", "cause", "ms"}


def lines(server):
    """Every line since the server's last start; fails where one is not a JSON object."""
    read = (server.folder / "stderr").read_text("utf-8")
    whole = read[:read.rfind("\n") + 1]
    found = [json.loads(line) for line in whole.splitlines()]
    assert all(isinstance(line, dict) for line in found), whole
    return found


def line_of(server, request_id):
    """The one line about an answer."""
    def about():
        return [line for line in lines(server) if line.get("request_id") == request_id]

    [line] = eventually(about, WITHIN_SECONDS, f"a line about {request_id}")
    assert line.keys() <= FIELDS, line
    return line


def left_out(server):
    """How many lines are said to be left out, by kind."""
    counts = {}
    for line in lines(server):
        if line["message"] == "lines were left out":
            counts[line["kind"]] = counts.get(line["kind"], 0) + line["count"]
    return counts
