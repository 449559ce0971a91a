"""Every request has one reading: refused requests end their connection, served ones do not."""

import json

import pytest
from framing_cases import CASES
from wire import CANARY, Wire, assert_dressed, assert_refusal

from support import log

REFUSED = [case for case in CASES if case.closes]
SERVED = [case for case in CASES if not case.closes]


def names(case):
    """The id of a case."""
    return case.id


def is_head(case):
    """Whether the answer has no body."""
    return case.raw.startswith(b"HEAD ")


@pytest.mark.parametrize("behind", [b"", CANARY], ids=["alone", "canary"])
@pytest.mark.parametrize("case", REFUSED, ids=names)
def test_a_refused_request_is_the_last_thing_read(server, case, behind):
    with Wire(server) as wire:
        wire.send(case.raw + behind)
        answer = wire.answer()
        assert_refusal(answer, case.statuses)
        wire.assert_closed()
    line = log.line_of(server, answer.headers["x-request-id"])
    assert (line["status"], line["code"]) == (answer.status, json.loads(answer.body)["code"])
    assert line.keys() <= {"time", "level", "message", "request_id", "method", "route", "status",
                           "code", "cause", "ms"}


@pytest.mark.parametrize("case", SERVED, ids=names)
def test_what_stands_behind_a_served_request_is_answered_once(server, case):
    with Wire(server) as wire:
        wire.send(case.raw + CANARY)
        answer = wire.answer(to_head=is_head(case))
        assert answer.status in case.statuses, answer
        assert_dressed(answer)
        assert b"secret-echo" not in answer.body, answer
        canary = wire.answer()
        assert canary.status == 200 and canary.headers["connection"] == "close", canary
        wire.assert_closed()


@pytest.mark.parametrize("case", SERVED, ids=names)
def test_a_served_request_leaves_its_connection_open(server, case):
    with Wire(server) as wire:
        wire.send(case.raw)
        answer = wire.answer(to_head=is_head(case))
        assert answer.status in case.statuses and "connection" not in answer.headers, answer
        assert wire.send(CANARY).answer().status == 200
        wire.assert_closed()


@pytest.mark.parametrize("case", [case for case in CASES if len(case.raw) < 400], ids=names)
def test_the_answer_is_the_same_in_small_pieces(server, case):
    with Wire(server) as wire:
        for start in range(0, len(case.raw), 7):
            wire.send(case.raw[start:start + 7])
        assert wire.answer(to_head=is_head(case)).status in case.statuses


def test_the_table_covers_every_row():
    rows = {case.row for case in CASES}
    # 21 and 22 are about time and number, and stand in test_connections.py.
    assert rows == set(range(1, 24)) - {21, 22}
