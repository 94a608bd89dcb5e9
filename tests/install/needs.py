"""What tests/install/system needs, and what to install where it is missing.

``python -m tests.install.needs`` exits with status 77 if something is missing.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NOT_RUN = 77  # what automake and others take for "skipped"
SYSTEMD = Path("/lib/systemd/systemd")

_ROOT = """\
Root on Linux, and a kernel that lets it mount: `sudo make test-install`, or a container with
--privileged."""
_SYSTEMD = """\
systemd 250 or newer. On Debian and Ubuntu:
sudo apt install systemd"""
_APART = """\
A machine that systemd does not run, such as a container: a second systemd would share its control
groups."""


@cache
def can_mount() -> bool:
    """Return whether a process may have mounts and process ids of its own here."""
    if os.geteuid() or shutil.which("unshare") is None:
        return False
    mounts = "mount -t tmpfs tmpfs /mnt && mkdir /mnt/{up,work,root} && mount -t overlay -o"
    layers = "lowerdir=/etc,upperdir=/mnt/up,workdir=/mnt/work overlay /mnt/root"
    command = ["unshare", "--mount", "--pid", "--fork", "bash", "-c", f"{mounts} {layers}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def missing() -> list[str]:
    """Return what has to be there and is not, in plain English."""
    found = (
        (_ROOT, can_mount()),
        (_SYSTEMD, SYSTEMD.exists() and shutil.which("systemd-analyze")),
        (_APART, Path("/proc/1/comm").read_text("utf-8").strip() != "systemd"),
    )
    return [text for text, is_there in found if not is_there]


def main() -> None:
    """Say what is missing."""
    if texts := missing():
        texts.insert(0, "The tests of deploy/ need what is not here:")
        sys.stderr.write("\n\n".join(texts) + "\n")
        sys.exit(NOT_RUN)


if __name__ == "__main__":
    main()
