"""`/v1/reservations`: making, reading, changing, releasing."""

import pytest

from support.moments import after
from support.tenant import as_lines, lifetime, quantities, sources

DAY = 86400


def test_the_answer_has_every_member_of_the_contract(shop):
    """201 with the reservation; reading it gives the same."""
    fields = {"holder": "h", "channel": "online", "metadata": {"note": "x", "n": 1}}
    made = shop.reserve(("P", 2), **fields).expect(201)
    held = made.json
    assert held["id"].startswith("res_")
    assert set(held) == {
        "id", "state", "kind", "holder", "channel", "lines", "created_at", "expires_at",
        "ended_at", "order_id", "replaces", "metadata", "version"}
    assert {name: held[name] for name in fields} == fields
    assert (held["state"], held["kind"]) == ("active", "checkout")
    assert (held["ended_at"], held["order_id"], held["replaces"]) == (None, None, None)
    assert held["lines"] == [{
        "sku": "P", "quantity": 2, "requested": 2, "committed": 0, "shipped": 0, "short": 0,
        "backordered": 0, "cancelled": 0,
        "allocations": [{"location": "main", "quantity": 2}]}]
    assert shop.reservation(held["id"]) == held
    assert int(made.headers["Holdfast-Position"]) >= 1


@pytest.mark.parametrize(("kind", "seconds"), [("cart", 900), ("checkout", 1800)])
def test_the_kind_sets_the_default_time_to_live(shop, kind, seconds):
    """A cart lives 15 minutes, a checkout 30."""
    assert lifetime(shop.hold("P", kind=kind)) == seconds


def test_an_order_has_no_expiry_of_its_own(shop):
    """Kind `order` holds until it is paid or cancelled, or as long as it was asked for."""
    assert shop.hold("P", kind="order")["expires_at"] is None
    assert lifetime(shop.hold("P", kind="order", ttl_seconds=60)) == 60


@pytest.mark.parametrize(("kind", "most"), [
    ("cart", 3600), ("checkout", 86460), ("abandoned_cart", 30 * DAY), ("order", 30 * DAY)])
def test_the_time_to_live_has_bounds(shop, kind, most):
    """From 1 second to the kind's own maximum; beyond it is 422."""
    for seconds in (1, most):
        held = shop.hold("P", kind=kind, ttl_seconds=seconds)
        assert lifetime(held) == seconds
    for seconds in (0, -1, most + 1, 10**18):
        shop.reserve("P", kind=kind, ttl_seconds=seconds).invalid("ttl_seconds")
        shop.change(held["id"], ttl_seconds=seconds).invalid("ttl_seconds")


def test_each_line_that_failed_is_named(shop):
    """One error per failing line with what was asked and what there is; nothing is held."""
    shop.item("EMPTY", on_hand=0)
    refusal = shop.reserve("P", ("NOBODY", 2), ("EMPTY", 3), ("P", 10))
    errors = refusal.refused("unknown_sku", "out_of_stock", "insufficient_stock")
    assert [error["index"] for error in errors] == [1, 2, 3]
    assert [error["sku"] for error in errors] == ["NOBODY", "EMPTY", "P"]
    assert [error["requested"] for error in errors] == [2, 3, 10]
    shop.assert_stock(reserved=0)


def test_partial_takes_what_is_there(shop):
    """A line gets what there is; `requested` remembers what was asked."""
    held = shop.hold(("P", 12), mode="partial")
    [line] = held["lines"]
    assert (line["quantity"], line["requested"]) == (10, 12)
    shop.assert_stock(available=0, reserved=10)
    shop.reserve("P", mode="partial").refused("out_of_stock")


def test_200_lines_are_taken_and_201_are_not(tenant):
    """More than 200 lines: 422 `too_many_lines`; lines of one item are never merged."""
    tenant.item("P", on_hand=300)
    held = tenant.hold(*["P"] * 200)
    assert quantities(held) == [1] * 200
    tenant.reserve(*["P"] * 201).problem(422, "too_many_lines")
    tenant.assert_stock(reserved=200)


def test_a_line_may_name_its_location(tenant):
    """By code or id; it is served from there only, and before the lines that name none."""
    tenant.two_locations(5, 5)
    [b] = [one for one in tenant.all("/v1/locations") if one["code"] == "B"]
    for name in ("B", b["id"]):
        held = tenant.hold({"sku": "P", "quantity": 1, "location": name})
        assert sources(held) == {"B": 1}
    both = tenant.hold(("P", 6), {"sku": "P", "quantity": 1, "location": "B"})
    assert sources(both, 1) == {"B": 1}
    assert sources(both, 0) == {"A": 5, "B": 1}
    unknown = tenant.reserve({"sku": "P", "quantity": 1, "location": "nowhere"})
    unknown.problem(422, "unknown_location")


