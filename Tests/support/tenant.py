"""A merchant's account for one test: its keys, and the few steps that most rules begin with."""

import itertools

from support.client import Client, segment
from support.moments import milliseconds
from support.together import spread

QUANTITIES = ("on_hand", "reserved", "committed", "unavailable", "incoming", "safety_stock")

_names = itertools.count(1)


class Tenant(Client):
    """A client with a tenant's secret key; `public` is one with its publishable key."""

    def __init__(self, server, account):
        super().__init__(server, account["secret_key"])
        self.id = account["id"]
        self.public = Client(server, account["publishable_key"])

    @staticmethod
    def made_by(server, **fields):
        """A new tenant of `server`."""
        body = {"name": f"Shop {next(_names)}", **fields}
        return Tenant(server, server.root.post("/v1/tenants", body).expect(201).json)

    # What there is

    def item(self, sku="P", on_hand=10, location=None, **fields):
        """Makes an item and puts `on_hand` units of it at `location` (else `main`)."""
        body = {"title": f"Item {sku}", **fields}
        made = self.put(f"/v1/items/{segment(sku)}", body).expect(201)
        if on_hand:
            self.receive(sku, on_hand, location, reason="initial")
        return made

    def location(self, code, **fields):
        """Makes a location; priority 1 is before the default of 100."""
        return self.post("/v1/locations", {"code": code, "name": code, **fields}).expect(201)

    def two_locations(self, first, second, sku="P"):
        """Locations A (first by priority) and B with these units of `sku`; nothing at `main`."""
        self.location("A", priority=1, channels=["online"])
        self.location("B", priority=2, channels=["online"])
        self.item(sku, on_hand=first, location="A")
        if second:
            self.receive(sku, second, "B")

    def receive(self, sku, units, location=None, reason="received"):
        """Adds `units` to what is on hand."""
        return self.adjust(sku, delta=units, location=location, reason=reason).expect(201)

    def many_items(self, count=1000):
        """Makes so many items without stock; their skus."""
        skus = [f"MANY-{number:04}" for number in range(count)]
        spread(lambda sku: self.put(f"/v1/items/{sku}", {"title": sku}).expect(201), skus, 16)
        return skus

    def receive_each(self, skus):
        """Adds a unit of each of `skus` in one request: as many events in one commit."""
        body = {"lines": [{"sku": sku, "delta": 1} for sku in skus], "reason": "received"}
        return self.post("/v1/stock/adjustments", body).expect(201)

    def adjust(self, sku="P", *, reason="counted", location=None, reference=None, dry_run=None,
               idempotency_key=None, **line):
        """The answer to an adjustment of one line (`delta` or `set_to`, `quantity`, `expected`)."""
        if location is not None:
            line["location"] = location
        body = {"lines": [{"sku": sku, **line}], "reason": reason}
        if reference is not None:
            body["reference"] = reference
        if dry_run is not None:
            body["dry_run"] = dry_run
        return self.post("/v1/stock/adjustments", body, idempotency_key=idempotency_key)

    def settings(self, **changes):
        """Changes settings."""
        return self.patch("/v1/settings", changes).expect(200)

    def allocate(self, *policies):
        """Puts the list of allocation policies."""
        return self.put("/v1/allocations", {"data": list(policies)}).expect(200)

    def api_key(self, *scopes, kind="secret", **fields):
        """A new API key: {"id", "secret" (its text, shown this once), "answer"}."""
        body = {"name": "for a test", "kind": kind, "scopes": list(scopes), **fields}
        answer = self.post("/v1/api-keys", body).expect(201)
        shown = [text for text in map(str, answer.json.values()) if text[:3] == "hf_"]
        return {"id": answer["id"], "secret": max(shown, key=len), "answer": answer}

    # What it says

    def stock(self, sku="P", channel=None):
        """The stock of one item, as a server sees it."""
        query = {"sku": sku, **({"channel": channel} if channel else {})}
        data = self.get("/v1/stock", query=query).expect(200)["data"]
        assert [entry["sku"] for entry in data] == [sku], data
        return data[0]

    def available(self, sku="P", channel=None):
        """How many units may be promised."""
        return self.stock(sku, channel)["available"]

    def level(self, location, sku="P"):
        """An item's quantities at one location; all 0 where it never had any."""
        levels = [one for one in self.stock(sku)["levels"] if one["location"] == location]
        return levels[0] if levels else {"available": 0, **dict.fromkeys(QUANTITIES, 0)}

    def assert_stock(self, sku="P", channel=None, **expected):
        """Fails where one of these quantities of the item is another."""
        stock = self.stock(sku, channel)
        assert {name: stock[name] for name in expected} == expected, stock

    def assert_level(self, location, sku="P", **expected):
        """Fails where one of these quantities at that location is another."""
        level = self.level(location, sku)
        assert {name: level[name] for name in expected} == expected, level

    def movements(self, **query):
        """The whole ledger under these filters."""
        return self.all("/v1/stock/movements", **query)

    def all(self, path, **query):
        """Every row of a list, following its cursors."""
        rows, query = [], {"limit": 200, **query}
        while True:
            page = self.get(path, query=query).expect(200)
            rows += page["data"]
            if page["next_cursor"] is None:
                return rows
            query["cursor"] = page["next_cursor"]

    def events(self, type=None, after=0):
        """The events since position `after`, oldest first."""
        rows = []
        while True:
            query = {"after": after, "limit": 200, **({"type": type} if type else {})}
            page = self.get("/v1/events", query=query).expect(200)["data"]
            rows += page
            if len(page) < 200:
                return rows
            after = page[-1]["position"]

    def position(self):
        """The position of the newest event, 0 where there is none."""
        return max((event["position"] for event in self.events()), default=0)

    # Reservations

    def reserve(self, *lines, idempotency_key=None, **fields):
        """The answer to a reservation of `lines`: skus (1 each), (sku, quantity) or objects."""
        body = {"lines": as_lines(*lines or ("P",)), **fields}
        return self.post("/v1/reservations", body, idempotency_key=idempotency_key)

    def hold(self, *lines, **fields):
        """The reservation that `reserve` makes; it must succeed."""
        return self.reserve(*lines, **fields).expect(201).json

    def reservation(self, id):
        """The reservation as it is now."""
        return self.get(f"/v1/reservations/{id}").expect(200).json

    def act(self, id, action, body=None, **options):
        """The answer to `commit`, `ship`, `cancel` or `release` of a reservation."""
        return self.post(f"/v1/reservations/{id}/{action}", {} if body is None else body, **options)

    def commit(self, id, **body):
        """The reservation, committed; it must not be a late commit."""
        return self.act(id, "commit", body).expect(200).json

    def release(self, id):
        """The reservation, released."""
        return self.act(id, "release").expect(200).json

    def change(self, id, **body):
        """The answer to a change of a reservation."""
        return self.patch(f"/v1/reservations/{id}", body)

    def lapse(self, reservation, seconds=0):
        """Moves the server's clock to the expiry of `reservation`, or `seconds` beyond it."""
        self.server.clock.set_after(reservation["expires_at"], seconds)


def as_lines(*lines):
    """Lines of a request: "P" is one unit, ("P", 3) is three, an object stands as it is."""
    return [
        line if isinstance(line, dict) else
        {"sku": line, "quantity": 1} if isinstance(line, str) else
        {"sku": line[0], "quantity": line[1]}
        for line in lines]


def quantities(reservation):
    """The quantity of each line."""
    return [line["quantity"] for line in reservation["lines"]]


def sources(reservation, line=0):
    """Where the units of a line stand: {location: quantity}."""
    allocations = reservation["lines"][line]["allocations"]
    return {one["location"]: one["quantity"] for one in allocations}


def lifetime(reservation):
    """Seconds from a reservation's creation to its expiry."""
    life = milliseconds(reservation["expires_at"]) - milliseconds(reservation["created_at"])
    return life / 1000
