"""Tell a file or folder from another one that has taken its path."""

from pathlib import Path
from typing import NamedTuple


class FileIdentity(NamedTuple):
    """The device and number of a file or folder: another one at the same path has others."""

    device: int
    number: int


def identity_of(path: Path) -> FileIdentity | None:
    """Return the identity of what is at ``path``; None if there is nothing. Blocks for a call."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileIdentity(found.st_dev, found.st_ino)
