"""The shop that the crash tests trade with: its items, its opening stock, and one buyer."""

import json
import random
import threading

from harness import Lost

PLENTY = [f"PLENTY-{n:02}" for n in range(16)]
SCARCE = [f"SCARCE-{n:02}" for n in range(4)]
SKUS = PLENTY + SCARCE
OPENING = {**{sku: 1_000_000 for sku in PLENTY}, **{sku: 40 for sku in SCARCE}}
TTL_SECONDS = 86_400
KEPT = (200, 201, 409, 422)


def open_shop(server):
    """Creates the items and receives their opening stock."""
    connection = server.connect()
    for sku in SKUS:
        answer = connection.ask("PUT", f"/v1/items/{sku}", {"title": sku})
        assert answer.status in (200, 201), answer.body
    lines = [{"sku": sku, "delta": units} for sku, units in OPENING.items()]
    answer = connection.ask(
        "POST", "/v1/stock/adjustments", {"lines": lines, "reason": "initial"}, "opening")
    assert answer.status == 201, answer.body
    connection.close()


class Entry:
    """One request as a client knows it: what it asked and, once acknowledged, the answer."""

    def __init__(self, kind, key, path, body, target=None):
        self.kind, self.key, self.path, self.body, self.target = kind, key, path, body, target
        self.status, self.answer = None, None

    @property
    def acknowledged(self):
        """Whether the answer is one that the server promises to keep."""
        return self.status in KEPT

    @property
    def succeeded(self):
        return self.status in (200, 201)


class Held:
    """A reservation as its client knows it. `state` also says `shipped`."""

    def __init__(self, lines):
        self.lines, self.state = lines, "active"


class Books:
    """What acknowledged answers say must be true: reservations by id, and adjustments."""

    def __init__(self):
        self.reservations, self.adjusted = {}, {}

    def apply(self, entry):
        """Takes over the effect of one acknowledged entry."""
        if not entry.succeeded:
            return
        if entry.kind == "reserve":
            lines = {line["sku"]: line["quantity"] for line in entry.body["lines"]}
            self.reservations[json.loads(entry.answer)["id"]] = Held(lines)
        elif entry.kind == "adjust":
            for line in entry.body["lines"]:
                sku = line["sku"]
                self.adjusted[sku] = self.adjusted.get(sku, 0) + line["delta"]
        else:
            states = {"commit": "committed", "release": "released", "ship": "shipped"}
            self.reservations[entry.target].state = states[entry.kind]

    def quantities(self, sku):
        """The pair of changes that this client made to (`on_hand`, `reserved`, `committed`)."""
        on_hand, reserved, committed = self.adjusted.get(sku, 0), 0, 0
        for held in self.reservations.values():
            units = held.lines.get(sku, 0)
            reserved += units if held.state == "active" else 0
            committed += units if held.state == "committed" else 0
            on_hand -= units if held.state == "shipped" else 0
        return on_hand, reserved, committed


class Buyer(threading.Thread):
    """One client with one connection: asks until the server is gone, and keeps the journal.

    `ask_next` runs in the thread or, where a test wants to count answers, in the caller's. An
    answer for which `too_late` holds counts as none.
    """

    def __init__(self, name, seed, books=None):
        super().__init__(daemon=True)
        self.label, self.random = name, random.Random(f"{seed}/{name}")
        self.books = books or Books()
        self.entries, self.pending, self.count = [], None, 0
        self.server, self.ending, self.connection = None, False, None
        self.open = []
        self.too_late = lambda: False

    def trade_with(self, server):
        self.server = server
        self.start()
        return self

    def run(self):
        try:
            self.connection = self.server.connect()
            while not self.ending:
                self.ask_next(self.connection)
        except Lost:
            pass

    def ask_next(self, connection):
        """Asks one thing; raises `Lost`, with `pending` set, where no answer came."""
        self.pending = entry = self._choose()
        answer = connection.ask("POST", entry.path, entry.body, entry.key)
        if self.too_late():
            raise Lost("answered when it was too late to count")
        entry.status, entry.answer = answer.status, answer.body
        if answer.status == 503:
            raise Lost("503: refused, or indeterminate")
        self.settle(entry)
        return entry

    def settle(self, entry):
        """Files an entry that has its answer."""
        self.pending = None
        self.entries.append(entry)
        self.books.apply(entry)
        if entry.kind == "reserve" and entry.succeeded:
            self.open.append(json.loads(entry.answer)["id"])

    def _choose(self):
        self.count += 1
        key = f"{self.label}-{self.count}"
        chance = self.random.random()
        if chance < 0.2:
            return self._adjustment(key)
        if chance < 0.55 and self.open:
            return self._next_step(key)
        skus = self.random.sample(SKUS, self.random.randint(1, 3))
        lines = [{"sku": sku, "quantity": self.random.randint(1, 3)} for sku in sorted(skus)]
        body = {"lines": lines, "holder": f"holder-{key}", "ttl_seconds": TTL_SECONDS}
        return Entry("reserve", key, "/v1/reservations", body)

    def _next_step(self, key):
        index = self.random.randrange(len(self.open))
        target = self.open[index]
        if self.books.reservations[target].state == "active":
            kind = self.random.choice(["commit", "release"])
        else:
            kind = "ship"
        if kind != "commit":
            self.open.pop(index)
        body = {"order_id": f"order-{key}"} if kind == "commit" else {}
        return Entry(kind, key, f"/v1/reservations/{target}/{kind}", body, target)

    def _adjustment(self, key):
        skus = self.random.sample(PLENTY, self.random.randint(1, 4))
        lines = [{"sku": sku, "delta": self.random.choice([-2, -1, 1, 3])} for sku in skus]
        body = {"lines": lines, "reason": "corrected", "reference": f"reference-{key}"}
        return Entry("adjust", key, "/v1/stock/adjustments", body)
