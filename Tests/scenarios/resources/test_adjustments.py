"""`POST /v1/stock/adjustments`."""

import pytest

from support.moments import milliseconds

MOST = 2**53 - 1
PEOPLES_REASONS = (
    "received", "sold", "returned", "counted", "damaged", "lost", "found", "transferred",
    "corrected", "supplier_sync", "initial")


def adjust(tenant, *lines, reason="counted", **fields):
    """The answer to an adjustment of several lines."""
    body = {"lines": list(lines), "reason": reason, **fields}
    return tenant.post("/v1/stock/adjustments", body)


def test_the_answer_is_the_movements(shop):
    """Each movement names what changed by how much, why, for what, by whom, when."""
    now = shop.server.clock.now()
    done = shop.adjust(delta=-2, reason="lost", reference="count-7").expect(201)
    assert done["preempted"] == []
    [movement] = done["movements"]
    assert movement["id"].startswith("mov_")
    expected = {
        "sku": "P", "location": "main", "changes": {"on_hand": -2}, "reason": "lost",
        "reference": "count-7", "reservation_id": None, "order_id": None}
    assert {name: movement[name] for name in expected} == expected
    assert movement["actor"]
    assert milliseconds(movement["created_at"]) == milliseconds(now)
    assert movement in shop.movements(sku="P")


@pytest.mark.parametrize("quantity", ["on_hand", "unavailable", "incoming", "safety_stock"])
def test_four_quantities_are_set_by_people(shop, quantity):
    """By difference and by value."""
    shop.adjust(quantity=quantity, set_to=4).expect(201)
    shop.assert_stock(**{quantity: 4})
    shop.adjust(quantity=quantity, delta=3).expect(201)
    shop.assert_stock(**{quantity: 7})


def test_what_is_kept_back_is_not_available(shop):
    """`unavailable` and `safety_stock` are taken off, `incoming` is not added."""
    shop.adjust(quantity="unavailable", set_to=2, reason="damaged").expect(201)
    shop.adjust(quantity="safety_stock", set_to=3).expect(201)
    shop.adjust(quantity="incoming", set_to=50).expect(201)
    shop.assert_stock(available=5)
    shop.reserve(("P", 6)).refused("insufficient_stock")
    shop.hold(("P", 5))


@pytest.mark.parametrize("reason", PEOPLES_REASONS)
def test_people_name_their_reason(shop, reason):
    """Each reason of the reference is accepted and kept."""
    shop.adjust(delta=1, reason=reason).expect(201)
    assert shop.movements(sku="P", reason=reason)[-1]["reason"] == reason


@pytest.mark.parametrize("reason", ["reserved", "expired", "committed", "preempted", "because", ""])
def test_the_engines_own_reasons_are_not_peoples(shop, reason):
    """422 `invalid_field`."""
    shop.adjust(delta=1, reason=reason).invalid("reason")
    shop.assert_stock(on_hand=10)


def test_setting_what_is_already_so_changes_nothing(shop):
    """201; `on_hand` stays, and the sum of the ledger is still the quantity."""
    shop.adjust(set_to=10).expect(201)
    shop.assert_stock(on_hand=10)
    assert sum(one["changes"].get("on_hand", 0) for one in shop.movements(sku="P")) == 10


def test_all_lines_or_none(shop):
    """One line that fails leaves every other undone."""
    shop.item("Q", on_hand=1)
    lines = {"sku": "P", "delta": 5}, {"sku": "Q", "delta": -2}
    refusal = adjust(shop, *lines).problem(409, "negative_stock")
    assert [error["index"] for error in refusal["errors"]] == [1]
    shop.assert_stock("P", on_hand=10)
    shop.assert_stock("Q", on_hand=1)
    done = adjust(shop, lines[0], {"sku": "Q", "delta": -1}).expect(201)
    assert len(done["movements"]) == 2


def test_lines_are_applied_one_after_the_other(shop):
    """Two lines of one level add up; the second's `expected` is what the first left."""
    adjust(shop, {"sku": "P", "delta": 5},
           {"sku": "P", "set_to": 3, "expected": 15}).expect(201)
    shop.assert_stock(on_hand=3)


def test_1000_lines_are_taken_and_1001_are_not(shop):
    """Over 1,000: 422 `too_many_lines`."""
    line = {"sku": "P", "delta": 1}
    adjust(shop, *[line] * 1000).expect(201)
    shop.assert_stock(on_hand=1010)
    adjust(shop, *[line] * 1001).problem(422, "too_many_lines")
    shop.assert_stock(on_hand=1010)


