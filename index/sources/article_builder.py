"""Build an Article from unchecked fields: clean, bound, date it and detect its language.

Reads no files and knows no format.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import LoadError
from index.sources.bounded_io import has_words, too_large
from index.sources.decoding import mend_surrogates
from index.sources.field_values import MAX_SOURCE, MAX_TITLE, clean_line
from index.sources.fields import Fields
from index.sources.mojibake import repair_mojibake
from index.sources.section_names import section_above, stated_section
from index.text.cleaning import clean
from index.text.dates import publication_date
from index.text.language import detect, named_language
from index.text.web_address import web_address
from index.types import Article, Language, Span

MAX_TEXT = 5_000_000
"""Characters of an article's text."""
MAX_LINES = 150_000
"""Lines of an article's text; cleaning paragraphs of one letter takes 40 µs each."""
MAX_CREDITS = 600

# The same article comes with straight quotes from one place and curly ones from another.
_PLAIN_CHARACTERS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_VARIANT_CHARACTERS = re.compile(f"[{''.join(_PLAIN_CHARACTERS)}]")
"""A pattern is several times as fast as ``str.translate`` on news."""
_NAME_SEPARATORS = re.compile(r"[\s_-]+")


def row_article(fields: Fields, key: str) -> Article:
    """Return the article of a row of a collection; its title may be empty.

    Raises LoadError if the text has no word, is too long, or contains NUL.
    """
    damaged = "\0" in fields.text or "\ufffd" in fields.text
    if not has_words(fields.text):
        raise LoadError(key, "load_undecodable" if damaged else "load_no_text")
    if "\0" in fields.text:
        raise LoadError(key, "load_undecodable")
    return _article(fields, key, headline=False)


def file_article(fields: Fields, key: str) -> Article:
    """Return the article of a file.

    Its title is by default made of the file's name. Raises LoadError if the text is too long.
    """
    article = _article(fields, key, headline=True)
    return replace(article, title=article.title or title_from_name(key))


def title_from_name(key: str) -> str:
    """Return the words of a file's name: *Harga beras naik* for ``berita/harga-beras_naik.txt``."""
    words = _NAME_SEPARATORS.sub(" ", PurePosixPath(key).stem).strip()
    return clean_line(words[:1].upper() + words[1:], MAX_TITLE)


def digest_of(text: str, body: Iterable[Span]) -> str:
    """Return 32 hex digits, equal for the same words in any file, format or style of quotes."""
    words = " ".join(text[start:end] for start, end in body)
    words = unicodedata.normalize("NFKC", words).casefold()
    words = _VARIANT_CHARACTERS.sub(_plain_character, words)
    return hashlib.blake2b(" ".join(words.split()).encode(), digest_size=16).hexdigest()


def _plain_character(match: re.Match[str]) -> str:
    return _PLAIN_CHARACTERS[match[0]]


def _article(fields: Fields, key: str, *, headline: bool) -> Article:
    if len(fields.text) > MAX_TEXT:
        raise too_large(key, MAX_TEXT)
    if fields.text.count("\n") > MAX_LINES:
        raise LoadError(key, "load_too_complex")
    as_given = mend_surrogates(fields.text)
    text, title = repair_mojibake(as_given), repair_mojibake(fields.title)
    cleaned = clean(text, clean_line(title, MAX_TITLE), headline=headline)
    return Article(
        key=key,
        title=clean_line(cleaned.title, MAX_TITLE),
        text=text,
        body=cleaned.body,
        language=_language(fields.language, text, cleaned.body),
        digest=digest_of(text, cleaned.body),
        external_id=fields.external_id,
        date=publication_date(fields.date) or cleaned.date,
        place=cleaned.place,
        credits=clean_line(cleaned.credits, MAX_CREDITS),
        source=clean_line(fields.source, MAX_SOURCE),
        url=web_address(fields.url),
        section=stated_section([fields.section]) or section_above(text[: cleaned.body[0].start]),
        mojibake=text != as_given or title != fields.title,
    )


def _language(named: str, text: str, body: Iterable[Span]) -> Language:
    start = next(iter(body)).start
    return named_language(named) or detect(text[start:]) or Language.INDONESIAN
