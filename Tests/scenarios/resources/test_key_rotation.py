"""Keys made and replaced: by the operator with `holdfast keys`, by variables, and by the API."""

import re

import pytest

from support.client import Client
from support.server import Server, holdfast
from support.sse import EventStream
from support.tenant import Tenant, as_lines

SHOWN = re.compile(r"^(secret|publishable) key: (hf_[sp]k_\S+)$", re.MULTILINE)
LISTED = re.compile(r"^(hf_[sp]k_\w{4})…  (root|secret|publishable)  (.+)$", re.MULTILINE)
NEW_STOREFRONT = "hf_pk_the_new_storefront_key_0123456789abcdef"
STOCK = "/v1/stock?sku=P"


def keys(server, *arguments):
    """What `holdfast keys` says of the server's folder, once it exits with 0."""
    done = holdfast("keys", *server.database, *arguments)
    assert done.returncode == 0 and done.stderr == "", done
    return done.stdout


@pytest.fixture
def stopped(serve):
    """A server that ran once and is stopped: its first tenant has one unit of `P`."""
    server = serve()
    first = Tenant(server, {
        "id": None, "secret_key": server.root_key, "publishable_key": server.publishable_key})
    first.item("P", on_hand=1)
    assert server.stop() == 0
    return server


def test_the_keys_of_a_folder_are_listed_without_their_texts(stopped):
    """Kind, name and the first characters of each; listing makes none."""
    listed = keys(stopped)
    assert [row[1:] for row in LISTED.findall(listed)] == [
        ("root", "root"), ("publishable", "storefront")]
    assert not SHOWN.search(listed)
    assert stopped.root_key not in listed and stopped.publishable_key not in listed
    assert keys(stopped) == listed
    stopped.start()


def test_a_new_secret_key_is_shown_once_and_is_no_root_key(stopped):
    """It does all that a merchant does, beside the keys before it, and makes no tenants."""
    shown = keys(stopped, "--new", "secret")
    [(kind, text)] = SHOWN.findall(shown)
    assert kind == "secret" and text.startswith("hf_sk_")
    assert ("secret", "made by holdfast keys") in [row[1:] for row in LISTED.findall(shown)]
    assert text not in keys(stopped)
    stopped.start()
    made = Client(stopped, text)
    made.get("/v1/items/P").expect(200)
    made.post("/v1/reservations", {"lines": as_lines("P")}).expect(201)
    made.post("/v1/tenants", {"name": "x"}).problem(403, "forbidden")
    stopped.root.post("/v1/tenants", {"name": "x"}).expect(201)
    assert text not in stopped.output


def test_a_new_publishable_key_opens_the_storefront_beside_the_old_one(stopped):
    """And nothing that a publishable key does not open."""
    [(kind, text)] = SHOWN.findall(keys(stopped, "--new", "publishable"))
    assert kind == "publishable" and text.startswith("hf_pk_")
    stopped.start()
    for key in (text, stopped.publishable_key):
        assert Client(stopped, key).get(STOCK).expect(200)["data"][0]["available"] == 1
        Client(stopped, key).get("/v1/items").problem(403, "forbidden")


@pytest.mark.embedded
def test_no_key_is_made_while_a_server_runs(server):
    """73, as for every command over a folder in use; and nothing is shown."""
    done = holdfast("keys", *server.database, "--new", "secret")
    assert done.returncode == 73 and done.stderr.strip(), done
    assert not SHOWN.search(done.stdout)


@pytest.mark.parametrize("arguments", [("--new", "golden"), ("--new", "root"), ("--new",)])
def test_a_kind_that_is_none_is_a_mistake(tmp_path, arguments):
    """78 with one line, and not even a folder is made."""
    done = holdfast("keys", "--data", tmp_path / "data", *arguments)
    assert done.returncode == 78 and "--new" in done.stderr, done
    assert not (tmp_path / "data").exists()


def test_a_new_storefront_key_retires_the_one_before(stopped):
    """Set by HOLDFAST_PUBLISHABLE_KEY at a start; every other key opens what it opened."""
    [(_, other)] = SHOWN.findall(keys(stopped, "--new", "publishable"))
    old = stopped.publishable_key
    stopped.environment["HOLDFAST_PUBLISHABLE_KEY"] = NEW_STOREFRONT
    stopped.start()
    Client(stopped, old).get(STOCK).problem(401)
    for key in (NEW_STOREFRONT, other, stopped.root_key):
        Client(stopped, key).get(STOCK).expect(200)
    assert NEW_STOREFRONT not in stopped.output
    assert stopped.stop() == 0
    names = [row[2] for row in LISTED.findall(keys(stopped))]
    assert sorted(names) == ["made by holdfast keys", "root", "storefront"]
    stopped.start()


def test_a_start_without_the_variable_keeps_the_storefront_key(stopped):
    """What is not set is left as it is, and none is made or printed."""
    stopped.environment["HOLDFAST_PUBLISHABLE_KEY"] = None
    stopped.start()
    Client(stopped, stopped.publishable_key).get(STOCK).expect(200)
    assert not SHOWN.search(stopped.output)


def test_a_storefront_key_is_exchanged_without_a_pause(shop):
    """Made by the API: both work until the old one is revoked, whose streams then end."""
    old = shop.api_key(kind="publishable")
    new = shop.api_key(kind="publishable")
    path = "/v1/stock/stream?sku=P"
    with EventStream(shop, path, key=old["secret"]) as leaving, \
            EventStream(shop, path, key=new["secret"]) as staying:
        for key in (old, new):
            Client(shop.server, key["secret"]).get(STOCK).expect(200)
        shop.delete(f"/v1/api-keys/{old['id']}").expect(204)
        Client(shop.server, old["secret"]).get(STOCK).problem(401)
        Client(shop.server, new["secret"]).get(STOCK).expect(200)
        assert leaving.ended(within=10)
        staying.next("stock")
        shop.hold("P")
        assert staying.next("stock")["data"]["available"] == 9


def test_a_revoked_key_stays_revoked_after_a_crash(shop):
    """It is gone with the answer 204, not with the next orderly stop."""
    key = shop.api_key(kind="publishable")
    shop.delete(f"/v1/api-keys/{key['id']}").expect(204)
    shop.server.kill()
    Server.start(shop.server)
    Client(shop.server, key["secret"]).get(STOCK).problem(401)
    shop.public.get(STOCK).expect(200)
