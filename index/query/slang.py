"""Indonesian chat slang, expanded: *gmn* is *bagaimana*, *thn* is *tahun*.

For questions only: articles are written out, and in them *sp* or *org* may be part of a name or
an address. Words are replaced one by one, without regard to context. The words are ``slang.tsv``.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from index.query.colloquial import written_out
from index.types import Language

_TABLE = "slang.tsv"
_OWNED = re.compile(r"(\w+)(nya)")
_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_]+(?![\w'-]|[.@/]\w)")


def expand_slang(question: str) -> str:
    """Return ``question`` with slang expanded; a word all in capitals is an acronym and stays."""
    return _WORD.sub(lambda found: _expanded(found[0]), question)


def in_full(text: str, language: Language) -> str:
    """Return ``text`` with slang expanded if it is of a language that has any here."""
    return expand_slang(text) if language is Language.INDONESIAN else text


def is_slang(word: str) -> bool:
    """Whether ``expand_slang`` would replace this word."""
    return _expanded(word) != word


def chat_spelling(word: str) -> str | None:
    """Return what a lower-case word of the table stands for, with *-nya* if it has it, or None."""
    known = _expansions()
    if word in known:
        return known[word]
    owned = _OWNED.fullmatch(word)
    return known[owned[1]] + owned[2] if owned and owned[1] in known else None


def _expanded(word: str) -> str:
    if word.isupper():
        return word
    known = chat_spelling(word.lower())
    if known is None:
        return written_out(word) if word.islower() else word
    return known


@cache
def _expansions() -> Mapping[str, str]:
    text = resources.files("index.query").joinpath(_TABLE).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {typed: written for written, others in rows for typed in others.split()}
