"""Load the article of a web page: a saved one, ``.html``, or one that was fetched.

Its text is what trafilatura extracts, a line for each paragraph. Fetches nothing.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import LoadError
from index.sources.article_builder import file_article, row_article
from index.sources.bounded_io import has_words, read_text, too_large
from index.sources.decoding import decode_html
from index.sources.fields import Fields
from index.sources.links import resolved_address
from index.sources.loading import Loading
from index.text.language import detect
from index.types import Article

MAX_BYTES = 3_000_000
MAX_TAGS = 80_000
"""Extraction of the worst pages tried, paragraphs of one letter, takes 160 µs for each tag."""

_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
"""Only dates that the page states, none found in its text; no bound taken from the clock."""
logger = logging.getLogger(__name__)


def load(path: Path, key: str, _loading: Loading) -> Iterator[Article | LoadError]:
    """Yield the one article of the page; raises LoadError if none is found."""
    yield file_article(_fields(read_text(path, key, MAX_BYTES, decode_html), key), key)


def page_article(
    data: bytes, key: str, url: str, charset: str = "", hint: Fields | None = None
) -> Article:
    """Return the article of the page at ``url``; raises LoadError.

    ``charset`` is the encoding from the HTTP header. ``hint`` has a feed's fields, for what the
    page does not state; its title takes precedence over the page's.
    """
    if len(data) > MAX_BYTES:
        raise too_large(key, MAX_BYTES)
    page = decode_html(data, charset)
    if page is None:
        raise LoadError(key, "load_undecodable")
    found = _fields(page, key)
    hint = hint or Fields("")
    return row_article(
        replace(
            found,
            title=hint.title or found.title,
            date=found.date or hint.date,
            source=found.source or hint.source,
            url=_canonical(found.url, url),
            language=found.language or hint.language,
        ),
        key,
    )


def _fields(page: str, key: str) -> Fields:
    if page.count("<") > MAX_TAGS:
        raise LoadError(key, "load_too_complex")
    fields = _extracted(page)
    if fields is None or not has_words(fields.text):
        raise LoadError(key, "load_no_article")
    return fields


def _canonical(stated: str, url: str) -> str:
    """Return the address that the page states, if it is of the same site, else ``url``."""
    address = resolved_address(stated, url)
    return address if address and _site(address) == _site(url) else url


def _site(address: str) -> str:
    """Return the registered domain, as far as it is known."""
    from courlan import extract_domain

    host = urlsplit(address).hostname or ""
    return extract_domain(address) or ".".join(host.split(".")[-2:])


def _extracted(page: str) -> Fields | None:
    from trafilatura import bare_extraction, load_html  # takes half a second
    from trafilatura.settings import Document

    try:
        tree = load_html(page)
        if tree is None:
            return None
        document = bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except MemoryError:
        raise
    except Exception:  # a page may break any of the parsers
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
    """Prefer the detected language: templates often state English above Indonesian articles."""
    return detect(text) or stated
