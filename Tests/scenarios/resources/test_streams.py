"""Streams of events: how they are kept alive, resumed, and cut where nobody reads."""

import threading
import time
from contextlib import ExitStack

import pytest

from support.polling import eventually
from support.sse import EventStream
from support.tenant import Tenant
from support.together import spread

EVENTS = "/v1/events/stream"
HEARTBEAT_SECONDS = 15
PATIENCE_SECONDS = 5
KEPT_SECONDS = 7 * 86_400
# What the server and the systems of both sides may keep for a reader that does not read.
KEPT_BYTES = 512 << 10


class Listener(threading.Thread):
    """Listens to a stream of which nothing is expected but its heartbeat."""

    def __init__(self, client, path):
        super().__init__(daemon=True)
        self.stream = EventStream(client, path).__enter__()
        self.begun = time.monotonic()
        self.heard = b""
        self.seconds = None
        self.start()

    def run(self):
        """Notes what comes until there is a ping, and after how long it came."""
        try:
            while b"event: ping" not in self.heard:
                self.heard += self.stream.receive(within=2 * HEARTBEAT_SECONDS)
            self.seconds = time.monotonic() - self.begun
        except (EOFError, TimeoutError):
            pass


@pytest.fixture(scope="module", autouse=True)
def listeners(server):
    """Two streams that are open while the other tests of this module run."""
    quiet = Tenant.made_by(server)
    quiet.item("P", on_hand=1)
    running = [
        Listener(quiet, EVENTS), Listener(quiet.public, "/v1/stock/stream?sku=P")]
    yield running
    for one in running:
        one.stream.__exit__()


def positions(events):
    """Where in the log these events of a stream stand."""
    return [int(event["id"]) for event in events]


def test_a_reader_that_does_not_read_is_cut_and_the_others_go_on(serve, open_shop):
    """What waits for it is bounded, and is given up after 5 seconds; it resumes without a loss."""
    tenant = open_shop(serve())
    skus = tenant.many_items()
    start = tenant.position()
    asleep = EventStream(tenant, EVENTS, receive_buffer=4096)
    with asleep, EventStream(tenant, EVENTS) as reader:
        seen, sent = [], 0
        while sent < 2 * KEPT_BYTES:
            tenant.receive_each(skus)
            seen += reader.take(len(skus))
            sent += sum(len(str(event)) for event in seen[-len(skus):])
        eventually(
            lambda: tenant.server.metric("holdfast_streams_open") == 1, PATIENCE_SECONDS + 5,
            "the reader that does not read is cut")
        tenant.receive_each(skus)
        seen += reader.take(len(skus))
        assert positions(seen) == list(range(start + 1, start + 1 + len(seen)))
        got = asleep.what_is_left()
    assert sum(len(str(event)) for event in got) <= KEPT_BYTES
    headers = {"Last-Event-ID": got[-1]["id"]}
    with EventStream(tenant, EVENTS, headers=headers) as awake:
        got += awake.take(len(seen) - len(got), within=20)
    assert got == seen


def test_one_request_that_changes_a_thousand_items_reaches_every_reader(tenant):
    """More than a stream's buffer at once: whoever reads is not cut, here or when it resumes."""
    skus = tenant.many_items()
    start = tenant.position()
    with ExitStack() as open_ones:
        streams = [open_ones.enter_context(EventStream(tenant, EVENTS)) for _ in range(3)]
        tenant.receive_each(skus)
        tenant.receive_each(skus)
        log = tenant.events(after=start)
        assert len(log) == 2 * len(skus)
        headers = {"Last-Event-ID": str(start)}
        streams.append(open_ones.enter_context(EventStream(tenant, EVENTS, headers=headers)))
        for stream in streams:
            assert [event["data"] for event in stream.take(len(log), within=20)] == log


def test_streams_that_resume_far_behind_meet_the_present_without_gap_or_duplicate(tenant):
    """From eight positions, thousands of events behind, while sales go on."""
    skus = tenant.many_items()
    for _ in range(3):
        tenant.receive_each(skus)
    tenant.item("P", on_hand=1000)
    here = tenant.position()
    behind = [1, 7, here // 3, here // 2, here - 1500, here - 400, here - 1, here]
    streams = [
        EventStream(tenant, EVENTS, headers={"Last-Event-ID": str(last)}) for last in behind]

    def sell():
        spread(lambda _: tenant.release(tenant.hold("P")["id"]), range(300), 4)
        tenant.hold("P", holder="the last one")

    def read(stream):
        got, deadline = [], time.monotonic() + 30
        with stream:
            while not got or "the last one" not in str(got[-1]):
                got.append(stream.next(within=deadline - time.monotonic()))
        return got

    seller = threading.Thread(target=sell)
    seller.start()
    got = spread(read, streams, len(streams))
    seller.join()
    log = tenant.events()
    for last, events in zip(behind, got, strict=True):
        assert positions(events) == list(range(last + 1, last + 1 + len(events)))
        assert [event["data"] for event in events] == log[last:last + len(events)]


def test_what_a_torn_off_client_says_goes_before_the_address_it_used(tenant):
    """`EventSource` opens the same address again: its `Last-Event-ID` counts, not `?after=`."""
    for number in range(3):
        tenant.item(f"item-{number}", on_hand=1)
    log = tenant.events()
    headers = {"Last-Event-ID": "2"}
    with EventStream(tenant, f"{EVENTS}?after=0", headers=headers) as stream:
        assert [event["data"] for event in stream.take(len(log) - 2)] == log[2:]


def test_a_position_older_than_what_is_kept_gets_a_reset(serve, open_shop):
    """After 7 days: a `reset` that names the log's last position, and then what comes."""
    tenant = open_shop(serve())
    tenant.item("OLD", on_hand=5)
    old = tenant.position()
    tenant.server.clock.advance(KEPT_SECONDS - 60)
    tenant.item("P", on_hand=10)
    tenant.server.clock.advance(60)
    eventually(
        lambda: tenant.get("/v1/events").expect(200)["data"][0]["position"] == old + 1, 10,
        "what is over 7 days old is dropped")
    log = tenant.events()
    for last in range(old):
        headers = {"Last-Event-ID": str(last)}
        with EventStream(tenant, EVENTS, headers=headers) as stream:
            reset = stream.next()
            assert reset["event"] == "reset", f"after {last} of {old}"
            assert int(reset["id"]) == reset["data"]["position"] == log[-1]["position"]
    with EventStream(tenant, f"{EVENTS}?after=0") as stream:
        assert stream.next()["event"] == "reset"
        tenant.hold("P")
        assert positions([stream.next()]) == [log[-1]["position"] + 1]
    with EventStream(tenant, f"{EVENTS}?after={old}") as stream:
        assert [event["data"] for event in stream.take(len(log))] == log


def test_a_quiet_stream_has_a_heartbeat(listeners):
    """After 15 s a comment and a named `ping`, on both kinds of stream."""
    for one in listeners:
        one.join(2 * HEARTBEAT_SECONDS)
        assert one.seconds is not None, one.heard
        assert HEARTBEAT_SECONDS - 1.5 <= one.seconds <= HEARTBEAT_SECONDS + 5
        blocks = one.heard.decode().split("\n\n")
        ping = next(number for number, text in enumerate(blocks) if "event: ping" in text)
        assert blocks[ping - 1].startswith(":"), blocks
        assert "event: stock" in one.heard.decode() or "event:" not in "".join(blocks[:ping])
