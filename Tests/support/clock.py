"""The server's test clock: it stands still until a test moves it, and only moves forward."""

from support.moments import after, milliseconds


class Clock:
    """Moves the clock of one server."""

    def __init__(self, root):
        self._root = root

    def now(self):
        """The server's time."""
        return self.advance(0)

    def advance(self, seconds):
        """Moves on by whole `seconds`; the server's new time."""
        return self._root.post("/test/clock", {"advance_seconds": seconds}).expect(200)["now"]

    def set(self, moment):
        """Moves on to exactly `moment`, which must not lie in the past."""
        now = self._root.post("/test/clock", {"set": moment}).expect(200)["now"]
        assert milliseconds(now) == milliseconds(moment), f"asked for {moment}, it is {now}"
        return now

    def set_after(self, moment, seconds):
        """Moves on to `seconds` after `moment`, to the millisecond."""
        return self.set(after(moment, seconds))
