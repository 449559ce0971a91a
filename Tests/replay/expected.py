"""What a year of sales must come to, computed from the file alone, one line after the other.

Shares no code with `bench replay`: where both agree on every item, neither guessed.
usage: expected.py FILE.csv [PER_MILLE]
"""

import csv
import json
import sys
from decimal import Decimal

SERVICES = {"POST", "DOT", "M", "m", "C2", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK",
            "PADS"}


def kind_of(row):
    """`sale`, `returned`, `written_off`, `found`, or None for what is not about stock."""
    if row["InvoiceNo"].startswith("A"):
        return None
    if row["StockCode"] in SERVICES or row["StockCode"].startswith("gift_"):
        return None
    if row["InvoiceNo"].startswith("C"):
        return "returned"
    if int(row["Quantity"]) < 0:
        return "written_off"
    if Decimal(row["UnitPrice"]) == 0 and not row["CustomerID"]:
        return "found"
    return "sale"


def read(path):
    """The lines about stock, in the order of the file: (sku, kind, units)."""
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = kind_of(row)
            if kind:
                yield row["StockCode"], kind, abs(int(row["Quantity"]))


def need(lines):
    """The least opening stock of each item with which nothing that leaves finds too little."""
    level, lowest = {}, {}
    for sku, kind, units in lines:
        level[sku] = level.get(sku, 0) + (units if kind in ("returned", "found") else -units)
        lowest[sku] = min(lowest.get(sku, 0), level[sku])
    return {sku: -units for sku, units in lowest.items()}


def expected(lines, opening):
    """Each item's counts when whoever comes first is served, with what there is."""
    items = {}
    for sku, kind, units in lines:
        item = items.setdefault(sku, {
            "opening": opening[sku], "shipped": 0, "returned": 0, "written_off": 0, "found": 0,
            "on_hand": opening[sku], "asked": 0, "short": 0})
        if kind in ("returned", "found"):
            item[kind] += units
            item["on_hand"] += units
            continue
        taken = min(units, item["on_hand"])
        item["shipped" if kind == "sale" else kind] += taken
        item["on_hand"] -= taken
        item["asked"] += units if kind == "sale" else 0
        item["short"] += units - taken
    return items


def year(path, per_mille=1000):
    """The expected counts of each item with a share of the opening stock that the file needs."""
    lines = list(read(path))
    opening = {sku: units * per_mille // 1000 for sku, units in need(lines).items()}
    return expected(lines, opening)


if __name__ == "__main__":
    json.dump(year(sys.argv[1], int((sys.argv[2:] or ["1000"])[0])), sys.stdout, indent=1)
