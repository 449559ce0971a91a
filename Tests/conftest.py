"""Fixtures of the black-box tests: one server per module, one tenant per test.

A module may name several ways to run its server, and is then run once for each:

    SERVERS = {"sweep on": (), "sweep off": ("--sweep", "off")}

After every test the health page of each tenant used must find no difference; after every module
the server must stop in good order and `holdfast verify` must find none either.
"""

import json

import pytest

from support import contract, store
from support.server import Server
from support.tenant import Tenant


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "embedded: of a database file that one process owns; not run over PostgreSQL")


def pytest_collection_modifyitems(config, items):
    if not store.IS_SHARED:
        return
    embedded = [item for item in items if item.get_closest_marker("embedded")]
    config.hook.pytest_deselected(items=embedded)
    items[:] = [item for item in items if item not in embedded]


def pytest_generate_tests(metafunc):
    ways = getattr(metafunc.module, "SERVERS", None)
    if ways and "server" in metafunc.fixturenames:
        metafunc.parametrize("server", ways.values(), ids=ways.keys(), indirect=True,
                             scope="module")


def pytest_terminal_summary(terminalreporter):
    if line := contract.summary():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def cluster(tmp_path_factory):
    """The database server of the whole run, if the servers under test need one."""
    store.open_cluster(tmp_path_factory.mktemp("cluster"))
    yield
    store.close_cluster()


@pytest.fixture(scope="module")
def server(request, tmp_path_factory):
    """A running server with its test clock and without rate limits, for this module alone."""
    arguments = getattr(request, "param", ())
    running = Server(tmp_path_factory.mktemp("server"), *arguments)
    try:
        yield running.start()
        code = running.stop()
        assert code == 0, f"a stop by SIGTERM exits 0, not {code}\n{running.output}"
        running.assert_verified()
    finally:
        running.stop()


@pytest.fixture
def serve(tmp_path_factory):
    """Starts servers for one test alone, each with its arguments; all are stopped and verified."""
    started = []

    def start(*arguments, launch=Server.start, **options):
        one = Server(tmp_path_factory.mktemp("own"), *arguments, **options)
        started.append(one)
        launch(one)
        return one

    yield start
    codes = [one.stop() for one in started]
    assert all(code == 0 for code in codes), f"a stop by SIGTERM exits 0, not {codes}"
    for one in started:
        one.assert_verified()


@pytest.fixture
def open_shop():
    """Makes tenants; when the test is over, the books of each must balance."""
    opened = []

    def open_one(server, **fields):
        tenant = Tenant.made_by(server, **fields)
        opened.append(tenant)
        return tenant

    yield open_one
    for tenant in opened:
        if tenant.server.process is not None:
            assert_healthy(tenant)


@pytest.fixture
def tenant(server, open_shop):
    """A tenant of its own for this test, with the location `main` and nothing in it."""
    return open_shop(server)


@pytest.fixture
def other(server, open_shop):
    """A second tenant, a stranger to the first."""
    return open_shop(server)


@pytest.fixture
def shop(tenant):
    """The tenant of the scenarios: item `P`, 10 on hand at `main`."""
    tenant.item("P", on_hand=10)
    return tenant


def assert_healthy(tenant):
    """Fails where the health page names a difference."""
    health = tenant.get("/v1/inventory/health").expect(200)
    wrong = [check for check in health["checks"] if check["differences"] or not check["ok"]]
    assert health["ok"] is True and not wrong, json.dumps(wrong, indent=1)
    assert health["checks"], "a health page without checks proves nothing"
