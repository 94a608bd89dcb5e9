"""Load a PDF file that is one article: ``.pdf``.

Its text is that of its pages, with the lines of a paragraph joined. A scan has no text.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.sources.article_builder import MAX_TEXT, file_article
from index.sources.bounded_io import has_words, too_large
from index.sources.fields import Fields
from index.sources.loading import Loading
from index.types import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 20_000_000
MAX_PAGES = 300
"""A page of a newspaper takes 10 to 60 ms; longer documents are books."""
SHORT_LINE = 0.75
"""Of the page's longest line: a shorter one that ends a sentence ends its paragraph."""

_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
logger = logging.getLogger(__name__)


def load(path: Path, key: str, _loading: Loading) -> Iterator[Article | LoadError]:
    """Yield the one article of the file; raises LoadError if it has none."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(key, MAX_BYTES)
    if not data:
        raise LoadError(key, "load_empty")
    text = "\n\n".join(map(paragraphs, _pages(data, key)))
    if not has_words(text):
        raise LoadError(key, "load_no_text")
    yield file_article(Fields(text=text), key)


def paragraphs(page: str) -> str:
    """Return a page's text with one line for each paragraph, and a blank line between them."""
    lines = [" ".join(line.split()) for line in page.splitlines()]
    longest = max(map(len, lines), default=0)
    found = [""]
    for line in lines:
        previous = found[-1].rpartition("\n")[2]
        if not line or _ends(previous, longest):
            found.append("")
        found[-1] = f"{found[-1]}\n{line}" if found[-1] else line
    return "\n\n".join(filter(None, map(_joined, found)))


def _ends(line: str, longest: int) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line) < SHORT_LINE * longest


def _joined(lines: str) -> str:
    """Join the lines of a paragraph, and the halves of a word that was divided."""
    text = ""
    for line in lines.splitlines():
        if _HYPHEN.search(text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _pages(data: bytes, key: str) -> Sequence[str]:
    """Return the text of each page; raises LoadError."""
    from pypdf import PdfReader  # takes a tenth of a second

    try:
        return _texts(PdfReader(io.BytesIO(data)), key)
    except (LoadError, MemoryError):
        raise
    except Exception as error:  # a broken file raises many types
        logger.info("a PDF broke its parser", exc_info=True)
        raise LoadError(key, "load_bad_document") from error


def _texts(reader: "PdfReader", key: str) -> list[str]:
    from pypdf import PasswordType

    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise LoadError(key, "load_encrypted")
    if len(reader.pages) > MAX_PAGES:
        raise LoadError(key, "load_too_complex")
    texts, length = list[str](), 0
    for page in reader.pages:
        texts.append(page.extract_text())
        length += len(texts[-1])
        if length > MAX_TEXT:
            raise too_large(key, MAX_TEXT)
    return texts
