"""A made-up article in pieces, and checks for everything that is loaded."""

import unicodedata
from pathlib import Path

from index.errors import LoadError
from index.sources.loader import LOAD_REASONS, load
from index.types import Article

TITLE = "Kapal riset selesai memetakan palung di selatan Jawa"
LEAD = (
    "CILACAP — Kapal riset berbendera Indonesia selesai memetakan palung sepanjang 400 kilometer "
    "di selatan Jawa, kata ketua tim peneliti pada Selasa."
)
QUOTE = "“Peta ini akan dipakai untuk sistem peringatan tsunami,” kata Dr. Intan Sari."
LAST = "Pelayaran berikutnya dimulai pada bulan Maret dari Pelabuhan Tanjung Intan."
BODY = (LEAD, QUOTE, LAST)
TEXT = "\n\n".join(BODY)
ENGLISH = (
    "The research ship has finished its map of the trench, and the team said that it would be "
    "used to warn people when there is a tsunami."
)


def load_all(path: Path, key: str = "") -> list[Article | LoadError]:
    return list(load(path, key or path.name))


def article_in(path: Path, key: str = "") -> Article:
    """Return the one article of the file."""
    (found,) = load_all(path, key)
    assert isinstance(found, Article), found
    return found


def error_in(path: Path, key: str = "") -> LoadError:
    """Return the one error of the file."""
    (found,) = load_all(path, key)
    assert isinstance(found, LoadError), found
    return found


def outcomes(path: Path) -> list[str]:
    """Return for each item its external id, or the reason of its error."""
    return [
        found.external_id if isinstance(found, Article) else found.reason
        for found in load_all(path)
    ]


def body_of(article: Article) -> tuple[str, ...]:
    return tuple(article.text[start:end] for start, end in article.body)


def check(found: Article | LoadError) -> None:
    """Assert what holds for everything that a source yields."""
    if isinstance(found, LoadError):
        assert found.reason in LOAD_REASONS
        assert found.where
        return
    position = 0
    for start, end in found.body:
        assert position <= start < end <= len(found.text)
        assert found.text[start:end] == found.text[start:end].strip()
        position = end
    assert found.body
    assert len(found.digest) == 32
    assert len(found.title) <= 300
    # Not isprintable: what Unicode has added since Python's tables were made must pass.
    assert not {"Cc", "Cf", "Cs"}.intersection(map(unicodedata.category, found.title))
    assert len(found.section) <= 60
    assert not {"Cc", "Cf", "Cs"}.intersection(map(unicodedata.category, found.section))
    assert len(found.url) <= 2000 and found.url.startswith(("http://", "https://", ""))
    found.text.encode()
    assert "\0" not in found.text
