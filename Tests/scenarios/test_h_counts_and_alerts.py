"""H. Counts and alerts: H3 to H5 and H8."""

from support.tenant import quantities


def test_H3_a_count_that_just_covers_the_promises_breaks_none(shop):
    """`committed` 6 and `reserved` 2, counted 8: nothing preempted, `available` 0."""
    shop.commit(shop.hold(("P", 6))["id"])
    shop.hold(("P", 2))
    count = shop.adjust(set_to=8).expect(201)
    assert count["preempted"] == []
    shop.assert_stock(on_hand=8, committed=6, reserved=2, available=0)


def test_H4_damaged_goods_are_not_promised(shop):
    """`committed` 8, a cart of 1, 2 found damaged: the cart yields, nobody gets the 2."""
    shop.commit(shop.hold(("P", 8))["id"])
    cart = shop.hold("P", kind="cart")
    found = shop.adjust(quantity="unavailable", delta=2, reason="damaged").expect(201)
    assert [one["reservation_id"] for one in found["preempted"]] == [cart["id"]]
    assert shop.reservation(cart["id"])["state"] == "preempted"
    shop.assert_stock(on_hand=10, committed=8, unavailable=2, reserved=0, available=0)
    shop.reserve("P").refused("out_of_stock")
    shop.reserve("P", kind="order").refused("out_of_stock")


def test_H5_one_alert_for_each_fall(tenant):
    """12 on hand, threshold 10: an alert at 9, none at 8, armed again at 12, another at 9."""
    tenant.item("P", on_hand=12)

    def alerts():
        events = tenant.events("stock.low")
        return sum(event["data"]["channel"] == "online" for event in events)

    for units, available, expected in ((2, 10, 0), (1, 9, 1), (1, 8, 1)):
        tenant.hold(("P", units))
        assert (tenant.available(), alerts()) == (available, expected)
    tenant.receive("P", 4)
    assert (tenant.available(), alerts()) == (12, 1)
    tenant.hold(("P", 3))
    assert (tenant.available(), alerts()) == (9, 2)


def test_H8_a_count_below_what_is_damaged_corrects_both(shop):
    """10 with 6 `unavailable` and a checkout of 2, counted 5: 5 and 5, the checkout yields."""
    shop.adjust(quantity="unavailable", delta=6, reason="damaged").expect(201)
    checkout = shop.hold(("P", 2))
    count = shop.adjust(set_to=5).expect(201)
    assert [one["reservation_id"] for one in count["preempted"]] == [checkout["id"]]
    shop.assert_stock(on_hand=5, unavailable=5, reserved=0, available=0)
    assert shop.reservation(checkout["id"])["state"] == "preempted"


def test_the_ladder_takes_carts_before_checkouts_and_the_newest_first(tenant):
    """Counted 5 short: the newer cart goes whole, the older one loses the rest and lives on."""
    tenant.item("P", on_hand=10)
    checkout = tenant.hold(("P", 3))
    tenant.server.clock.advance(1)
    older = tenant.hold(("P", 4), kind="cart")
    tenant.server.clock.advance(1)
    newer = tenant.hold(("P", 3), kind="cart")
    count = tenant.adjust(set_to=5).expect(201)
    lost = {one["reservation_id"]: one["lines"] for one in count["preempted"]}
    assert lost == {
        newer["id"]: [{"sku": "P", "quantity": 3}], older["id"]: [{"sku": "P", "quantity": 2}]}
    assert quantities(tenant.reservation(older["id"])) == [2]
    assert tenant.reservation(older["id"])["state"] == "active"
    assert tenant.reservation(newer["id"])["state"] == "preempted"
    assert quantities(tenant.reservation(checkout["id"])) == [3]


def test_paid_units_lost_are_short_on_their_line(shop):
    """A count below what is committed makes the newest promise `short`, and says so."""
    older = shop.hold(("P", 4))
    shop.commit(older["id"])
    shop.server.clock.advance(1)
    newer = shop.hold(("P", 6))
    shop.commit(newer["id"], order_id="order-7")
    count = shop.adjust(set_to=7).expect(201)
    [lost] = count["preempted"]
    assert lost["reservation_id"] == newer["id"]
    assert lost["order_id"] == "order-7"
    assert lost["lines"] == [{"sku": "P", "quantity": 3}]
    [line] = shop.reservation(newer["id"])["lines"]
    assert (line["committed"], line["short"]) == (3, 3)
    assert shop.reservation(newer["id"])["state"] == "committed"
    shop.assert_stock(on_hand=7, committed=7, available=0)
