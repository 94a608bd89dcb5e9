"""Kill processes and delete folders once standard input ends: when the test process is gone.

Lines are ``process NUMBER``, which leads a group, ``ended NUMBER`` and ``folder PATH``.
"""

import contextlib
import os
import shutil
import signal
import sys


def main() -> None:
    """Follow what is running until nobody is there who would stop it."""
    processes: list[int] = []
    folders: list[str] = []
    for line in sys.stdin:
        what, _, value = line.rstrip("\n").partition(" ")
        if what == "process":
            processes.append(int(value))
        elif what == "ended":
            processes.remove(int(value))
        else:
            folders.append(value)
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
