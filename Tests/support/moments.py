"""Times as the API writes them (RFC 3339, UTC, milliseconds), as whole milliseconds since 1970."""

import re
from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def milliseconds(text):
    """The milliseconds since 1970 of `text`; fails where it is not spelled as the API promises."""
    assert _SHAPE.fullmatch(text), f"{text!r} is not RFC 3339 in UTC with milliseconds"
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return round((moment - _EPOCH) / timedelta(milliseconds=1))


def spelled(milliseconds_since_1970):
    """The API's spelling of a moment."""
    moment = _EPOCH + timedelta(milliseconds=milliseconds_since_1970)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds_since_1970 % 1000:03d}Z"


def after(text, seconds):
    """The moment `seconds` (may be a fraction, in whole milliseconds) after `text`."""
    return spelled(milliseconds(text) + round(seconds * 1000))
