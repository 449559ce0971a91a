"""The OpenAPI description against the answers: what holds every answer of these tests to it."""

import copy
import json
from email.message import Message

import pytest

from support.answer import Answer
from support.contract import Contract
from support.sse import EventStream

SHAPED = ("application/json", "text/event-stream")


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


EVENT_DRIFTS = {
    "data without a member": lambda event: event["data"].pop("available"),
    "data with one more": lambda event: event["data"].update(extra=1),
    "data of another type": lambda event: event.update(type="stock.low"),
    "a type that is none": lambda event: event.update(type="stock.moved"),
}


@pytest.mark.parametrize("drift", EVENT_DRIFTS.values(), ids=EVENT_DRIFTS.keys())
def test_an_event_that_is_not_as_described_is_noticed(shop, contract, drift):
    """Its data has the shape of its type."""
    [event] = shop.events("stock.changed")
    path, head = "/v1/events/stream", Message()
    head["Content-Type"] = "text/event-stream"
    answer = Answer(f"GET {path}", 200, head, json.dumps(event).encode())
    contract.hold("GET", path, answer)
    with pytest.raises(AssertionError, match="not as described"):
        contract.hold("GET", path, changed(answer, drift))


@pytest.mark.parametrize("path", ["/v1/events/stream?after=0", "/v1/stock/stream?sku=P"])
def test_the_events_of_a_stream_are_held_to_the_description(shop, contract, path, monkeypatch):
    """As they come, whatever the test that reads them looks at."""
    with EventStream(shop, path) as stream:
        stream.next()
    monkeypatch.setattr(shop.server, "contract", contract)
    form = contract.document["paths"][path.partition("?")[0]]["get"]["responses"]["200"]
    form["content"]["text/event-stream"]["schema"] = {"type": "object", "required": ["colour"]}
    with EventStream(shop, path) as stream, pytest.raises(AssertionError, match="colour"):
        stream.next()


def test_no_answer_is_described_as_any_object(contract):
    """Every JSON answer and every event has a shape of its own, to be held to."""
    shapeless = []
    for path, operations in contract.document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                for form, content in response.get("content", {}).items():
                    shape = content.get("schema", {"type": "object"})
                    if form in SHAPED and shape == {"type": "object"}:
                        shapeless.append((method, path, status))
    assert shapeless == []
