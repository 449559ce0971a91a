"""A disk whose power can be cut: an ext4 file system in a file."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import time

from harness import require

SHUTDOWN = 0x8004587D
WITHOUT_FLUSH = 2
SKIP = "crash/test_power_cut: needs root and loop devices"


class Disk:
    """An ext4 file system in a file, whose power can be cut."""

    def __init__(self, folder, mebibytes=256):
        self.image, self.mount_point = folder / "disk.img", folder / "disk"
        self.dark = False
        self.mount_point.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(mebibytes << 20)
        self._run("mkfs.ext4", "-q", "-F", str(self.image))

    def _run(self, *command):
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def mount(self):
        self.dark = False
        self._run("mount", "-o", "loop", str(self.image), str(self.mount_point))

    def unmount(self):
        for _ in range(50):
            if not os.path.ismount(self.mount_point):
                return
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("umount", str(self.mount_point))
                return
            time.sleep(0.1)
        self._run("umount", str(self.mount_point))

    def cut(self):
        """Ends the power. `dark` holds from just before, for a dead machine answers nobody: an
        fdatasync under way while the kernel shuts down may still report success.
        """
        self.dark = True
        descriptor = os.open(self.mount_point, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_FLUSH))
        finally:
            os.close(descriptor)

    def restore(self):
        """Gives the power back: what was not synced is gone."""
        self.unmount()
        self.mount()


def loop_mounts_work(folder):
    """Whether this user may mount a loop device and shut its file system down."""
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        return False
    disk = None
    try:
        disk = Disk(folder, 16)
        disk.mount()
        disk.cut()
        return True
    except (OSError, subprocess.CalledProcessError):
        return False
    finally:
        if disk:
            disk.unmount()


def check_integrity(data, scratch):
    """Runs SQLite's own check on a copy, so that the database itself stays as the cut left it."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(data, scratch)
    files = [path for path in sorted(pathlib.Path(scratch).iterdir()) if path.is_file()]
    databases = [path for path in files if path.read_bytes()[:15] == b"SQLite format 3"]
    require(databases, "no database file was found after the cut")
    for path in databases:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
        require(found == [("ok",)], f"integrity of {path.name}: {found[:3]}")