def test_a_location_serves_its_channels_only(tenant):
    """What stands where `online` is not served cannot be promised online."""
    tenant.location("shed", channels=["showroom"])
    tenant.item("P", on_hand=5, location="shed")
    tenant.reserve("P", channel="online").refused("out_of_stock")
    assert sources(tenant.hold("P", channel="showroom")) == {"shed": 1}


def test_lists_filter_by_what_the_reference_names(shop):
    """By state, kind, sku, holder, and how soon they expire."""
    shop.item("Q", on_hand=5)
    cart = shop.hold("P", kind="cart", holder="ann")
    order = shop.hold("Q", kind="order", holder="bob")
    gone = shop.hold("P", "Q", ttl_seconds=60)
    soon = shop.hold("P", ttl_seconds=120)
    shop.release(gone["id"])

    def found(**query):
        return {one["id"] for one in shop.all("/v1/reservations", **query)}

    assert found(state="active") == {cart["id"], order["id"], soon["id"]}
    assert found(state="released") == {gone["id"]}
    assert found(kind="cart") == {cart["id"]}
    assert found(sku="Q") == {order["id"], gone["id"]}
    assert found(holder="bob") == {order["id"]}
    assert found(expiring_within_seconds=120) == {soon["id"]}
    assert found(kind="cart", state="released") == set()
    shop.lapse(soon)
    assert found(state="expired") == {soon["id"]}
    assert found(state="active") == {cart["id"], order["id"]}


def test_a_change_sets_the_time_left_from_now(shop):
    """Longer or shorter, the units unchanged; each change raises the version."""
    held = shop.hold(("P", 2))
    shop.server.clock.advance(10)
    shorter = shop.change(held["id"], ttl_seconds=5).expect(200)
    assert shorter["expires_at"] == after(held["created_at"], 15)
    assert shorter["version"] > held["version"]
    longer = shop.change(held["id"], ttl_seconds=5000).expect(200)
    assert longer["expires_at"] == after(held["created_at"], 5010)
    assert quantities(longer) == [2]


def test_a_kind_is_raised_and_never_lowered(shop):
    """cart to checkout to order; the other way is ignored."""
    held = shop.hold("P", kind="cart")
    assert shop.change(held["id"], kind="checkout").expect(200)["kind"] == "checkout"
    assert shop.change(held["id"], kind="cart").expect(200)["kind"] == "checkout"
    assert shop.change(held["id"], kind="order").expect(200)["kind"] == "order"


def test_lines_of_a_change_are_the_whole_set(shop):
    """What is not named is given back, what is new is taken, all or nothing."""
    shop.item("Q", on_hand=2)
    held = shop.hold(("P", 4))
    changed = shop.change(held["id"], lines=as_lines(("P", 1), ("Q", 2))).expect(200)
    assert quantities(changed) == [1, 2]
    refusal = shop.change(held["id"], lines=as_lines(("P", 10), ("Q", 3)))
    assert [error["index"] for error in refusal.refused("insufficient_stock")] == [1]
    assert shop.reservation(held["id"])["lines"] == changed["lines"]
    shop.change(held["id"], lines=as_lines("Q")).expect(200)
    shop.assert_stock("P", reserved=0)
    shop.assert_stock("Q", reserved=1)


def test_a_change_of_one_that_ended_is_refused(shop):
    """Released or committed: 409 `reservation_not_active`."""
    released = shop.hold("P")
    shop.release(released["id"])
    committed = shop.hold("P")
    shop.commit(committed["id"])
    for id in (released["id"], committed["id"]):
        shop.change(id, ttl_seconds=60).problem(409, "reservation_not_active")
        shop.change(id, lines=as_lines(("P", 2))).problem(409, "reservation_not_active")


def test_a_change_of_a_replaced_one_goes_to_its_replacement(shop):
    """Expired and extended before: the change answers the replacement, and makes no third."""
    old = shop.hold("P", ttl_seconds=60)
    shop.lapse(old)
    new = shop.change(old["id"], ttl_seconds=60).expect(201)
    again = shop.change(old["id"], ttl_seconds=120).expect(200, 201)
    assert again["id"] == new["id"]
    assert lifetime(again) == 120
    shop.assert_stock(reserved=1)
    committed = shop.act(old["id"], "commit").expect(200, 201)
    assert committed["id"] == new["id"]
    shop.assert_stock(reserved=0, committed=1)


def test_releasing_is_harmless_when_repeated(shop):
    """200 and unchanged on one that ended; 409 on a committed one."""
    held = shop.hold(("P", 3))
    released = shop.release(held["id"])
    assert released["state"] == "released" and released["ended_at"]
    shop.assert_stock(reserved=0, available=10)
    assert shop.release(held["id"]) == released

    lapsed = shop.hold("P", ttl_seconds=1)
    shop.lapse(lapsed)
    assert shop.release(lapsed["id"])["state"] == "expired"

    committed = shop.hold("P")
    shop.commit(committed["id"])
    shop.act(committed["id"], "release").problem(409, "reservation_not_active")
    shop.assert_stock(reserved=0, committed=1)


