"""P. The connection to the database is cut at bad moments: no wrong answer, nothing twice."""

import collections
import re

import pytest

from support.polling import eventually
from support.proxy import CuttingProxy
from support.server import Server
from support.store import Cluster
from support.tenant import Tenant
from support.together import spread


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A server whose way to PostgreSQL leads over a proxy, and the proxy."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        direct = cluster.make_database()
        proxy = CuttingProxy(int(re.search(r":(\d+)/", direct)[1]))
        through = re.sub(r":\d+/", f":{proxy.port}/", direct)
        server = Server(tmp_path_factory.mktemp("cut"), database=["--database", through])
        try:
            yield server.start(), proxy
            proxy.cuts_every = None
            assert server.stop() == 0, server.output
            server.database = ["--database", direct]
            server.assert_verified()
        finally:
            server.stop()
            proxy.close()


def test_a_commit_whose_answer_was_lost_counts_once_and_is_never_refused_wrongly(cut):
    """400 sales with keys while every 13th message's answer is lost, each repeated until it is
    answered: all are held, each once."""
    server, proxy = cut
    shop = Tenant.made_by(server)
    shop.item("P", on_hand=1000)
    statuses = collections.Counter()

    def sell(n):
        def answered():
            answer = shop.reserve("P", idempotency_key=f"sale-{n}")
            statuses[answer.status] += 1
            return answer if answer.status == 201 else None
        return eventually(answered, 60, f"sale {n} is answered")["id"]

    proxy.cuts_every = 13
    sold = spread(sell, range(400), threads=16)
    proxy.cuts_every = None
    assert len(set(sold)) == 400
    assert set(statuses) <= {201, 503}, statuses
    assert proxy.cuts > 5, "the proxy has cut nothing"
    shop.assert_stock(reserved=400, available=600, on_hand=1000)
    assert {row["id"] for row in shop.all("/v1/reservations")} == set(sold)
