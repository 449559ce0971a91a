"""B. Expiry: B2, thousands of reservations that expire in the same second."""

from support.pipeline import Pipe
from support.polling import eventually
from support.tenant import as_lines

SERVERS = {"sweep on": (), "sweep off": ("--sweep", "off")}
WAVE = 5000
SAMPLES = 500
# Below it a p99 says more about the machine's disk and neighbors than about the wave.
FLOOR_SECONDS = 0.001


def percentile_99(seconds):
    """The 99th percentile of some durations."""
    return sorted(seconds)[len(seconds) * 99 // 100]


def reservations(pipe, count, sku="P"):
    """The bytes of `count` reservations of 1."""
    body = {"lines": as_lines(sku), "ttl_seconds": 120}
    return [pipe.request("POST", "/v1/reservations", body)] * count


def wave(tenant, sku):
    """The p99 of reservations before and at the second in which 5,000 of an item expire."""
    tenant.item(sku, on_hand=WAVE)
    tenant.item(f"OTHER-{sku}", on_hand=SAMPLES)
    with Pipe(tenant.server, tenant.key) as pipe:
        answers, before = pipe.timed(reservations(pipe, SAMPLES, f"OTHER-{sku}"))
        answers += pipe.run(reservations(pipe, WAVE, sku))
        assert {status for status, _ in answers} == {201}
        tenant.assert_stock(sku, available=0, reserved=WAVE)

        tenant.server.clock.advance(120)
        answers, after = pipe.timed(reservations(pipe, SAMPLES, sku))
        answers += pipe.run(reservations(pipe, WAVE - SAMPLES, sku))
    assert {status for status, _ in answers} == {201}
    tenant.assert_stock(sku, available=0, reserved=WAVE, on_hand=WAVE)
    tenant.reserve(sku).refused("out_of_stock")
    return percentile_99(before), percentile_99(after)


def test_B2_a_wave_of_expiries_does_not_slow_a_sale(tenant):
    """At the second in which 5,000 expire all 5,000 units can be reserved again, as fast:
    p99 is at most 2 times what it was before, or 1 ms. Other work on the machine can only slow
    a round down, so the best of three counts."""
    rounds = []
    for number in range(3):
        before, after = wave(tenant, f"P-{number}")
        rounds.append((before, after))
        if after <= max(2 * before, FLOOR_SECONDS):
            return
    raise AssertionError(f"p99 before and after, in seconds: {rounds}")


def test_B2_the_sweep_books_what_nobody_asks_for(serve, open_shop):
    """Without any command, the sweep books each expiry once, and the ledger shows it."""
    tenant = open_shop(serve("--sweep", "on"))
    tenant.item("P", on_hand=50)
    for _ in range(50):
        tenant.hold("P", ttl_seconds=120)
    tenant.server.clock.advance(120)

    def booked():
        return len(tenant.movements(sku="P", reason="expired")) == 50

    eventually(booked, 15, "the sweep books 50 expiries")
    assert len(tenant.events("reservation.expired")) == 50
    tenant.assert_stock(available=50, reserved=0)


def test_B2_without_a_sweep_a_command_books_what_it_needs(serve, open_shop):
    """Nothing is booked by itself; the command that takes the units books their expiries."""
    tenant = open_shop(serve("--sweep", "off"))
    tenant.item("P", on_hand=50)
    for _ in range(50):
        tenant.hold("P", ttl_seconds=120)
    tenant.server.clock.advance(120)
    tenant.assert_stock(available=50, reserved=0)
    assert tenant.movements(sku="P", reason="expired") == []
    health = tenant.get("/v1/inventory/health").expect(200)
    assert health["reservations"]["expired_not_yet_booked"] == 50
    assert tenant.server.stop() == 0
    report = tenant.server.verify()
    assert report["ok"] and report["reservations"]["expired_not_yet_booked"] == 50
    tenant.server.start()
    tenant.hold(("P", 50))
    assert len(tenant.movements(sku="P", reason="expired")) == 50
