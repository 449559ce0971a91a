"""P. Three equal processes over one PostgreSQL: the same promises."""

import collections
import threading
import time

import pytest

from support.client import Client
from support.polling import eventually
from support.server import Server
from support.sse import EventStream
from support.store import Cluster
from support.tenant import Tenant
from support.together import at_once, spread

# A process with nothing to decide asks every 100 ms what the others did.
LAG_SECONDS = 5


@pytest.fixture(scope="module")
def trio(tmp_path_factory):
    """Three processes over one database; the first made it."""
    with Cluster(tmp_path_factory.mktemp("trio")) as cluster:
        database = ["--database", cluster.make_database()]
        servers = [
            Server(tmp_path_factory.mktemp(f"process-{n}"), database=database) for n in range(3)]
        try:
            for server in servers:
                server.start()
            yield servers
            codes = [server.stop() for server in servers]
            assert codes == [0, 0, 0], [server.output for server in servers]
            servers[0].assert_verified()
        finally:
            for server in servers:
                server.stop()


@pytest.fixture
def shops(trio):
    """A new tenant with 100 of P, as each of the three processes knows it."""
    made = Tenant.made_by(trio[0])
    account = {"id": made.id, "secret_key": made.key, "publishable_key": made.public.key}
    known = [Tenant(server, account) for server in trio]
    made.item("P", on_hand=100)
    for shop in known:
        eventually(lambda: knows_the_item(shop), LAG_SECONDS, "the tenant and its item")
    return known


def knows_the_item(shop):
    """Whether a process has followed as far as the item's stock; it may know the tenant before."""
    answer = shop.get("/v1/stock", query={"sku": "P"})
    return answer.status == 200 and [row["available"] for row in answer["data"]] == [100]


def at_rest(shops, **expected):
    """Waits until each process says the same of P."""
    for shop in shops:
        eventually(lambda: {name: shop.stock()[name] for name in expected} == expected,
                   LAG_SECONDS, f"{expected}, not {shop.stock()}")


def test_P1_a_thousand_buyers_at_three_processes_a_hundred_units(shops):
    """Of 1,000 reservations of 1 over all three, 100 get 201, 900 get 409, nobody else anything."""
    answers = spread(lambda n: shops[n % 3].reserve("P", holder=f"buyer-{n}"), range(1000))
    assert collections.Counter(answer.status for answer in answers) == {201: 100, 409: 900}
    at_rest(shops, available=0, reserved=100, on_hand=100)


def test_P1_a_key_at_three_processes_at_once_has_one_effect(shops):
    """All three give one reservation; each answer is the same to the byte."""
    for turn in range(20):
        answers = at_once(*[
            lambda shop=shop: shop.reserve("P", idempotency_key=f"turn-{turn}") for shop in shops])
        assert {answer.status for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == 1
        assert sum(answer.replayed for answer in answers) == 2
    at_rest(shops, available=80, reserved=20)


def test_what_one_process_reserved_another_pays_and_a_third_ships(shops):
    """And the first then finds nothing left to cancel."""
    held = shops[0].reserve("P").expect(201)["id"]
    shops[1].post(f"/v1/reservations/{held}/commit", {}).expect(200)
    shops[2].post(f"/v1/reservations/{held}/ship", {}).expect(200)
    shops[0].post(f"/v1/reservations/{held}/cancel", {}).problem(409, None)
    at_rest(shops, available=99, on_hand=99, reserved=0, committed=0)


def test_an_expiry_frees_the_units_at_every_process(trio, shops):
    """The clock that one is moved by is the clock of all."""
    shops[0].reserve({"sku": "P", "quantity": 100}, ttl_seconds=60).expect(201)
    shops[1].reserve("P").refused("out_of_stock")
    moved = trio[2].clock.advance(61)
    eventually(lambda: trio[1].clock.now() == moved, LAG_SECONDS, "the clock of all")
    shops[1].reserve({"sku": "P", "quantity": 100}).expect(201)
    at_rest(shops, available=0, reserved=100)


def test_a_key_that_one_process_revoked_opens_nothing_anywhere_within_5_seconds(shops):
    """It opened all three before."""
    made = shops[1].api_key("stock:read")
    doors = [Client(shop.server, made["secret"]) for shop in shops]
    for door in doors:
        eventually(lambda: door.get("/v1/stock", query={"sku": "P"}).status == 200, LAG_SECONDS,
                   "the new key is known")
    shops[0].delete(f"/v1/api-keys/{made['id']}").expect(204)
    for door in doors:
        eventually(lambda: door.get("/v1/stock", query={"sku": "P"}).status == 401, 5,
                   "the revoked key is refused")


def test_a_stream_goes_on_at_another_process_where_it_was_cut(shops):
    """Every event once and in order, whoever made it and whoever tells of it."""
    seen = []
    for turn, shop in enumerate([*shops, *shops]):
        headers = {"Last-Event-ID": seen[-1]} if seen else {}
        with EventStream(shop, "/v1/events/stream", headers=headers) as stream:
            shops[(turn + 1) % 3].reserve("P").expect(201)
            # What follows the last of these is told by the next stream.
            while True:
                event = stream.next(within=LAG_SECONDS)
                seen.append(event["id"])
                if event["event"] == "reservation.created":
                    break
    positions = [int(position) for position in seen]
    assert positions == list(range(positions[0], positions[0] + len(positions)))


def test_a_process_killed_amid_sales_takes_no_answer_with_it(trio, shops):
    """What it had acknowledged stands; the others go on, and it finds all of it when it is back."""
    acknowledged, ends = [], threading.Event()

    def sell(n):
        while not ends.is_set():
            try:
                answer = shops[n % 3].reserve("P", ttl_seconds=3600)
            except OSError:
                return
            if answer.status != 201:
                return
            acknowledged.append(answer["id"])

    sellers = [threading.Thread(target=sell, args=(n,)) for n in range(6)]
    for seller in sellers:
        seller.start()
    eventually(lambda: len(acknowledged) > 20, 30, "some sales")
    trio[2].kill()
    time.sleep(0.3)
    ends.set()
    for seller in sellers:
        seller.join()
    trio[2].start()
    kept = {row["id"] for row in shops[0].all("/v1/reservations")}
    assert set(acknowledged) <= kept
    at_rest(shops, available=100 - len(kept), reserved=len(kept))
