"""Look at folders on disks that may fail."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

log = logging.getLogger(__name__)

Finding = TypeVar("Finding")


def if_known(find: Callable[[Path], Finding], folder: Path) -> Finding | None:
    """Return what is found of a folder; None if the system fails: no other fault is hidden by it.

    Blocks.
    """
    try:
        return find(folder)
    except OSError as error:
        log.warning("%s can't be looked at: %s", folder.name, type(error).__name__)
        return None
