"""Load the article of a web page: a saved one, ``.html``, or one that was fetched.

Its text is what trafilatura extracts, a line for each paragraph. Fetches nothing.
"""

import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from index.errors import LoadError
from index.sources.article_builder import file_article, row_article
from index.sources.bounded_io import has_words, read_text, too_large
from index.sources.decoding import decode_html
from index.sources.fields import Fields
from index.sources.loading import Loading
from index.sources.markup import separate_links
from index.sources.nesting import flattened
from index.sources.page_metadata import (
    drop_sections,
    host_of,
    shown_text,
    stated_address,
    stated_date,
)
from index.sources.page_section import page_section
from index.sources.section_names import stated_section
from index.sources.stub_pages import MAX_WALL, stub_reason
from index.text.language import detect
from index.types import Article

MAX_BYTES = 3_000_000
MAX_TAGS = 80_000
"""Extraction of the worst pages tried, paragraphs of one letter, takes 160 µs for each tag."""

_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
"""Only dates that the page states, none found in its text; no bound taken from the clock."""
_WORD = re.compile(r"\w+")
_MIN_TITLE_WORD = 5
_MIN_TITLE_WORDS = 2

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
    found = _fields(page, key, url)
    hint = hint or Fields("")
    if not _speaks_of(found.text, hint.title):
        raise LoadError(key, "load_no_article")
    return row_article(
        replace(
            found,
            title=hint.title or found.title,
            date=found.date or hint.date,
            source=found.source or hint.source or host_of(url),
            language=found.language or hint.language,
            section=stated_section([found.section, hint.section]) or found.section or hint.section,
        ),
        key,
    )


def _fields(page: str, key: str, url: str = "") -> Fields:
    if page.count("<") > MAX_TAGS:
        raise LoadError(key, "load_too_complex")
    extracted = _extracted(page, url)
    if extracted is None:
        raise LoadError(key, "load_no_article")
    fields, links, shown = extracted
    if reason := stub_reason(fields.title, fields.text or shown, links):
        raise LoadError(key, reason)
    if not has_words(fields.text):
        raise LoadError(key, "load_no_article")
    return fields


def _speaks_of(text: str, title: str) -> bool:
    """Whether a text has a word of a feed's title; a long one need not.

    What answers in place of an article says something else.
    """
    words = [word for word in _WORD.findall(title.casefold()) if len(word) >= _MIN_TITLE_WORD]
    if len(words) < _MIN_TITLE_WORDS or len(text) > MAX_WALL:
        return True
    text = text.casefold()
    return any(word in text for word in words)


def _extracted(page: str, url: str) -> tuple[Fields, Collection[str], str] | None:
    """Return the fields of the article, the texts of the page's links, and what the page shows."""
    from trafilatura import bare_extraction, load_html  # takes half a second
    from trafilatura.settings import Document

    try:
        tree = load_html(flattened(separate_links(page)))
        if tree is None:
            return None
        address, date, shown = stated_address(tree, url), stated_date(tree), shown_text(tree)
        section = page_section(tree)
        links = {" ".join(link.text_content().split()) for link in tree.iter("a")}
        drop_sections(tree)
        document = bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except MemoryError:
        raise
    except Exception:  # a page may break any of the parsers
        logger.info("a page broke its parser", exc_info=True)
        return None
    if not isinstance(document, Document):
        return Fields("", title=(tree.findtext(".//title") or "").strip()), links, shown
    fields = Fields(
        text=document.text or "",
        title=document.title or "",
        date=date or document.date or "",
        source=document.sitename or ("" if url else host_of(address)),
        url=address,
        language=_language(document.text or "", tree.get("lang") or ""),
        section=section,
    )
    return fields, links, shown


def _language(text: str, stated: str) -> str:
    """Prefer the detected language: templates often state English above Indonesian articles."""
    return detect(text) or stated
