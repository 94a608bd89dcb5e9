"""A disk of its own size, which is filled, emptied and taken away while the program uses it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BALLAST = ".ballast"
"""The file that fills it: the system's own error, ENOSPC, is what the program meets."""


class Disk:
    """A small file system in memory, mounted at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, spare: int = 0) -> None:
        """Leave only so many bytes free, to the page."""
        with (self.path / BALLAST).open("ab", buffering=0) as file:
            for size in (1 << 16, 1 << 12):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
            file.truncate(max(0, file.tell() - spare))

    def free(self) -> None:
        """Give the space back."""
        (self.path / BALLAST).unlink(missing_ok=True)

    def pull(self) -> None:
        """Unmount it, though files on it are open."""
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)


@contextmanager
def mounted(path: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk until the block ends."""
    path.mkdir()
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(path)], check=True)
    disk = Disk(path)
    try:
        yield disk
    finally:
        if path.is_mount():
            disk.pull()
