"""B. Expiry and extension: B1, B3 to B6 and B8."""

from support.moments import after
from support.tenant import quantities

SERVERS = {"sweep on": (), "sweep off": ("--sweep", "off")}


def assert_still_held(tenant, reservation):
    """The moment before its expiry the unit is held."""
    tenant.server.clock.set_after(reservation["created_at"], 119.999)
    tenant.assert_stock(available=9, reserved=1)
    assert tenant.reservation(reservation["id"])["state"] == "active"


def assert_free_at_its_millisecond(tenant, reservation):
    """At its expiry the unit is free and the reservation reads `expired`."""
    tenant.server.clock.set_after(reservation["created_at"], 120)
    tenant.assert_stock(available=10, reserved=0)
    tenant.assert_level("main", available=10, reserved=0)
    ended = tenant.reservation(reservation["id"])
    assert ended["state"] == "expired"
    assert ended["ended_at"] == ended["expires_at"] == after(ended["created_at"], 120)


def test_B1_expiry_is_effective_at_the_millisecond(shop):
    """Held at t0 + 119.999 s, free at t0 + 120.000 s; health finds no difference meanwhile."""
    held = shop.hold("P", ttl_seconds=120)
    assert held["expires_at"] == after(held["created_at"], 120)
    assert_still_held(shop, held)
    assert_free_at_its_millisecond(shop, held)
    health = shop.get("/v1/inventory/health").expect(200)
    assert health["ok"] is True
    assert health["reservations"]["active"] == 0
    assert health["reservations"]["expired_not_yet_booked"] in (0, 1)


def test_B1_expiry_is_effective_also_when_the_server_restarted_in_between(shop):
    """Restarted before its expiry, the reservation is held and then free at its millisecond."""
    held = shop.hold("P", ttl_seconds=120)
    shop.server.restart()
    assert shop.server.clock.now() == held["created_at"], "the test clock stands where it stood"
    assert_still_held(shop, held)
    shop.server.restart()
    assert_free_at_its_millisecond(shop, held)


def test_B1_an_expiry_not_yet_booked_is_no_difference(shop):
    """Expired and then stopped at once: `verify` exits 0, and the unit is free after a start."""
    held = shop.hold("P", ttl_seconds=120)
    shop.server.clock.set_after(held["created_at"], 120)
    assert shop.server.stop() == 0
    shop.server.assert_verified()
    shop.server.start()
    shop.assert_stock(available=10, reserved=0)
    again = shop.hold(("P", 10))
    assert quantities(again) == [10]


def test_B3_extending_counts_from_now(shop):
    """Extended by 120 at t0 + 119 s it ends at t0 + 239 s, with the same id and units."""
    held = shop.hold(("P", 2), ttl_seconds=120)
    shop.server.clock.set_after(held["created_at"], 119)
    extended = shop.change(held["id"], ttl_seconds=120).expect(200)
    assert extended["id"] == held["id"]
    assert extended["expires_at"] == after(held["created_at"], 239)
    assert quantities(extended) == [2]
    shop.assert_stock(reserved=2, available=8)


def test_B3_a_cart_lives_60_minutes_at_most(shop):
    """Kept alive by refreshes and extended by 120 at t0 + 3,550 s, it ends at t0 + 3,600 s."""
    held = shop.hold("P", kind="cart", ttl_seconds=900)
    for elapsed in (800, 1600, 2400, 3200):
        shop.server.clock.set_after(held["created_at"], elapsed)
        shop.change(held["id"], ttl_seconds=900).expect(200)
    shop.server.clock.set_after(held["created_at"], 3550)
    extended = shop.change(held["id"], ttl_seconds=120).expect(200)
    assert extended["expires_at"] == after(held["created_at"], 3600)
    shop.server.clock.set_after(held["created_at"], 3600)
    assert shop.reservation(held["id"])["state"] == "expired"
    shop.assert_stock(available=10)


def test_B3_the_60_minutes_of_an_abandoned_cart_count_from_when_its_customer_came_back(shop):
    """Raised to a cart a day after it was made, it can be refreshed like any other, also after
    a restart, for 60 minutes from then and not from its creation."""
    held = shop.hold("P", kind="abandoned_cart")
    day = 86_400
    shop.server.clock.set_after(held["created_at"], day)
    back = shop.change(held["id"], kind="cart", ttl_seconds=900).expect(200)
    assert back["expires_at"] == after(held["created_at"], day + 900)
    shop.server.clock.set_after(held["created_at"], day + 600)
    shop.server.restart()
    again = shop.change(held["id"], ttl_seconds=900).expect(200)
    assert again["expires_at"] == after(held["created_at"], day + 1500)
    shop.server.clock.set_after(held["created_at"], day + 1400)
    last = shop.change(held["id"], ttl_seconds=3600).expect(200)
    assert last["expires_at"] == after(held["created_at"], day + 3600)
    shop.assert_stock(reserved=1, available=9)


