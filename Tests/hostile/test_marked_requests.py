"""Refused requests with a secret in each of their parts, and what the operator is told of them.

They stand apart because each must find its line in the log, which cuts floods short.
"""

import pytest
from json_cases import GOOD

from support import log

MARK = "hf_sk_this_mark_must_not_be_logged_0123456789"
BEARER = f"Bearer {MARK}"
MARKED = {
    "an unknown key": ("GET", "/v1/items", {"Authorization": BEARER}, None, 401),
    "another scheme": ("GET", "/v1/items", {"Authorization": f"Basic {MARK}"}, None, 401),
    "a key in the query": ("GET", f"/v1/items?key={MARK}", {}, None, 401),
    "a parameter": ("GET", f"/v1/items?{MARK}=1", {}, None, 400),
    "a parameter's value": ("GET", f"/v1/items?limit={MARK}", {}, None, 400),
    "a cursor": ("GET", f"/v1/items?cursor={MARK}", {}, None, 400),
    "a path that is none": ("GET", f"/{MARK}", {}, None, 404),
    "a path's parameter": ("GET", f"/v1/items/{MARK}", {}, None, 404),
    "a method": (MARK.upper()[:30].replace("_", "-"), "/v1/items", {}, None, 405),
    "a header's name and value": ("GET", "/v1/nothing", {MARK: MARK}, None, 404),
    "a cookie": ("GET", "/v1/nothing", {"Cookie": MARK}, None, 404),
    "an address and a page": (
        "GET", "/v1/nothing",
        {"X-Forwarded-For": MARK, "Referer": MARK, "User-Agent": MARK, "Origin": MARK}, None, 404),
    "an idempotency key": ("POST", "/v1/reservations", {"Idempotency-Key": f"{MARK} x"}, GOOD, 400),
    "a position": ("GET", "/v1/items", {"Holdfast-Min-Position": MARK}, None, 400),
    "a content type": ("POST", "/v1/reservations", {"Content-Type": MARK}, GOOD, 415),
    "an expectation": ("POST", "/v1/reservations", {"Expect": MARK}, GOOD, 417),
    "a body that is no JSON": ("POST", "/v1/reservations", {}, MARK.encode(), 400),
    "a member": ("POST", "/v1/reservations", {}, b'{"%b":1}' % MARK.encode(), 400),
    "a value": ("POST", "/v1/reservations", {}, b'{"lines":"%b"}' % MARK.encode(), 422),
    "a sku": (
        "POST", "/v1/reservations", {},
        b'{"lines":[{"sku":"%b","quantity":1}]}' % MARK.encode(), 409),
    "a holder who asks for too much": (
        "POST", "/v1/reservations", {},
        b'{"holder":"%b","lines":[{"sku":"P","quantity":99}],"metadata":{"x":"%b"}}'
        % (MARK.encode(), MARK.encode()), 409),
}


@pytest.mark.parametrize(
    ("method", "path", "headers", "raw", "status"), MARKED.values(), ids=MARKED.keys())
def test_nothing_of_a_refused_request_is_in_the_log(
        server, shop, method, path, headers, raw, status):
    """Wherever a secret stands in it: there is one line, and the secret is printed nowhere."""
    key = None if "?key=" in path else shop.key
    answer = shop.request(method, path, raw=raw, headers=headers, key=key).expect(status)
    line = log.line_of(server, answer.headers["X-Request-Id"])
    assert line["status"] == status, line
    printed = server.output.lower()
    assert MARK not in printed and MARK[6:20].replace("_", "-") not in printed
    assert shop.key not in printed
