"""What the generator of requests cannot know of the API."""

import itertools
import os
import re

import schemathesis

VALID_KEY = re.compile(r"[!-~]{1,255}")

_numbers = itertools.count(1)


@schemathesis.auth()
class Key:
    """The key of CONTRACT_KEY, left out where a request is to go without one."""

    def get(self, case, context):
        """The text of the key."""
        return os.environ["CONTRACT_KEY"]

    def set(self, case, data, context):
        """Adds it to a request."""
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives each request an `Idempotency-Key` of its own: one used again meets the first answer,
    and says nothing of the route."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and VALID_KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = f"request-{next(_numbers)}"