def test_B4_an_expired_reservation_is_never_revived(tenant):
    """Its unit sold to another, extending is 409 `reservation_expired` and changes nobody's."""
    tenant.item("P", on_hand=1)
    first = tenant.hold("P", ttl_seconds=120)
    tenant.lapse(first)
    second = tenant.hold("P")
    tenant.commit(second["id"])
    tenant.change(first["id"], ttl_seconds=120).problem(409, "reservation_expired")
    assert tenant.reservation(first["id"])["state"] == "expired"
    assert tenant.reservation(second["id"])["state"] == "committed"
    tenant.assert_stock(reserved=0, committed=1, available=0)


def test_B5_extending_an_expired_one_is_a_new_decision(tenant):
    """The unit still free: 201, a new id that `replaces` the old, which stays `expired`."""
    tenant.item("P", on_hand=1)
    old = tenant.hold("P", ttl_seconds=120)
    tenant.lapse(old)
    position = tenant.position()
    new = tenant.change(old["id"], ttl_seconds=120).expect(201)
    assert new["id"] != old["id"] and new["replaces"] == old["id"]
    assert new["state"] == "active"
    assert tenant.reservation(old["id"])["state"] == "expired"
    [created] = tenant.events("reservation.created", after=position)
    assert created["data"]["reservation"]["id"] == new["id"]
    tenant.assert_stock(reserved=1, available=0)


def test_B6_a_change_that_does_not_fit_leaves_what_was(tenant):
    """Of 3, A holds 2 and B 1: A's change to 3 is refused; to 1, it frees one at once."""
    tenant.item("P", on_hand=3)
    first = tenant.hold(("P", 2))
    tenant.hold("P")
    refusal = tenant.change(first["id"], lines=[{"sku": "P", "quantity": 3}])
    [error] = refusal.refused("insufficient_stock")
    assert (error["requested"], error["available"]) == (3, 2)
    assert quantities(tenant.reservation(first["id"])) == [2]
    tenant.assert_stock(reserved=3, available=0)
    shrunk = tenant.change(first["id"], lines=[{"sku": "P", "quantity": 1}]).expect(200)
    assert quantities(shrunk) == [1]
    tenant.assert_stock(available=1, reserved=2)


def test_B8_a_commit_before_the_instant_is_in_time(shop):
    """A commit at t0 + 119.999 s commits the reservation."""
    held = shop.hold("P", ttl_seconds=120)
    shop.server.clock.set_after(held["created_at"], 119.999)
    done = shop.commit(held["id"])
    assert (done["id"], done["state"]) == (held["id"], "committed")
    shop.assert_stock(committed=1, reserved=0, available=9)


def test_B8_a_commit_at_the_very_instant_is_late(shop):
    """At t0 + 120.000 s: a new reservation, committed at once; sent again, the same answer."""
    old = shop.hold("P", ttl_seconds=120)
    shop.server.clock.set_after(old["created_at"], 120)
    late = shop.act(old["id"], "commit", {"order_id": "order-1"}).expect(201)
    assert late["id"] != old["id"] and late["replaces"] == old["id"]
    assert late["state"] == "committed"
    assert late["order_id"] == "order-1"
    assert shop.reservation(old["id"])["state"] == "expired"
    shop.assert_stock(committed=1, reserved=0, available=9)

    again = shop.act(old["id"], "commit", {"order_id": "order-1"}).expect(200)
    assert again.json == late.json
    shop.assert_stock(committed=1, reserved=0, available=9)


def test_B8_a_late_commit_of_sold_units_changes_nothing(tenant):
    """Units sold meanwhile: 409 `insufficient_stock`, nothing changes."""
    tenant.item("P", on_hand=1)
    old = tenant.hold("P", ttl_seconds=120)
    tenant.lapse(old)
    tenant.commit(tenant.hold("P")["id"])
    before = len(tenant.movements())
    tenant.act(old["id"], "commit").problem(409, "insufficient_stock")
    assert tenant.reservation(old["id"])["state"] == "expired"
    assert len(tenant.movements()) == before
    tenant.assert_stock(committed=1, reserved=0, available=0)
