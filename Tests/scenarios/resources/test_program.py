"""The program: how it is started, what it refuses, how it ends."""

import re
import sqlite3
import threading

import pytest

from support.client import Client
from support.server import ROOT_KEY, Server, holdfast
from support.tenant import Tenant

SECRET = re.compile(r"hf_sk_\S+")
PUBLISHABLE = re.compile(r"hf_pk_\S+")

MISTAKES = {
    "a port that does not exist": (("--listen", "127.0.0.1:70000"), {}),
    "an address that is none": (("--listen", "nowhere"), {}),
    "a setting that is neither on nor off": (("--rate-limits", "maybe"), {}),
    "a network that is none": (("--trusted-proxy", "10.0.0.0/99"), {}),
    "a root key of the wrong kind": ((), {"HOLDFAST_ROOT_KEY": "hf_pk_" + "0" * 40}),
    "a root key that is too short": ((), {"HOLDFAST_ROOT_KEY": "hf_sk_short"}),
    "a publishable key of the wrong kind": (
        (), {"HOLDFAST_PUBLISHABLE_KEY": "hf_sk_" + "0" * 40}),
    "a misspelt variable": ((), {"HOLDFAST_ROOT_KYE": ROOT_KEY}),
    "a test clock in production": (("--test-clock", "--production"), {}),
    "doors without keys in production": (("--open-compat", "--production"), {}),
    "no rate limits in production": (("--rate-limits", "off", "--production"), {}),
    "a database that is none": (("--database", "nonsense"), {}),
}


COMMANDS = [
    ("serve", "--listen", "127.0.0.1:0"), ("verify",), ("keys", "--new", "secret"), ("demo",)]


def serve_once(tmp_path, *arguments, **environment):
    """Starts the server with a mistake, and waits for its end."""
    given = () if "--listen" in arguments else ("--listen", "127.0.0.1:0")
    return holdfast(
        "serve", "--data", tmp_path / "data", *given, *arguments, timeout=20, **environment)