def test_unknown_names_are_refused(shop):
    """422 `unknown_sku`, `unknown_location`; an unknown quantity is `invalid_field`."""
    shop.adjust("NOBODY", delta=1).problem(422, "unknown_sku")
    shop.adjust(delta=1, location="nowhere").problem(422, "unknown_location")
    shop.adjust(delta=1, quantity="reserved").problem(422, "invalid_field")
    shop.adjust(delta=1, quantity="wishes").problem(422, "invalid_field")


def test_below_zero_is_refused(shop):
    """A `delta` below 0: 409 `negative_stock`; a `set_to` below 0: 422 `invalid_quantity`."""
    shop.adjust(delta=-11).problem(409, "negative_stock")
    shop.adjust(delta=-1, quantity="incoming").problem(409, "negative_stock")
    shop.adjust(set_to=-1).problem(422, "invalid_quantity")
    shop.assert_stock(on_hand=10, incoming=0)


def test_a_quantity_stays_within_what_a_browser_reads_exactly(tenant):
    """2^53 - 1 over all locations fits; one more is 409 `quantity_out_of_range`; a single
    number beyond it is 422 `invalid_quantity`."""
    tenant.item("P", on_hand=0)
    tenant.location("B")
    tenant.adjust(set_to=MOST).expect(201)
    tenant.assert_stock(on_hand=MOST, available=MOST)
    tenant.adjust(delta=1).problem(409, "quantity_out_of_range")
    tenant.adjust(delta=1, location="B").problem(409, "quantity_out_of_range")
    tenant.adjust(set_to=MOST + 1).problem(422, "invalid_quantity")
    tenant.adjust(delta=-MOST - 1).problem(422, "invalid_quantity")
    tenant.adjust(delta=2**63).problem(422, "invalid_quantity")
    tenant.assert_stock(on_hand=MOST)
    tenant.adjust(delta=-MOST).expect(201)
    tenant.assert_stock(on_hand=0)


def test_what_is_seen_must_hold(shop):
    """`expected` guards a `delta` too; the refusal names the line and what is there."""
    refusal = shop.adjust(delta=1, expected=9).problem(409, "stock_changed")
    [error] = refusal["errors"]
    assert (error["index"], error["sku"], error["current"]) == (0, "P", 10)
    shop.adjust(delta=1, expected=10).expect(201)
    shop.assert_stock(on_hand=11)


def test_a_dry_run_says_what_would_happen(shop):
    """200 with movements and preemptions; nothing is changed, no event is written."""
    held = shop.hold(("P", 8))
    position, ledger = shop.position(), shop.movements()
    planned = shop.adjust(set_to=5, dry_run=True).expect(200)
    assert {"on_hand": -5}.items() <= planned["movements"][0]["changes"].items()
    assert planned["preempted"] == [
        {"reservation_id": held["id"], "lines": [{"sku": "P", "quantity": 3}],
         **({"order_id": None} if "order_id" in planned["preempted"][0] else {})}]
    shop.assert_stock(on_hand=10, reserved=8)
    assert shop.movements() == ledger and shop.position() == position
    shop.adjust(set_to=-1, dry_run=True).problem(422, "invalid_quantity")
    shop.adjust(delta=-11, dry_run=True).problem(409, "negative_stock")


def test_a_counter_sale_preempts_and_beyond_what_is_there_is_refused(shop):
    """`sold` is booked against reservations up to `on_hand`; above it the books were wrong."""
    held = shop.hold(("P", 8))
    sale = shop.adjust(delta=-5, reason="sold").expect(201)
    assert [one["reservation_id"] for one in sale["preempted"]] == [held["id"]]
    shop.assert_stock(on_hand=5, reserved=5, available=0)
    shop.adjust(delta=-6, reason="sold").problem(409, "negative_stock")


def test_a_kit_that_loses_a_part_shrinks_whole(tenant):
    """Whole kits go, the other components are freed, and the answer names the kit."""
    tenant.item("P", on_hand=4)
    tenant.item("Q", on_hand=9)
    tenant.item("K", on_hand=0, components=[
        {"sku": "P", "quantity": 2}, {"sku": "Q", "quantity": 1}])
    held = tenant.hold(("K", 2))
    count = tenant.adjust("P", set_to=3).expect(201)
    [lost] = count["preempted"]
    assert (lost["reservation_id"], lost["lines"]) == (held["id"], [{"sku": "K", "quantity": 1}])
    tenant.assert_stock("P", on_hand=3, reserved=2)
    tenant.assert_stock("Q", on_hand=9, reserved=1)


@pytest.mark.parametrize("line", [
    {"sku": "P"}, {"sku": "P", "delta": 1, "set_to": 1}, {"delta": 1}, {"sku": 5, "delta": 1}])
def test_a_line_says_what_to_do(shop, line):
    """Neither or both of `delta` and `set_to`, or no item: 422."""
    adjust(shop, line).problem(422)
    shop.assert_stock(on_hand=10)
