"""`/v1/reservations/{id}/commit`, `/ship` and `/cancel`."""

from support.tenant import as_lines


def committed(tenant, *lines, **body):
    """A reservation of `lines`, committed."""
    return tenant.commit(tenant.hold(*lines)["id"], **body)


def test_a_commit_makes_reserved_units_committed(shop):
    """They leave `reserved`, stay on hand until shipped; the state and the order are kept."""
    done = committed(shop, ("P", 3), order_id="any string of the shop's own, ☂")
    assert done["state"] == "committed"
    assert done["order_id"] == "any string of the shop's own, ☂"
    assert done["lines"][0]["committed"] == 3
    shop.assert_stock(on_hand=10, reserved=0, committed=3, available=7)


def test_committing_twice_is_harmless(shop):
    """200 with the same answer, one movement."""
    done = committed(shop, ("P", 3), order_id="o")
    again = shop.commit(done["id"], order_id="o")
    assert again == done
    assert len(shop.movements(reason="committed")) == 1
    shop.assert_stock(committed=3)


def test_committed_units_do_not_expire(shop):
    """Long after the reservation's time the units are still sold."""
    done = committed(shop, "P")
    shop.server.clock.advance(7200)
    assert shop.reservation(done["id"])["state"] == "committed"
    shop.assert_stock(committed=1, available=9)


def test_deduct_now_takes_the_units_off_the_shelf(shop):
    """`on_hand` falls with the commit; there is nothing left to ship or cancel."""
    done = committed(shop, ("P", 3), deduct="now")
    shop.assert_stock(on_hand=7, reserved=0, committed=0, available=7)
    assert done["lines"][0]["shipped"] == 3
    shop.act(done["id"], "ship").problem(409, "not_committed")
    shop.assert_stock(on_hand=7)


def test_the_tenants_default_decides_where_the_commit_does_not(shop):
    """With `deduct` set to `now`, a plain commit deducts; a commit may say otherwise."""
    shop.settings(deduct="now")
    committed(shop, ("P", 2))
    shop.assert_stock(on_hand=8, committed=0)
    committed(shop, ("P", 2), deduct="on_shipment")
    shop.assert_stock(on_hand=8, committed=2)


def test_a_released_one_cannot_be_committed(shop):
    """409 `reservation_not_active`, nothing changes."""
    held = shop.hold("P")
    shop.release(held["id"])
    shop.act(held["id"], "commit").problem(409, "reservation_not_active")
    shop.assert_stock(committed=0, available=10)


def test_shipping_all_and_then_again(shop):
    """Without lines everything committed leaves; when nothing is, 409 `not_committed`."""
    done = committed(shop, ("P", 4))
    shipped = shop.act(done["id"], "ship").expect(200)
    assert shipped["state"] == "committed"
    assert (shipped["lines"][0]["shipped"], shipped["lines"][0]["committed"]) == (4, 0)
    shop.assert_stock(on_hand=6, committed=0, available=6)
    shop.act(done["id"], "ship").problem(409, "not_committed")
    shop.act(done["id"], "cancel").problem(409, "not_committed")
    shop.assert_stock(on_hand=6)


def test_shipping_in_parts(shop):
    """Each part leaves once; more than is committed is refused whole."""
    done = committed(shop, ("P", 4))
    shop.act(done["id"], "ship", {"lines": as_lines(("P", 3))}).expect(200)
    shop.assert_stock(on_hand=7, committed=1)
    too_many = {"lines": as_lines(("P", 2))}
    shop.act(done["id"], "ship", too_many).problem(409, "not_committed")
    shop.assert_stock(on_hand=7, committed=1)
    shop.act(done["id"], "ship", {"lines": as_lines("P")}).expect(200)
    shop.assert_stock(on_hand=6, committed=0)


