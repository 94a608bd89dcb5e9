"""A root of its own for what installs, mounts and runs as root; nothing of it stays.

Mounts and process ids are those of the sandbox, and what is written lies in memory: an overlay on
this machine's own files. Python lies in /usr/local, as in the images of deploy/. Of systemd's own
units none is started but the log's: others would set this machine's clock, or mount its disks.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.install.release import ROOT

CHECKOUT = Path("/checkout")
PYTHON = f"/usr/local/bin/python3.{sys.version_info.minor}"
WAIT = ("sleep", "infinity")
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
READY = "/run/kutip-sandbox"

_SETUP = """\
set -eu
mount -t tmpfs tmpfs "$BASE"
cd "$BASE"
mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work overlay root
cd root
mount -t proc proc proc
mount -t tmpfs tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount --rbind /sys sys
mount --rbind /dev dev
rm -rf opt/kutip etc/kutip srv/kutip var/lib/kutip etc/systemd/system
rm -rf lib/systemd/system/*.wants lib/systemd/system-generators etc/fstab
mkdir -p opt etc/systemd/system "./$TARGET"
ln -s /dev/null etc/systemd/system/systemd-journald-dev-log.socket
ln -s /dev/null etc/systemd/system/systemd-journald-audit.socket
printf '[Journal]\nStorage=volatile\nAudit=no\nReadKMsg=no\n' > etc/systemd/journald.conf
mount --bind "$CHECKOUT" "./$TARGET"
mount -o remount,bind,ro "./$TARGET"
[ "$PREFIX" = /usr ] || { mount --bind "$PREFIX" usr/local; chroot . ldconfig; }
touch ".$READY"
mkdir old
pivot_root . old # and not chroot, in which no user namespace can be made
umount --lazy old
exec /usr/bin/env -i container=kutip-test PATH=/usr/sbin:/usr/bin "$@"
"""


class Sandbox:
    """The root, while its first process runs."""

    def __init__(self, base: Path, *first: str) -> None:
        self._log = base.with_name("first.log")
        namespaces = ("--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--cgroup")
        environment = {"BASE": base, "CHECKOUT": ROOT, "PREFIX": sys.base_prefix}
        environment |= {"TARGET": CHECKOUT, "READY": READY}
        with self._log.open("wb") as log:
            self._unshare = subprocess.Popen(  # noqa: S603 - our own words
                ["unshare", *namespaces, "bash", "-c", _SETUP, "bash", *(first or WAIT)],  # noqa: S607
                env=os.environ | {name: str(value) for name, value in environment.items()},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not (children := children_of(self._unshare.pid)):
            self._check()
        (self.pid,) = children
        while not self.path(READY).exists():
            self._check()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)  # and all of its namespace with it
        self._unshare.wait()

    def path(self, path: str | Path) -> Path:
        """Return where a file of the sandbox is seen from here."""
        return Path(f"/proc/{self.pid}/root") / str(path).lstrip("/")

    def command(self, *command: str, folder: str = "/", **environment: str) -> list[str]:
        """Return a command that runs within, with nothing of this environment."""
        enter = ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--ipc", "--uts", "--root"]
        words = [f"{name}={value}" for name, value in (ENVIRONMENT | environment).items()]
        return [*enter, "/usr/bin/env", "-i", "-C", folder, *words, *command]

    def attempt(
        self, *command: str, folder: str = "/", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command within, and return what it prints and its status."""
        words = self.command(*command, folder=folder, **environment)
        return subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603

    def run(self, *command: str, folder: str = "/", **environment: str) -> str:
        """Return what a command within prints; raises CalledProcessError, and shows its errors."""
        done = self.attempt(*command, folder=folder, **environment)
        if done.returncode:
            sys.stderr.write(done.stdout + done.stderr)
            done.check_returncode()
        return done.stdout + done.stderr

    def _check(self) -> None:
        if self._unshare.poll() is not None:
            raise RuntimeError(self._log.read_text())


def children_of(pid: int) -> list[int]:
    """Return the processes that a process without threads has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
