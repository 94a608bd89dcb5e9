"""What the tests of faults need from the system, and what to do where it is missing.

``python -m tests.faults.needs`` exits with status 77 if something is missing; followed by a
command, it runs that where disks may be mounted that nobody else sees.
"""

import os
import shutil
import subprocess
import sys

NOT_RUN = 77  # what automake and others take for "skipped"

_LINUX = """\
Linux, where a process may have mounts of its own: as root, or as anybody where user namespaces
are allowed. On Ubuntu 24.04: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0
In a container: docker run --cap-add SYS_ADMIN"""


def alone() -> list[str]:
    """Return the beginning of a command whose mounts are its own."""
    user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount", "--propagation", "private"]


def missing() -> str:
    """Return what is needed and not here, in plain English; "" if nothing is."""
    if shutil.which("unshare") is None:
        return _LINUX
    trial = [*alone(), "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]
    done = subprocess.run(trial, capture_output=True, check=False)
    return _LINUX if done.returncode else ""


def main() -> None:
    """Say what is missing, or run a command."""
    if text := missing():
        sys.stderr.write(f"The tests of faults need what is not here:\n\n{text}\n")
        sys.exit(NOT_RUN)
    if command := sys.argv[1:]:
        os.execvp("unshare", [*alone(), *command])


if __name__ == "__main__":
    main()
