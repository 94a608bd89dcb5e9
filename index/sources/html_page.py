"""A saved web page that is one article: ``.html``.

The article's text is what trafilatura extracts, a line for each paragraph. Nothing is fetched.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.language import detect
from index.sources.assembly import file_article
from index.sources.fields import Fields
from index.sources.reading import has_words, read_text
from index.types import Article

MAX_BYTES = 3_000_000
"""Extraction of the worst pages tried, paragraphs of one letter, takes half a minute per MB."""

_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
"""Only what the page states: no dates picked out of its text, no bound taken from the clock."""

logger = logging.getLogger(__name__)


def load(path: Path, key: str) -> Iterator[Article | LoadError]:
    """The one article of the page; raises LoadError if none is found on it."""
    fields = _extracted(read_text(path, key, MAX_BYTES))
    if fields is None or not has_words(fields.text):
        raise LoadError(key, "load_no_article")
    yield file_article(fields, key)


def _extracted(page: str) -> Fields | None:
    from trafilatura import bare_extraction, load_html  # half a second, for pages only
    from trafilatura.settings import Document

    try:
        tree = load_html(page)
        if tree is None:
            return None
        document = bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except Exception:  # a page may be made to break any of the parsers below; it has no article
        logger.info("a page broke its parser", exc_info=True)
        return None
    if not isinstance(document, Document):
        return None
    return Fields(
        text=document.text or "",
        title=document.title or "",
        date=document.date or "",
        source=document.sitename or document.hostname or "",
        url=document.url or "",
        language=_language(document.text or "", tree.get("lang") or ""),
    )


def _language(text: str, stated: str) -> str:
    """The text's own language first: templates often state English above Indonesian articles."""
    return detect(text) or stated
