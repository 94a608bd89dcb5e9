"""Find the quotations in texts, a batch a step: run in a process of its own."""

from collections.abc import Generator, Sequence
from hashlib import blake2b
from importlib import resources
from typing import NamedTuple

from index.quotations.finder import find_quotations
from index.quotations.types import Quotation, name_key
from index.types import Language

MAX_TEXT = 200_000
"""Characters of an article that are read."""
MAX_QUOTATIONS = 300
"""Quotations of one article; an interview has some dozens."""
_FINDER = "index.quotations"
_VERSION_BITS = 31


class ReadQuotation(NamedTuple):
    """A quotation that was found, as offsets of its text, and the key of its speaker's name."""

    start: int
    end: int
    speaker: str
    speaker_key: str


TextBatch = Sequence[tuple[str, Language]]
BatchQuotations = Sequence[Sequence[ReadQuotation]]


def read_texts() -> Generator[BatchQuotations, TextBatch | None, None]:
    """Yield the quotations of each of the texts that are sent, in their order."""
    texts = yield ()
    while True:
        texts = yield [_read(text[:MAX_TEXT], language) for text, language in texts or ()]


def finder_version() -> int:
    """Return a number that is another one whenever the finder's code or tables are; blocks."""
    digest = blake2b(digest_size=8)
    for file in sorted(resources.files(_FINDER).iterdir(), key=lambda each: each.name):
        if file.is_file():
            digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()) >> (64 - _VERSION_BITS)


def _read(text: str, language: Language) -> Sequence[ReadQuotation]:
    found = find_quotations(text, language)[:MAX_QUOTATIONS]
    return [_found(each) for each in found if 0 <= each.start < each.end <= len(text)]


def _found(quotation: Quotation) -> ReadQuotation:
    speaker = " ".join(quotation.speaker.split())
    return ReadQuotation(quotation.start, quotation.end, speaker, name_key(speaker))
