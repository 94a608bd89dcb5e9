"""Load a Markdown file that is one article: ``.md``.

Its text is what a reader of the page would see, so that quotes have no markup: a paragraph for
each block, links and emphasis as their words, no pictures or HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import LoadError
from index.sources.article_builder import file_article
from index.sources.bounded_io import has_words, read_text
from index.sources.fields import Fields
from index.sources.header import split_front_matter
from index.sources.loading import Loading
from index.types import Article

MAX_BYTES = 1_000_000
MAX_SOURCE = 150_000
MAX_BRACKETS = 10_000
"""The parser takes quadratic time on some texts: 11 s for 100,000 open brackets, 8 s for 150,000
characters of the worst other text that was tried."""


def load(path: Path, key: str, _loading: Loading) -> Iterator[Article | LoadError]:
    """Yield the one article of the file; raises LoadError if it has none."""
    header, source = split_front_matter(read_text(path, key, MAX_BYTES))
    if len(source) > MAX_SOURCE or source.count("[") > MAX_BRACKETS:
        raise LoadError(key, "load_too_complex")
    tokens = MarkdownIt("commonmark").parse(source)
    text = "\n\n".join(filter(None, _blocks(tokens)))
    if not has_words(text):
        raise LoadError(key, "load_no_text")
    yield file_article(Fields(**{"text": text, "title": _heading(tokens), **header}), key)


def _heading(tokens: Sequence[Token]) -> str:
    """Return the first heading of the first level, or ""."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h1":
            return _words(inline.children or ())
    return ""


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _words(token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content.strip()


def _words(tokens: Iterable[Token]) -> str:
    return "".join(map(_word, tokens)).strip()


def _word(token: Token) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case _:
            return ""