def test_cancelling_puts_units_back_where_they_came_from(tenant):
    """Of A 2 + B 3 committed, cancelled whole: A 2 and B 3 available again."""
    tenant.two_locations(2, 3)
    done = committed(tenant, ("P", 5))
    cancelled = tenant.act(done["id"], "cancel").expect(200)
    assert cancelled["lines"][0]["cancelled"] == 5
    tenant.assert_level("A", committed=0, available=2, on_hand=2)
    tenant.assert_level("B", committed=0, available=3, on_hand=3)


def test_cancelling_the_rest_frees_the_rest(tenant):
    """7 of 10 shipped, the other 3 cancelled: exactly 3 are freed."""
    tenant.item("P", on_hand=100)
    done = committed(tenant, ("P", 10))
    tenant.act(done["id"], "ship", {"lines": as_lines(("P", 7))}).expect(200)
    cancelled = tenant.act(done["id"], "cancel").expect(200)
    [line] = cancelled["lines"]
    assert (line["shipped"], line["cancelled"], line["committed"]) == (7, 3, 0)
    tenant.assert_stock(on_hand=93, committed=0, available=93)


def test_a_named_location_is_the_one_that_gives_or_gets(tenant):
    """Cancelled at B, B's units are freed and A's stay committed."""
    tenant.two_locations(2, 3)
    done = committed(tenant, ("P", 5))
    part = {"lines": [{"sku": "P", "quantity": 2, "location": "B"}]}
    tenant.act(done["id"], "cancel", part).expect(200)
    tenant.assert_level("A", committed=2)
    tenant.assert_level("B", committed=1, available=2)
    too_many = {"lines": [{"sku": "P", "quantity": 3, "location": "A"}]}
    tenant.act(done["id"], "ship", too_many).problem(409, "not_committed")


def test_an_active_one_has_nothing_to_ship(shop):
    """Reserved units are not sold: 409 `not_committed`."""
    held = shop.hold("P")
    shop.act(held["id"], "ship").problem(409, "not_committed")
    shop.act(held["id"], "cancel").problem(409, "not_committed")
    shop.assert_stock(reserved=1, on_hand=10)


def test_a_late_commit_may_take_the_units_from_anywhere(tenant):
    """The channel's locations have none left: the paid units come from any other."""
    tenant.location("web", priority=1, channels=["online"])
    tenant.location("shed", priority=2, channels=["showroom"])
    tenant.item("P", on_hand=1, location="web")
    tenant.receive("P", 1, "shed")
    late = tenant.hold("P", ttl_seconds=60)
    tenant.lapse(late)
    tenant.commit(tenant.hold("P")["id"])
    done = tenant.act(late["id"], "commit").expect(201)
    assert done["lines"][0]["allocations"] == [{"location": "shed", "quantity": 1}]
    tenant.assert_level("shed", committed=1)


def test_a_late_commit_is_not_bound_by_the_channels_share(tenant):
    """The money is there: the allocation does not bind."""
    tenant.item("P", on_hand=10)
    tenant.allocate({"channel": "online", "share": 0.5})
    late = tenant.hold("P", ttl_seconds=60)
    tenant.lapse(late)
    tenant.hold(("P", 5))
    tenant.reserve("P").refused("allocation_exhausted")
    tenant.act(late["id"], "commit").expect(201)
    tenant.assert_stock(committed=1, reserved=5)


def test_a_kit_is_committed_and_shipped_by_its_components(tenant):
    """Two K of 2 P + 1 Q leave as 4 P and 2 Q."""
    tenant.item("P", on_hand=10)
    tenant.item("Q", on_hand=10)
    tenant.item("K", on_hand=0, components=as_lines(("P", 2), "Q"))
    done = committed(tenant, ("K", 2))
    tenant.assert_stock("P", committed=4)
    tenant.assert_stock("Q", committed=2)
    tenant.act(done["id"], "ship", {"lines": as_lines("K")}).expect(200)
    tenant.assert_stock("P", committed=2, on_hand=8)
    tenant.assert_stock("Q", committed=1, on_hand=9)
    tenant.act(done["id"], "cancel").expect(200)
    tenant.assert_stock("P", committed=0, on_hand=8, available=8)
