"""The OpenAPI description against the answers: what holds every answer of these tests to it."""

import copy
import json
from email.message import Message

import pytest

from support.answer import Answer
from support.contract import Contract


@pytest.fixture
def contract(server):
    """The description of the server, on its own."""
    return Contract(server.root.get("/openapi.json").expect(200).json)


def changed(answer, change=None, status=None, content_type=None):
    """The answer as it would be had the server drifted from its description."""
    body = copy.deepcopy(answer.json)
    if change is not None:
        change(body)
    headers = Message()
    headers["Content-Type"] = content_type or answer.headers["Content-Type"]
    return Answer(answer.asked, status or answer.status, headers, json.dumps(body).encode())


DRIFTS = {
    "a member that it does not name": lambda body: body.update(extra=1),
    "a member that is missing": lambda body: body.pop("available"),
    "a number that is a text": lambda body: body.update(available="10"),
    "a word that is none of its words": lambda body: body.update(status="plenty"),
    "a member of a member": lambda body: body["steps"][0].update(extra=1),
    "a time that is none": lambda body: body.update(as_of="yesterday"),
}


@pytest.mark.parametrize("drift", DRIFTS.values(), ids=DRIFTS.keys())
def test_an_answer_that_is_not_as_described_is_noticed(shop, contract, drift):
    """The answer as it is holds; drifted, it does not."""
    path = "/v1/stock/P/explain"
    answer = shop.get(path).expect(200)
    contract.hold("GET", path, answer)
    with pytest.raises(AssertionError, match="not as described"):
        contract.hold("GET", path, changed(answer, drift))


def test_a_status_or_a_type_that_is_not_described_is_noticed(shop, contract):
    """As are a call that is none, and a problem in another form."""
    path = "/v1/stock/P/explain"
    answer = shop.get(path).expect(200)
    for wrong in (changed(answer, status=202), changed(answer, content_type="text/plain"),
                  changed(answer, status=404)):
        with pytest.raises(AssertionError, match="the description has"):
            contract.hold("GET", path, wrong)
    with pytest.raises(AssertionError, match="no such call"):
        contract.hold("GET", "/v1/no-such-thing", answer)
    refused = shop.get("/v1/stock/none/explain").problem(404)
    contract.hold("GET", path, refused)
    with pytest.raises(AssertionError, match="not as described"):
        contract.hold("GET", path, changed(refused, lambda body: body.update(hint="look")))


def test_no_answer_is_described_as_any_object(contract):
    """Every JSON answer has a shape of its own, so that there is something to hold it to."""
    shapeless = []
    for path, operations in contract.document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                json_form = response.get("content", {}).get("application/json", {})
                if json_form.get("schema") == {"type": "object"}:
                    shapeless.append((method, path, status))
    assert shapeless == []
