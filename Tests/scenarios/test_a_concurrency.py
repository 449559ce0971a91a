"""A. Concurrency and durability: A1 to A7."""

from support.tenant import as_lines, quantities
from support.together import at_once, spread

SERVERS = {"sweep on": (), "sweep off": ("--sweep", "off")}


def test_A1_the_last_unit_goes_to_one_buyer(tenant):
    """Of 2 holders who reserve 1 at once, one gets 201 and one 409; `reserved` is 1."""
    tenant.item("P", on_hand=1)
    answers = at_once(
        lambda: tenant.reserve("P", holder="first"), lambda: tenant.reserve("P", holder="second"))
    won, lost = sorted(answers, key=lambda answer: answer.status)
    won.expect(201)
    [error] = lost.refused("out_of_stock")
    assert (error["index"], error["requested"], error["available"]) == (0, 1, 0)
    tenant.assert_stock(reserved=1, available=0, on_hand=1)


def test_A2_a_thousand_buyers_a_hundred_units(tenant):
    """Of 1,000 concurrent reservations of 1, 100 get 201, 900 get 409, nobody anything else."""
    tenant.item("P", on_hand=100)
    answers = spread(lambda n: tenant.reserve("P", holder=f"buyer-{n}"), range(1000))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(201), statuses.count(409)) == (100, 900), set(statuses)
    assert {answer.code for answer in answers if answer.status == 409} == {"insufficient_stock"}
    tenant.assert_stock(available=0, reserved=100, on_hand=100)


def test_A3_opposite_line_orders_do_not_deadlock(tenant):
    """200 rounds of (A 1, B 1) beside (B 1, A 1): 400 times 201, no retry, both at 0."""
    tenant.item("A", on_hand=400)
    tenant.item("B", on_hand=400)

    def rounds(lines):
        return [tenant.reserve(*lines).status for _ in range(200)]

    forth, back = at_once(lambda: rounds(["A", "B"]), lambda: rounds(["B", "A"]))
    assert forth + back == [201] * 400
    tenant.assert_stock("A", available=0, reserved=400)
    tenant.assert_stock("B", available=0, reserved=400)


def test_A4_all_or_nothing_unless_partial_was_asked(tenant):
    """With A 5 and B 0: A + B is refused for B and holds nothing; `partial` holds the A."""
    tenant.item("A", on_hand=5)
    tenant.item("B", on_hand=0)
    [error] = tenant.reserve("A", "B").refused("out_of_stock")
    assert (error["index"], error["sku"]) == (1, "B")
    tenant.assert_stock("A", available=5, reserved=0)

    partial = tenant.hold("A", "B", mode="partial")
    assert quantities(partial) == [1, 0]
    assert [line["requested"] for line in partial["lines"]] == [1, 1]
    tenant.assert_stock("A", available=4, reserved=1)

    tenant.reserve("B", mode="partial").refused("out_of_stock")


def test_A5_concurrent_deltas_all_count(tenant):
    """50 adjustments of +5 and 50 of -3 at once: `on_hand` 1,100 and exactly 100 movements."""
    tenant.item("P", on_hand=1000)
    before = len(tenant.movements(sku="P"))
    deltas = [5, -3] * 50
    answers = spread(lambda delta: tenant.adjust(delta=delta, reason="corrected"), deltas)
    assert {answer.status for answer in answers} == {201}
    tenant.assert_stock(on_hand=1100)
    assert len(tenant.movements(sku="P")) - before == 100


def test_A6_an_absolute_write_is_guarded_by_what_was_seen(shop):
    """`expected` 10 where there are 9: 409 with `current` 9, no movement; with 9 it is done."""
    shop.adjust(delta=-1, reason="lost").expect(201)
    before = len(shop.movements(sku="P"))
    stale = shop.adjust(set_to=7, expected=10).problem(409, "stock_changed")
    assert [error["current"] for error in stale["errors"]] == [9]
    shop.assert_stock(on_hand=9)
    assert len(shop.movements(sku="P")) == before
    shop.adjust(set_to=7, expected=9).expect(201)
    shop.assert_stock(on_hand=7)


def test_A7_one_key_one_effect(shop):
    """One key 20 times in parallel: 20 equal answers, one reservation; reused for 3: 422."""
    def reserve(_=None):
        return shop.reserve(("P", 2), idempotency_key="one-key")

    answers = spread(reserve, range(20), threads=20)
    for number, answer in enumerate(answers):
        if answer.status == 409:
            answer.problem(409, "idempotency_in_progress")
            answers[number] = reserve()
    assert [answer.status for answer in answers] == [201] * 20
    assert len({answer.body for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) <= 1
    assert len(shop.all("/v1/reservations")) == 1
    shop.assert_stock(available=8, reserved=2)

    shop.reserve(("P", 3), idempotency_key="one-key").problem(422, "idempotency_key_reused")
    shop.assert_stock(available=8, reserved=2)


def test_nobody_is_promised_what_others_hold_however_they_race(tenant):
    """Holders, kits, commits and releases race for 60 units: promised plus free stays 60."""
    tenant.item("P", on_hand=60)
    tenant.item("KIT", on_hand=0, components=as_lines(("P", 2)))

    def buyer(number):
        sku = ("P", "KIT")[number % 2]
        answer = tenant.reserve(sku, mode=("all", "partial")[number % 3 == 0])
        if answer.status != 201:
            answer.problem(409, "insufficient_stock")
            return
        action = ("commit", "release", None)[number % 3]
        if action:
            tenant.act(answer["id"], action).expect(200)

    spread(buyer, range(300), threads=24)
    stock = tenant.stock()
    assert stock["on_hand"] == 60
    assert stock["reserved"] + stock["committed"] + stock["available"] == 60, stock
