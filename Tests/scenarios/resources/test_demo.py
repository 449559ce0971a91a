"""The demo shop: filled while no server runs or by the server, and sound either way."""

import re

import pytest

from support.client import Client
from support.server import ROOT_KEY, Server, holdfast

KEYS = {"HOLDFAST_ROOT_KEY": ROOT_KEY}


@pytest.mark.parametrize("command", ["demo", "keys"])
def test_a_command_on_a_new_folder_leaves_a_sound_database(serve, tmp_path, command):
    """Exit 0, and `verify` finds nothing; again, it changes nothing that a server would miss."""
    for _ in range(2):
        done = holdfast(command, "--data", tmp_path / "data", **KEYS)
        assert done.returncode == 0 and done.stdout.strip(), done
        Server(tmp_path).assert_verified()


@pytest.mark.embedded
def test_the_demo_shop_can_be_served_and_sold_from(tmp_path):
    """Filled by `holdfast demo`: items with stock, a ledger, and a reservation like any other."""
    assert holdfast("demo", "--data", tmp_path / "data", **KEYS).returncode == 0
    server = Server(tmp_path).start()
    try:
        items = server.root.get("/v1/items?include=stock&limit=200").expect(200)["data"]
        [sku, *_] = [
            item["sku"] for item in items
            if item["stock"]["available"] > 0 and not item["components"]]
        assert server.root.get("/v1/stock/movements").expect(200)["data"]
        body = {"lines": [{"sku": sku, "quantity": 1}]}
        server.root.post("/v1/reservations", body).expect(201)
        assert server.root.get("/v1/inventory/health").expect(200)["ok"] is True
    finally:
        assert server.stop() == 0
    server.assert_verified()


def test_serve_demo_opens_a_shop_with_a_storefront(serve):
    """`serve --demo`: the page, its files and pictures, and a key in it that may reserve. A start
    again keeps the shop, with a new key. What is there is verified at the end."""
    server = serve("--demo")
    page = server.root.get("/demo", key=None).expect(200)
    assert page.headers["Content-Type"].startswith("text/html")
    loaded = set(re.findall(r'(?:src|href)="(/demo/[^"]+)"', page.text))
    assert {"/demo/shop.css", "/demo/shop.js"} < loaded
    for path in loaded:
        assert server.root.get(path, key=None).expect(200).body
    shop = Client(server, re.search(r'name="holdfast-key" content="(hf_pk_[^"]+)"', page.text)[1])
    items = server.root.get("/v1/items?stock=in&limit=200").expect(200)["data"]
    wish = f"/v1/holders/{'x' * 22}/reservation"
    body = {"lines": [{"sku": items[0]["sku"], "quantity": 1}]}
    held = shop.put(wish, body).expect(201)
    assert server.root.get("/v1/inventory/health").expect(200)["ok"] is True
    before = server.root.get("/v1/items?limit=200").expect(200)["data"]
    server.restart()
    assert server.root.get("/v1/items?limit=200").expect(200)["data"] == before
    assert server.root.get(wish).expect(200)["id"] == held["id"]
    again = server.root.get("/demo", key=None).expect(200)
    assert shop.key not in again.text
    shop.get(wish).problem(401)


def test_without_demo_there_is_no_demo_page(server):
    """404 for the page, its files and its pictures."""
    for path in ("/demo", "/demo/shop.css", "/demo/shop.js", "/demo/art/tile-azure.svg"):
        server.root.get(path, key=None).problem(404)
