"""Compares a restarted server with the journals that its clients kept outside."""

import urllib.parse

from harness import require
from shop import KEPT, OPENING, SKUS

STATES = {"active": "active", "committed": "committed", "released": "released",
          "shipped": "committed"}


class Tally:
    """What one run of a crash test counts; `lost` and `half` must stay 0."""

    def __init__(self):
        self.kills = self.acknowledged = self.lost = self.half = 0
        self.present = self.absent = self.refused = self.during_start = 0
        self.restarts_ms = []

    def losses(self):
        return self.lost + self.half


def reservation(connection, identifier):
    answer = connection.ask("GET", f"/v1/reservations/{identifier}")
    return answer.json() if answer.status == 200 else None


def step_of(found):
    """`active`, `committed`, `shipped` (every line), `released`, or `half` shipped."""
    if found["state"] != "committed":
        return found["state"]
    shipped = [line["shipped"] for line in found["lines"]]
    if not any(shipped):
        return "committed"
    full = all(line["shipped"] == line["quantity"] for line in found["lines"])
    return "shipped" if full else "half"


class Audit:
    """Looks up every acknowledged change and settles every indeterminate one."""

    def __init__(self, connection, tally):
        self.connection, self.tally, self.faults = connection, tally, []

    def fault(self, kind, message):
        setattr(self.tally, kind, getattr(self.tally, kind) + 1)
        self.faults.append(f"{kind}: {message}")

    def run(self, buyers, replays=True):
        """Audits the journals of `buyers` and empties them. Raises `Violation` on a fault."""
        for buyer in buyers:
            self._check_states(buyer)
        for buyer in buyers:
            if replays:
                self._check_replays(buyer)
            if buyer.pending:
                self._settle(buyer)
            self.tally.acknowledged += len(buyer.entries)
        self._check_totals([buyer.books for buyer in buyers])
        require(not self.faults, f"{len(self.faults)} faults: {'; '.join(self.faults[:5])}")

    def _check_states(self, buyer):
        """Every reservation that an acknowledged answer speaks of is there, and as far along."""
        doubtful = buyer.pending.target if buyer.pending else None
        touched = {entry.target for entry in buyer.entries if entry.target}
        touched |= set(buyer.open)
        for identifier in sorted(touched - {doubtful}):
            held = buyer.books.reservations[identifier]
            found = reservation(self.connection, identifier)
            if found is None:
                self.fault("lost", f"{identifier} ({held.state}) is not there")
                continue
            lines = {line["sku"]: line["quantity"] for line in found["lines"]}
            if step_of(found) != held.state or lines != held.lines:
                self.fault("lost", f"{identifier} is {step_of(found)} {lines}, "
                                   f"acknowledged {held.state} {held.lines}")

    def _check_replays(self, buyer):
        """The same key again gets the first answer, byte for byte, and has no second effect."""
        for entry in buyer.entries:
            again = self.connection.ask("POST", entry.path, entry.body, entry.key)
            same = again.status == entry.status and again.body == entry.answer
            if not (same and again.replayed):
                self.fault("lost", f"key {entry.key} ({entry.kind}): {entry.status}, then "
                                   f"{again.status} replayed={again.replayed} {again.body[:200]}")

    def _settle(self, buyer):
        """An indeterminate request took place wholly or not at all; then it is asked again."""
        entry = buyer.pending
        present = self.present(entry)
        again = self.connection.ask("POST", entry.path, entry.body, entry.key)
        if again.status not in KEPT:
            self.fault("half", f"key {entry.key} again: {again.status} {again.body[:200]}")
            return
        if present != again.replayed and (present or again.status in (200, 201)):
            self.fault("half", f"key {entry.key} ({entry.kind}): effect present={present}, "
                               f"but replayed={again.replayed}")
        entry.status, entry.answer = again.status, again.body
        buyer.settle(entry)
        if entry.succeeded and not self.present(entry):
            self.fault("half", f"key {entry.key} ({entry.kind}): answered again, no effect")
        if present:
            self.tally.present += 1
        else:
            self.tally.absent += 1

    def present(self, entry):
        if entry.kind == "reserve":
            return self._reservation_present(entry)
        if entry.kind == "adjust":
            return self._adjustment_present(entry)
        step = step_of(reservation(self.connection, entry.target) or {"state": "gone"})
        before = {"commit": "active", "release": "active", "ship": "committed"}[entry.kind]
        after = {"commit": "committed", "release": "released", "ship": "shipped"}[entry.kind]
        if step not in (before, after):
            self.fault("half", f"{entry.target} is {step} after an indeterminate {entry.kind}")
        return step == after

    def _reservation_present(self, entry):
        query = urllib.parse.urlencode({"holder": entry.body["holder"]})
        found = self.connection.ask("GET", f"/v1/reservations?{query}").json()["data"]
        if len(found) > 1:
            self.fault("half", f"{len(found)} reservations for key {entry.key}")
        for one in found:
            lines = {line["sku"]: line["quantity"] for line in one["lines"]}
            if lines != {line["sku"]: line["quantity"] for line in entry.body["lines"]}:
                self.fault("half", f"key {entry.key} holds {lines}")
        return bool(found)

    def _adjustment_present(self, entry):
        query = urllib.parse.urlencode({"reference": entry.body["reference"]})
        found = self.connection.ask("GET", f"/v1/stock/movements?{query}").json()["data"]
        if len(found) not in (0, len(entry.body["lines"])):
            self.fault("half", f"key {entry.key}: {len(found)} movements of "
                               f"{len(entry.body['lines'])}")
        return bool(found)

    def _check_totals(self, books):
        """Each item's quantities are the opening stock and what the journals add up to."""
        query = urllib.parse.urlencode([("sku", sku) for sku in SKUS])
        stock = self.connection.ask("GET", f"/v1/stock?{query}").json()["data"]
        actual = {row["sku"]: row for row in stock}
        for sku in SKUS:
            changes = [each.quantities(sku) for each in books]
            on_hand, reserved, committed = (sum(column) for column in zip(*changes))
            expected = (OPENING[sku] + on_hand, reserved, committed)
            row = actual[sku]
            counted = (row["on_hand"], row["reserved"], row["committed"])
            if counted != expected:
                self.fault("half", f"{sku} (on_hand, reserved, committed) is {counted}, "
                                   f"the journals say {expected}")