@pytest.mark.parametrize(("arguments", "environment"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_configuration_is_one_line(tmp_path, arguments, environment):
    """Exit 78, one line that names it, nothing listens, no secret is printed."""
    done = serve_once(tmp_path, *arguments, **environment)
    assert done.returncode == 78, done
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "listening" not in done.stdout
    for value in environment.values():
        assert value not in done.stdout + done.stderr
    names = [*environment, *(word for word in arguments if word.startswith("--"))]
    assert any(name in done.stderr for name in names), done.stderr


def test_every_mistake_is_named_at_once(tmp_path):
    """Three mistakes, three lines."""
    done = serve_once(
        tmp_path, "--listen", "nowhere", "--rate-limits", "maybe", HOLDFAST_ROOT_KYE="x")
    assert done.returncode == 78
    assert len(done.stderr.strip().splitlines()) == 3, done.stderr


def test_an_unknown_flag_is_refused(tmp_path):
    """A typing mistake starts nothing: 64 (usage) or 78."""
    done = serve_once(tmp_path, "--bogus")
    assert done.returncode in (64, 78), done
    assert "bogus" in done.stderr
    assert "listening" not in done.stdout


def test_the_first_start_prints_one_secret_and_one_publishable_key(serve):
    """Once, and they work; the second start prints none."""
    unset = {"HOLDFAST_ROOT_KEY": None, "HOLDFAST_PUBLISHABLE_KEY": None}
    server = serve(environment=unset)
    [secret] = SECRET.findall(server.output)
    [publishable] = PUBLISHABLE.findall(server.output)
    Client(server, secret).get("/v1/items").expect(200)
    Client(server, publishable).get("/v1/stock?sku=P").expect(200)
    server.restart()
    assert not SECRET.findall(server.output) and not PUBLISHABLE.findall(server.output)
    Client(server, secret).get("/v1/items").expect(200)


def test_keys_from_the_environment_are_not_printed(server):
    """Who set them knows them."""
    assert ROOT_KEY not in server.output
    assert server.publishable_key not in server.output


def test_the_version_is_printed():
    """`holdfast version`: one line, exit 0."""
    done = holdfast("version")
    assert done.returncode == 0 and re.search(r"\d+\.\d+", done.stdout), done


def test_verify_needs_a_database(tmp_path):
    """Over a folder without one it says so and does not exit 0."""
    done = holdfast("verify", "--data", tmp_path / "nothing")
    assert done.returncode not in (0, 1) and done.stderr.strip(), done


def as_text(file):
    """Overwrites the database with text."""
    file.write_bytes(b"not a database\n" * 1000)


def as_nothing(file):
    """Cuts the database to nothing."""
    file.write_bytes(b"")


def as_half(file):
    """Cuts the database in its middle."""
    file.write_bytes(file.read_bytes()[:file.stat().st_size // 2 // 4096 * 4096])


def as_anothers(file):
    """Makes it a sound database of another program."""
    file.unlink()
    database = sqlite3.connect(file)
    database.execute("PRAGMA application_id = 1")
    database.execute("CREATE TABLE theirs (x)")
    database.commit()
    database.close()


def as_newer(file):
    """Adds a step to its schema that this version does not know."""
    database = sqlite3.connect(file)
    database.execute("INSERT INTO migration VALUES ('9999_of_the_next_version')")
    database.commit()
    database.close()


@pytest.mark.parametrize("spoil", [as_text, as_nothing, as_half, as_anothers, as_newer])
@pytest.mark.embedded
def test_a_file_that_is_not_our_database_is_refused(tmp_path, spoil):
    """Neither `serve` nor `verify` takes it for a shop: 65 with the cause, nothing repaired."""
    server = Server(tmp_path).start()
    Tenant.made_by(server).item("P")
    assert server.stop() == 0
    server.assert_verified()
    [file] = [
        path for path in server.data.iterdir() if path.read_bytes()[:15] == b"SQLite format 3"]
    for beside in server.data.glob(file.name + "-*"):
        beside.unlink()
    spoil(file)
    spoiled = file.read_bytes()
    for command in (("serve", "--listen", "127.0.0.1:0"), ("verify",)):
        done = holdfast(*command, "--data", server.data, timeout=10)
        assert done.returncode == 65 and done.stderr.strip(), f"{command}: {done}"
        assert "listening" not in done.stdout
        assert file.read_bytes() == spoiled


def test_an_orderly_stop_leaves_no_accepted_request_unanswered(serve):
    """SIGTERM under load: exit 0, and whatever was answered 201 is there after a start."""
    server = serve()
    tenant = Tenant.made_by(server)
    tenant.item("P", on_hand=100000)
    answered, lost, going = [], [], threading.Event()

    def buy():
        while True:
            try:
                answer = tenant.reserve("P")
            except (ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
                return
            except Exception as failure:  # a connection that ended before any answer began
                lost.append(failure)
                return
            if answer.status == 503:
                return
            answered.append(answer.expect(201)["id"])
            if len(answered) > 200:
                going.set()

    buyers = [threading.Thread(target=buy) for _ in range(8)]
    for buyer in buyers:
        buyer.start()
    assert going.wait(20)
    assert server.stop() == 0
    for buyer in buyers:
        buyer.join(10)
    assert all(type(failure).__name__ == "RemoteDisconnected" for failure in lost), lost
    server.start()
    kept = {one["id"] for one in tenant.all("/v1/reservations")}
    assert set(answered) <= kept
    unheard = len(kept) - len(answered)
    assert unheard == 0, f"{unheard} were accepted and not answered"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.embedded
def test_a_data_folder_in_use_is_refused(server, command):
    """A second process over the same data, whatever it wants there: exit 73 and one line."""
    done = holdfast(*command, "--data", server.data, timeout=30)
    assert done.returncode == 73, done
    assert len(done.stderr.strip().splitlines()) == 1 and "another process" in done.stderr, done
    assert done.stdout == ""
    server.root.get("/v1/items").expect(200)


@pytest.mark.embedded
def test_a_folder_is_free_again_after_a_crash(serve):
    """What a killed process held is held by nobody."""
    server = serve()
    server.kill()
    assert holdfast("verify", "--data", server.data).returncode == 0
    server.start()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.embedded
def test_a_database_of_a_newer_version_is_refused(tmp_path, command):
    """A step of the schema that this version does not know: 65, named, the file untouched."""
    server = Server(tmp_path).start()
    assert server.stop() == 0
    file = server.data / "holdfast.db"
    with sqlite3.connect(file) as database:
        database.execute("INSERT INTO migration VALUES ('9999_later')")
    database.close()
    newer = file.read_bytes()
    done = holdfast(*command, "--data", server.data, timeout=30)
    assert done.returncode == 65, done
    assert len(done.stderr.strip().splitlines()) == 1, done
    assert "newer version" in done.stderr and "9999_later" in done.stderr
    assert done.stdout == ""
    assert file.read_bytes() == newer


@pytest.mark.parametrize("command", ["serve", "verify", "keys", "demo"])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_tells_how_it_is_used(tmp_path, command, flag):
    """The usage on standard output, exit 0, and nothing else happens."""
    done = holdfast(command, flag, "--data", tmp_path / "data", timeout=30)
    assert done.returncode == 0 and done.stderr == "", done
    assert f"holdfast {command}" in done.stdout
    assert not (tmp_path / "data").exists()


def test_an_address_in_use_is_refused(server, tmp_path):
    """The port is taken: exit 73 with one line that names the address, and nothing listens."""
    done = holdfast(
        "serve", "--data", tmp_path / "d", "--listen", f"127.0.0.1:{server.port}", timeout=30)
    assert done.returncode == 73, done
    [line] = done.stderr.strip().splitlines()
    assert f"127.0.0.1:{server.port}: the address is in use" in line, done
    assert "listening" not in done.stdout


def test_a_host_that_is_not_this_machines_is_refused(tmp_path):
    """A mistake in the settings: 78, with one line that names it."""
    done = serve_once(tmp_path, "--listen", "no.such.host.invalid:0")
    assert done.returncode == 78, done
    [line] = done.stderr.strip().splitlines()
    assert "no.such.host.invalid" in line, done


def test_everything_is_there_after_a_restart(serve, open_shop):
    """Items, stock, reservations, the ledger and the log read as before."""
    tenant = open_shop(serve())
    tenant.two_locations(10, 5)
    tenant.commit(tenant.hold(("P", 12))["id"], order_id="o")
    tenant.hold("P", holder="h", metadata={"a": [1, 2]})

    def everything():
        return [
            tenant.all(path) for path in (
                "/v1/items", "/v1/locations", "/v1/reservations", "/v1/stock/movements")
        ] + [tenant.stock(), tenant.events()]

    before = everything()
    tenant.server.restart()
    assert everything() == before
    tenant.server.kill()
    Server.start(tenant.server)
    assert everything() == before


def test_a_new_root_key_retires_the_one_before(serve):
    """Started again with another HOLDFAST_ROOT_KEY, the old key is not known any more."""
    server = serve()
    server.root.get("/v1/settings").expect(200)
    new = "hf_sk_another_root_key_0123456789abcdef"
    server.environment["HOLDFAST_ROOT_KEY"] = new
    server.restart()
    server.root.get("/v1/settings").problem(401)
    Client(server, new).get("/v1/settings").expect(200)
