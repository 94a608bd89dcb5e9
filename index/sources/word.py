"""Load a Word document that is one article: ``.docx``.

Its text is that of its paragraphs and tables, in their order; headers, footers and comments are
left out.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.sources.article_builder import file_article
from index.sources.bounded_io import has_words, too_large
from index.sources.fields import Fields
from index.sources.loading import Loading
from index.types import Article

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

MAX_BYTES = 20_000_000
MAX_PARTS = 2_000
MAX_UNPACKED = 100_000_000
"""Bytes of all parts, pictures included; the library reads them all."""
MAX_XML = 10_000_000
"""Bytes of a part of text: 10 MB take the library some seconds."""

_TITLE_STYLES = ("Title", "Heading 1")
logger = logging.getLogger(__name__)


def load(path: Path, key: str, _loading: Loading) -> Iterator[Article | LoadError]:
    """Yield the one article of the file; raises LoadError if it has none."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(key, MAX_BYTES)
    if not data:
        raise LoadError(key, "load_empty")
    fields = _fields(data, key)
    if not has_words(fields.text):
        raise LoadError(key, "load_no_text")
    yield file_article(fields, key)


def _fields(data: bytes, key: str) -> Fields:
    from docx import Document  # takes a tenth of a second

    try:
        _check_size(data, key)
        document = Document(io.BytesIO(data))
        return Fields("\n\n".join(filter(None, _blocks(document))), title=_title(document))
    except (LoadError, MemoryError):
        raise
    except Exception as error:  # a broken file raises many types
        logger.info("a Word document broke its parser", exc_info=True)
        raise LoadError(key, "load_bad_document") from error


def _check_size(data: bytes, key: str) -> None:
    """Raise LoadError if the parts are too many or too large; none unpacks to more than it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        entries = parts.infolist()
    if len(entries) > MAX_PARTS or sum(each.file_size for each in entries) > MAX_UNPACKED:
        raise LoadError(key, "load_bomb")
    xml = (each.file_size for each in entries if each.filename.endswith((".xml", ".rels")))
    if max(xml, default=0) > MAX_XML:
        raise LoadError(key, "load_too_complex")


def _blocks(document: "Document") -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text.strip()
        else:
            yield from _rows(block)


def _rows(table: "Table") -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(cell.text.strip() for cell in row.cells)  # merged ones repeat
        yield " | ".join(filter(None, cells))


def _title(document: "Document") -> str:
    """Return the first paragraph in the style of a title, or ""."""
    found = (
        each.text.strip()
        for each in document.paragraphs
        if each.style is not None and each.style.name in _TITLE_STYLES
    )
    return next(filter(None, found), "")
