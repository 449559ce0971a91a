"""E. Carts and kits: E1 to E3, E6 and E7."""

from support.tenant import as_lines, quantities
from support.together import spread


def indexes(errors):
    """Which lines were named."""
    return [error["index"] for error in errors]


def test_E1_two_lines_of_one_item_share_its_stock(tenant):
    """Two lines of 1 of the last unit: the second is refused, nothing held; `partial` is 1, 0."""
    tenant.item("P", on_hand=1)
    refusal = tenant.reserve("P", "P").problem(409, "insufficient_stock")
    assert indexes(refusal["errors"]) == [1]
    tenant.assert_stock(reserved=0, available=1)
    partial = tenant.hold("P", "P", mode="partial")
    assert quantities(partial) == [1, 0]
    tenant.assert_stock(reserved=1, available=0)


def kit_of_two_p_and_one_q(tenant, p, q):
    """P and Q with these units, and K = 2 P + 1 Q."""
    tenant.item("P", on_hand=p)
    tenant.item("Q", on_hand=q)
    tenant.item("K", on_hand=0, components=as_lines(("P", 2), "Q"))


def test_E2_a_kit_is_worth_its_scarcest_part(tenant):
    """P 5 and Q 9 make 2 K; 2 K reserved leave P 1, Q 7, K 0; the single P can be reserved."""
    kit_of_two_p_and_one_q(tenant, 5, 9)
    assert tenant.available("K") == 2
    held = tenant.hold(("K", 2))
    allocated = {one["sku"]: one["quantity"] for one in held["lines"][0]["allocations"]}
    assert allocated == {"P": 4, "Q": 2}
    assert [tenant.available(sku) for sku in ("P", "Q", "K")] == [1, 7, 0]
    tenant.hold("P")
    assert tenant.available("P") == 0


def test_E3_a_kit_and_its_part_are_judged_together(tenant):
    """Of P 3, K 1 + P 2 need 4, though each alone fits: 409, nothing held."""
    kit_of_two_p_and_one_q(tenant, 3, 9)
    refusal = tenant.reserve("K", ("P", 2)).problem(409, "insufficient_stock")
    assert indexes(refusal["errors"]) == [1]
    assert [tenant.stock(sku)["reserved"] for sku in ("P", "Q")] == [0, 0]
    tenant.hold("K", "P")
    assert [tenant.available(sku) for sku in ("P", "Q")] == [0, 8]


def test_E6_one_holders_limit_is_not_anothers(tenant):
    """A holder at the limit of 5 is refused one more; 100 others get their 5; giving 1 back
    makes room for 1."""
    tenant.item("P", on_hand=1000)
    tenant.settings(holder_limit=5)
    three = tenant.hold(("P", 3), holder="greedy")
    tenant.hold(("P", 2), holder="greedy")
    tenant.reserve("P", holder="greedy").refused("holder_limit")
    tenant.assert_stock(reserved=5)

    answers = spread(lambda n: tenant.reserve(("P", 5), holder=f"other-{n}"), range(100))
    assert {answer.status for answer in answers} == {201}
    tenant.assert_stock(reserved=505)

    tenant.change(three["id"], lines=as_lines(("P", 2))).expect(200)
    tenant.hold("P", holder="greedy")
    tenant.reserve("P", holder="greedy").refused("holder_limit")


def test_E6_a_page_cannot_reserve_by_post(shop):
    """`POST /v1/reservations` with a publishable key is 403."""
    body = {"lines": as_lines("P"), "holder": "a-holder-of-enough-length"}
    shop.public.post("/v1/reservations", body).problem(403, "forbidden")
    shop.assert_stock(reserved=0)


def test_E7_unknown_sku_comes_before_the_limit_and_the_limit_before_the_stock(tenant):
    """Limit 5: 6 unknown `unknown_sku`; 6 of nothing `holder_limit`; 5 of nothing
    `out_of_stock`."""
    tenant.settings(holder_limit=5)
    tenant.item("NONE", on_hand=0)
    tenant.reserve(("NOBODY-HAS-IT", 6), holder="h").refused("unknown_sku")
    tenant.reserve(("NONE", 6), holder="h").refused("holder_limit")
    tenant.reserve(("NONE", 5), holder="h").refused("out_of_stock")


def share_with_the_showroom(tenant, showroom):
    """100 on hand, online at 0.40 with 38 held, and so many held by the showroom."""
    tenant.item("P", on_hand=100)
    tenant.allocate({"channel": "online", "share": 0.40})
    tenant.hold(("P", 38))
    tenant.hold(("P", showroom), channel="showroom")


def test_E7_missing_units_come_before_a_missing_share(tenant):
    """3 free of which online may promise 2: 4 `insufficient_stock`; 3 `allocation_exhausted`;
    2 succeeds."""
    share_with_the_showroom(tenant, 59)
    [error] = tenant.reserve(("P", 4)).refused("insufficient_stock")
    assert (error["requested"], error["available"]) == (4, 2)
    [error] = tenant.reserve(("P", 3)).refused("allocation_exhausted")
    assert (error["requested"], error["available"]) == (3, 2)
    tenant.hold(("P", 2))


def test_E7_nothing_free_is_out_of_stock_whatever_the_share(tenant):
    """With 62 held by the showroom, 1 wanted online is `out_of_stock`."""
    share_with_the_showroom(tenant, 62)
    [error] = tenant.reserve("P").refused("out_of_stock")
    assert error["available"] == 0
