"""What one types: `make run`, and what `make` says where something is missing."""

import os
import re
import shutil
import signal
import stat
import subprocess
import urllib.request

import pytest

from support.polling import eventually
from support.server import holdfast, surroundings

NEEDED = ("make", "bash", "sed", "sort", "head", "cat", "uname", "dirname", "env", "grep", "id",
          "dpkg-query", "printf", "sh")
TARGETS = ("run", "test", "bench", "replay", "prove", "prove-ci", "simulate", "build", "lint",
           "deps")


def folder_of_tools(path, **scripts):
    """A folder for PATH with what `make` itself needs, and `scripts` by name."""
    path.mkdir()
    for name in NEEDED:
        tool = shutil.which(name)
        if tool and name not in scripts:
            (path / name).symlink_to(tool)
    for name, text in scripts.items():
        (path / name).write_text(f"#!/bin/sh\n{text}\n")
        (path / name).chmod(stat.S_IRWXU)
    return {"PATH": str(path), "HOME": str(path)}


def run(root, environment, *command):
    """Runs `command` in the repository."""
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("target", TARGETS)
def test_without_swift_every_target_says_what_is_missing(root, tmp_path, target):
    """Nothing is installed or started: one message that says what to do, and a failure."""
    done = run(root, folder_of_tools(tmp_path / "bin"), "make", target)
    assert done.returncode != 0, done
    assert "there is no Swift toolchain: `swift` is not in PATH" in done.stderr, done
    assert "https://www.swift.org/install" in done.stderr
    assert "command not found" not in done.stderr and "apt-get" not in done.stdout, done


def test_an_old_swift_is_refused(root, tmp_path):
    """The version that is there and the one that is needed are named."""
    environment = folder_of_tools(
        tmp_path / "bin", swift="echo 'Swift version 5.9.2 (swift-5.9.2-RELEASE)'")
    done = run(root, environment, "scripts/deps", "swift")
    assert done.returncode == 1, done
    assert re.search(r"Swift 5\.9\.2 is too old: \S+ or later", done.stderr), done


def test_who_may_not_install_is_told_the_command(root, tmp_path):
    """Packages are missing, and this user is not root: the line to run, and nothing is done."""
    environment = folder_of_tools(
        tmp_path / "bin", swift="echo 'Swift version 99.0'", id="echo 1000",
        **{"dpkg-query": "exit 1", "apt-get": "echo called"})
    done = run(root, environment, "scripts/deps", "build", "test")
    assert done.returncode == 1, done
    assert "run: sudo apt-get install -y --no-install-recommends libsqlite3-dev" in done.stderr
    assert "strace" in done.stderr and "called" not in done.stdout, done


def test_who_may_install_is_told_what_is_installed(root, tmp_path):
    """Only what is missing, by name."""
    environment = folder_of_tools(
        tmp_path / "bin", swift="echo 'Swift version 99.0'", id="echo 0",
        **{"dpkg-query": 'case "$*" in *strace*) exit 1;; *) echo "install ok installed";; esac',
           "apt-get": 'echo "apt-get $*" >>"$HOME/asked"'})
    done = run(root, environment, "scripts/deps", "build", "test")
    assert done.returncode == 0, done
    assert "deps: installing with apt-get: strace\n" in done.stdout
    asked = (tmp_path / "bin/asked").read_text().splitlines()
    assert asked[0].startswith("apt-get update")
    assert asked[1].endswith(" strace"), asked


def test_a_group_of_packages_that_is_none_is_refused(root, tmp_path):
    """64, and the groups there are."""
    done = run(root, folder_of_tools(tmp_path / "bin"), "scripts/deps", "everything")
    assert done.returncode == 64 and "swift, build, test or bench" in done.stderr, done


def test_make_run_serves_the_demo_shop(root, tmp_path):
    """The server says where it listens, the shop is open there, and what it kept is verified."""
    data, said = tmp_path / "data", tmp_path / "said"
    with open(said, "wb") as out:
        make = subprocess.Popen(
            ["make", "run", "PORT=0", f"DATA={data}"], cwd=root, env=surroundings(),
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True)
    try:
        found = eventually(
            lambda: re.search(r"listening on (http://127\.0\.0\.1:\d+)", said.read_text())
            or make.poll() is not None, 600, "make run listens")
        assert found is not True, said.read_text()[-3000:]
        with urllib.request.urlopen(found[1] + "/demo", timeout=10) as page:
            assert page.status == 200 and b"/demo/shop.js" in page.read()
    finally:
        os.killpg(make.pid, signal.SIGTERM)
        make.wait(30)
    done = holdfast("verify", "--data", data)
    assert done.returncode == 0, done
