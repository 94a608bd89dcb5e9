"""Fuzz targets by name: functions of any bytes that raise only if the code has a fault."""

import gzip
import lzma
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.articles.edits import FIELDS, read_override
from bot.articles.errors import ContentError
from bot.articles.uploads import plain_name
from index.errors import LoadError
from index.sources.feed import parse_feed
from index.sources.html_page import page_article
from index.sources.loader import LOAD_REASONS, load
from index.sources.opml import read_opml
from tests.index.sources.samples import check

Target = Callable[[bytes], None]

WHERE = "https://example.org/berita"


def _file(name: str) -> Target:
    """Any bytes as a file of this name."""

    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as place:
            file = Path(place, name)
            file.write_bytes(data)
            items = list(load(file, name))
        assert items
        for item in items:
            check(item)

    return run


def _packed(data: bytes) -> None:
    """Any rows, packed, and any bytes that claim to be packed."""
    _file("rows.csv.gz")(gzip.compress(data))
    _file("rows.jsonl.xz")(lzma.compress(data, preset=0))
    _file("rows.jsonl.gz")(data)
    _file("rows.csv.xz")(data)


def _page(data: bytes) -> None:
    try:
        check(page_article(data, WHERE, WHERE))
    except LoadError as error:
        assert error.reason in LOAD_REASONS


def _feed(data: bytes) -> None:
    try:
        parse_feed(data, WHERE, "")
    except LoadError as error:
        assert error.reason


def _opml(data: bytes) -> None:
    try:
        read_opml(data)
    except LoadError as error:
        assert error.reason


def _name(data: bytes) -> None:
    """A file's name as a user may choose it."""
    name = plain_name(data.decode("utf-8", "replace"))
    assert 1 <= len(name.encode()) <= 255
    assert name.isprintable()
    assert Path(name).name == name
    assert name not in {".", ".."}


def _amendment(data: bytes) -> None:
    """A date, title or source as a user may write it."""
    value = data.decode("utf-8", "replace")
    for name in FIELDS:
        try:
            said = read_override([(name, value)])
        except ContentError as error:
            assert error.key in {"edit_date_unclear", "edit_empty"}
        else:
            assert any(said)


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "text": _file("berita.txt"),
        "markdown": _file("berita.md"),
        "html": _file("berita.html"),
        "pdf": _file("berita.pdf"),
        "docx": _file("berita.docx"),
        "jsonl": _file("berita.jsonl"),
        "csv": _file("berita.csv"),
        "packed": _packed,
        "archive": _file("berita.zip"),
        "page": _page,
        "feed": _feed,
        "opml": _opml,
        "name": _name,
        "amendment": _amendment,
    }
)
