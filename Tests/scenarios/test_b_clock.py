"""B. Expiry: B7, on real time, with the wall clock of the process set back by libfaketime."""

import glob
import time

import pytest

from support import log
from support.moments import milliseconds
from support.polling import eventually

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)
SWEEP = {"sweep on": (), "sweep off": ("--sweep", "off")}
LIFE_SECONDS = 3

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")


@pytest.fixture(params=SWEEP.values(), ids=SWEEP.keys())
def wall(request, serve, tmp_path, open_shop):
    """A tenant with `P` 10 on a server whose wall clock the test may turn."""
    hand = tmp_path / "wall-clock"
    hand.write_text("+0\n")
    server = serve(*request.param, test_clock=False, environment={
        "LD_PRELOAD": LIBRARY, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1",
        "FAKETIME_TIMESTAMP_FILE": str(hand)})
    tenant = open_shop(server)
    tenant.item("P", on_hand=10)
    tenant.turn_wall_clock = lambda offset: hand.write_text(f"{offset:+d}\n")
    return tenant


def as_of(tenant):
    """The server's time, as a reading of stock shows it."""
    return milliseconds(tenant.get("/v1/stock", query={"sku": "P"}).expect(200)["as_of"])


def alarms(server):
    """How far the server's time is ahead of the wall clock, in seconds, once an alarm."""
    found = [line for line in log.lines(server) if "wall clock" in line["message"]]
    assert all(line["level"] == "warning" for line in found), found
    return [round(int(line["ahead_ms"]) / 1000) for line in found]


def quiet(server, seconds=3):
    """Fails where another alarm comes within that time, which is three looks at the clock."""
    known, end = alarms(server), time.monotonic() + seconds
    eventually(lambda: time.monotonic() > end or alarms(server) != known, seconds + 1, "time")
    assert alarms(server) == known


def test_B7_each_jump_of_the_wall_clock_raises_one_alarm(wall):
    """None at first; one line for a jump back, one for the jump forward again; none after a
    start at the right time."""
    quiet(wall.server, 2)
    assert alarms(wall.server) == []
    for offset, known in ((-300, [300]), (0, [300, 0]), (+86_400, [300, 0, -86_400])):
        wall.turn_wall_clock(offset)
        eventually(lambda: alarms(wall.server) == known, 5, f"an alarm of {known}")
        quiet(wall.server, 2)
    wall.server.restart()
    quiet(wall.server, 2)
    assert alarms(wall.server) == []


def test_B7_a_clock_set_back_lengthens_nothing(wall):
    """Set back 5 minutes amid its life, the units are free after its life of elapsed time, and
    `as_of` never goes back."""
    seen = [as_of(wall)]
    held = wall.hold("P", ttl_seconds=LIFE_SECONDS)
    begun = time.monotonic()
    wall.turn_wall_clock(-300)

    def free():
        seen.append(as_of(wall))
        return wall.available() == 10

    eventually(free, LIFE_SECONDS + 2, "the units are free again")
    elapsed = time.monotonic() - begun
    assert LIFE_SECONDS - 1 <= elapsed <= LIFE_SECONDS + 1, elapsed
    assert seen == sorted(seen), "as_of went back"
    eventually(lambda: alarms(wall.server), 5, "an alarm")
    assert wall.reservation(held["id"])["state"] == "expired"


def test_B7_what_has_expired_stays_expired_after_a_start_with_the_clock_set_back(wall):
    """Started again with its clock an hour back, the server's time goes on from where it was."""
    held = wall.hold("P", ttl_seconds=1)
    eventually(lambda: wall.available() == 10, 5, "the unit is free again")
    before = as_of(wall)
    assert wall.server.stop() == 0
    wall.turn_wall_clock(-3600)
    wall.server.start()
    eventually(lambda: alarms(wall.server), 5, "an alarm")
    quiet(wall.server, 2)
    [ahead] = alarms(wall.server)
    assert 3600 <= ahead <= 3610
    assert as_of(wall) >= before
    assert wall.reservation(held["id"])["state"] == "expired"
    wall.assert_stock(available=10, reserved=0)
    again = wall.hold("P", ttl_seconds=1)
    assert milliseconds(again["created_at"]) >= before
    eventually(lambda: wall.available() == 10, 5, "holds are not prolonged")