def test_abandoned_carts_hold_at_most_their_part(shop):
    """Of 10 they may hold 8 (80%); the cart that crosses the line holds what is below it."""
    first = shop.hold(("P", 5), kind="abandoned_cart")
    assert quantities(first) == [5]
    second = shop.hold(("P", 5), kind="abandoned_cart")
    [line] = second["lines"]
    assert (line["quantity"], line["requested"]) == (3, 5)
    shop.assert_stock(reserved=8, available=2)


def test_a_backorder_has_a_limit(tenant):
    """Units beyond what is there are `backordered` up to the policy's limit, in no level."""
    tenant.item("P", on_hand=2, backorder={"policy": "allow", "limit": 5})
    held = tenant.hold(("P", 6))
    assert held["lines"][0]["backordered"] == 4
    tenant.assert_stock(reserved=2, available=0, backordered=4)
    tenant.reserve(("P", 2)).problem(409, "insufficient_stock")
    tenant.hold("P")
    tenant.assert_stock(reserved=2, backordered=5)
    tenant.release(held["id"])
    tenant.assert_stock(backordered=1)


@pytest.mark.parametrize(("body", "field"), [
    ({}, "lines"),
    ({"lines": []}, "lines"),
    ({"lines": "P"}, "lines"),
    ({"lines": [{"quantity": 1}]}, "lines[0].sku"),
    ({"lines": as_lines("P"), "holder": "x" * 201}, "holder"),
    ({"lines": as_lines("P"), "kind": "gift"}, "kind"),
    ({"lines": as_lines("P"), "mode": "some"}, "mode"),
    ({"lines": as_lines("P"), "ttl_seconds": "60"}, "ttl_seconds"),
    ({"lines": as_lines("P"), "metadata": "text"}, "metadata")])
def test_a_bad_field_is_named_by_its_path(shop, body, field):
    """422 `invalid_field` with the path of the field in `errors`."""
    shop.post("/v1/reservations", body).invalid(field)
    shop.assert_stock(reserved=0)


@pytest.mark.parametrize(("action", "body"), [
    ("change", {"ttl_seconds": 60}), ("commit", {}), ("ship", {}), ("cancel", {}),
    ("release", None)])
def test_if_match_guards_a_reservation(shop, action, body):
    """What is not as the caller knows it is left alone: 412, and then with the right tag 200."""
    id = shop.hold(("P", 2))["id"]
    if action in ("ship", "cancel"):
        shop.commit(id)
    path = f"/v1/reservations/{id}"
    answer = shop.get(path).expect(200)
    before, tag = answer.json, answer.headers["ETag"]

    def act(tag):
        headers = {"If-Match": tag}
        if action == "change":
            return shop.patch(path, body, headers=headers)
        return shop.post(f"{path}/{action}", body, headers=headers)

    act('"999"').problem(412, "version_conflict")
    assert shop.reservation(id) == before
    after = act(tag).expect(200)
    assert after["version"] == before["version"] + 1
    act(tag).problem(412, "version_conflict")
    shop.post("/v1/reservations/res_AAAAAAAAAAAAA/release", headers={"If-Match": tag}).problem(404)


def test_if_match_guards_a_session(shop):
    """`PUT` and `DELETE` of a holder's reservation take it too; `*` asks that there is one."""
    path, wish = "/v1/holders/h/reservation", {"lines": [{"sku": "P", "quantity": 1}]}
    shop.put(path, wish, headers={"If-Match": "*"}).problem(412, "version_conflict")
    tag = shop.put(path, wish).expect(201).headers["ETag"]
    more = {"lines": [{"sku": "P", "quantity": 2}]}
    shop.put(path, more, headers={"If-Match": tag}).expect(200)
    shop.put(path, wish, headers={"If-Match": tag}).problem(412, "version_conflict")
    shop.delete(path, headers={"If-Match": tag}).problem(412, "version_conflict")
    shop.delete(path, headers={"If-Match": "*"}).expect(204)


def test_a_replaced_reservation_is_given_back_by_its_first_name(serve, open_shop):
    """Extended after its expiry it goes on under a new id; `If-Match` and `release` by the first
    name mean the one that holds."""
    shop = open_shop(serve("--test-clock"))
    shop.item("P", on_hand=10)
    first = shop.hold(("P", 2), ttl_seconds=60)["id"]
    shop.server.clock.advance(60)
    path = f"/v1/reservations/{first}"
    renewed = shop.patch(path, {"ttl_seconds": 60}).expect(201)
    assert renewed["id"] != first
    stale, tag = {"If-Match": '"999"'}, {"If-Match": renewed.headers["ETag"]}
    shop.patch(path, {"ttl_seconds": 90}, headers=stale).problem(412, "version_conflict")
    shop.patch(path, {"ttl_seconds": 90}, headers=tag).expect(200)
    shop.patch(path, {"ttl_seconds": 99}, headers=tag).problem(412, "version_conflict")
    assert shop.release(first)["id"] == renewed["id"]
    shop.assert_stock("P", available=10, reserved=0)
