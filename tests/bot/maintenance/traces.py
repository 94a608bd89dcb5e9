"""What a person leaves in files, as SQLite stores it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from bot.maintenance.erasure import Erasure

PERSON, WORD = 7_312_645_098, "zamrud"


def varint(number: int) -> bytes:
    """The number as SQLite stores the key of a row: https://www.sqlite.org/fileformat.html."""
    groups = [number >> shift & 0x7F for shift in range(35, -1, -7)]
    while not groups[0]:
        groups.pop(0)
    return bytes([*(group | 0x80 for group in groups[:-1]), groups[-1]])


TRACES = {
    "words": WORD.encode(),
    "text": str(PERSON).encode(),
    "integer": PERSON.to_bytes(6, "big"),
    "key": varint(PERSON),
}


def traces_in(folder: Path) -> set[tuple[str, str]]:
    """Which files have which traces."""

    def found() -> Iterator[tuple[str, str]]:
        for path in filter(Path.is_file, folder.rglob("*")):
            content = path.read_bytes()
            yield from ((path.name, name) for name, trace in TRACES.items() if trace in content)

    return set(found())


def overwritten_at_once(erasure: Erasure) -> asyncio.Event:
    """The event of traces that are overwritten, which no pause delays any more."""
    done = asyncio.Event()
    erasure.on_overwritten = done.set
    erasure.pauses_s = (0.0,)
    return done
