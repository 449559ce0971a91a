"""Which database the servers under test keep their shops in.

HOLDFAST_STORE is `sqlite`, a file in each server's data folder, or `postgres`, a database of its
own for each server in one private PostgreSQL that is started for the whole run.
"""

import os
import subprocess
import uuid
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 90

IS_SHARED = os.environ.get("HOLDFAST_STORE", "sqlite") == "postgres"


class Cluster:
    """A private PostgreSQL server; it runs until it is closed."""

    def __init__(self, folder):
        self._process = subprocess.Popen(
            [REPOSITORY / "scripts/postgres", "run"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
            env={**os.environ, "HOLDFAST_POSTGRES": str(folder)})
        self.url = self._process.stdout.readline().strip()
        assert self.url, "PostgreSQL does not start"

    def make_database(self):
        """The URL of a new, empty database."""
        name = "t" + uuid.uuid4().hex
        subprocess.run(["psql", "-qAt", self.url, "-c", f"CREATE DATABASE {name}"], check=True,
                       env={**os.environ, "PATH": f"{os.environ['PATH']}:{_programs()}"})
        return self.url.rsplit("/", 1)[0] + "/" + name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Stops it."""
        self._process.stdin.close()
        self._process.wait(START_SECONDS)


def _programs():
    return max(Path("/usr/lib/postgresql").glob("*/bin"))


_cluster = None


def open_cluster(folder):
    """Starts the run's PostgreSQL, if it needs one."""
    global _cluster
    if IS_SHARED:
        _cluster = Cluster(folder)


def close_cluster():
    """Stops it again."""
    if _cluster is not None:
        _cluster.close()


def arguments(data):
    """What names a new server's database to the program; `data` is its folder."""
    if _cluster is None:
        return ["--data", str(data)]
    return ["--database", _cluster.make_database()]
