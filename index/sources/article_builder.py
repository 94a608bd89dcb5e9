"""Unchecked fields become an Article: cleaned, bounded, dated, its language and digest told.

Reads no files and knows no format.
"""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.errors import LoadError
from index.sources.bounded_io import has_words, too_large
from index.sources.decoding import mend_surrogates
from index.sources.fields import Fields
from index.text.boilerplate import date_of_line
from index.text.cleaning import clean
from index.text.dates import parse_date
from index.text.language import detect, named_language
from index.types import Article, Language, Span

MAX_TEXT = 5_000_000
"""Characters of an article's text."""
MAX_LINES = 500_000
"""Line breaks; recognising boilerplate takes 8 µs for a paragraph of one letter."""
MAX_TITLE = 300
MAX_SOURCE = 100
MAX_URL = 2000
MAX_CREDITS = 600

# The same article comes with straight quotes from one place and curly ones from another.
_PLAIN_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_SIGNS = re.compile(f"[{''.join(_PLAIN_SIGNS)}]")  # several times as fast as str.translate on news
_INVISIBLE = ("Cc", "Cf", "Cs")  # controls, formatting such as bidi overrides, surrogates
_NAME_GAPS = re.compile(r"[\s_-]+")


def row_article(fields: Fields, key: str) -> Article:
    """The article of a row of a collection; a row without a title has none.

    Raises LoadError when the text has no word in it, is too long, or holds NUL.
    """
    if not has_words(fields.text):
        raise LoadError(key, "load_no_text")
    if "\0" in fields.text:
        raise LoadError(key, "load_undecodable")
    return _article(fields, key, headline=False)


def file_article(fields: Fields, key: str) -> Article:
    """The article of a file of its own.

    Without a headline the file's name is its title; without a date field a date that stands alone
    above the body counts. Raises LoadError when the text is too long.
    """
    article = _article(fields, key, headline=True)
    return replace(
        article,
        title=article.title or title_from_name(key),
        date=article.date or _date_above(article),
    )


def title_from_name(key: str) -> str:
    """The words of a file's name: ``berita/harga-beras_naik.txt`` is *Harga beras naik*."""
    words = _NAME_GAPS.sub(" ", PurePosixPath(key).stem).strip()
    return one_line(words[:1].upper() + words[1:], MAX_TITLE)


def one_line(value: str, limit: int) -> str:
    """``value`` without control characters, white space collapsed, cut at a word's end."""
    line = " ".join(value[: 4 * limit].split())
    if not line.isprintable():
        line = "".join(sign for sign in line if unicodedata.category(sign) not in _INVISIBLE)
    if len(line) <= limit:
        return line
    head, space, _ = line[:limit].rpartition(" ")
    return (head if space else line[: limit - 1]) + "…"


def web_address(value: str) -> str:
    """``value`` if it is an address of the web that may be linked to, else ""."""
    value = value.strip()
    if len(value) > MAX_URL or not value.isprintable() or " " in value:
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname else ""


def digest_of(text: str, body: Iterable[Span]) -> str:
    """32 hex digits, equal for the same words in another file, format or style of quotes."""
    words = " ".join(text[start:end] for start, end in body)
    words = _SIGNS.sub(_plain_sign, unicodedata.normalize("NFKC", words).casefold())
    return hashlib.blake2b(" ".join(words.split()).encode(), digest_size=16).hexdigest()


def _plain_sign(sign: re.Match[str]) -> str:
    return _PLAIN_SIGNS[sign[0]]


def _article(fields: Fields, key: str, *, headline: bool) -> Article:
    if len(fields.text) > MAX_TEXT:
        raise too_large(key, MAX_TEXT)
    if fields.text.count("\n") > MAX_LINES:
        raise LoadError(key, "load_too_complex")
    text = mend_surrogates(fields.text)
    cleaned = clean(text, one_line(fields.title, MAX_TITLE), headline=headline)
    return Article(
        key=key,
        title=one_line(cleaned.title, MAX_TITLE),
        text=text,
        body=cleaned.body,
        language=_language(fields.language, text, cleaned.body),
        digest=digest_of(text, cleaned.body),
        external_id=fields.external_id,
        date=parse_date(fields.date),
        place=cleaned.place,
        credits=one_line(cleaned.credits, MAX_CREDITS),
        source=one_line(fields.source, MAX_SOURCE),
        url=web_address(fields.url),
    )


def _date_above(article: Article) -> datetime.date | None:
    lines = article.text[: article.body[0].start].splitlines()
    return next((found for line in lines if (found := date_of_line(line))), None)


def _language(named: str, text: str, body: Iterable[Span]) -> Language:
    start = next(iter(body)).start
    return named_language(named) or detect(text[start:]) or Language.INDONESIAN
