"""Which section's news a message asks for: *berita bola*, *yang ekonomi saja*. Pure.

Only a message that says nothing else asks for it: "apa dampak ekonomi perang" and "siapa menteri
kesehatan" are questions. The words are ``section_words.tsv``, the names ``index.text.sections``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.conversation.phrases import word_class
from bot.conversation.words import MessageWord, table_rows, usual_spelling, words_of
from index.text.sections import asked_sections

_MAX_WORDS = 16
_TAG = "ga"
"""The end of "ada berita bola nggak?"."""
_MAX_NUMBER = 2
"""Digits of how many headlines are asked for."""


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """The section whose news is asked for: its words as written, and its code."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A section's name in a message: its words from ``start`` to ``end``, and its code."""

    start: int
    end: int
    code: str


def requested_section(
    message: str, *, bare: bool = False, after_list: bool = False
) -> SectionRequest | None:
    """Return the section whose news ``message`` asks for; None if it asks for anything else.

    ``message`` is without its days and what is said around it; ``bare`` is whether these, or a word
    for the newest, asked for news already, so that any section's name is enough. A name that means
    nothing else, *bola*, is enough without; ``after_list`` of news, *kalau bola?* is, too.
    """
    words = words_of(message)
    if len(words) > _MAX_WORDS:
        return None
    texts = [word.text for word in words]
    named = _without_places(list(_names(texts)), texts)
    if len({each.code for each in named}) != 1 or _says_otherwise(texts):
        return None
    rest = list(_rest(texts, named))
    if rest[-1:] == [_TAG] and "ada" in rest:
        rest.pop()
    is_vague = any(texts[each.start] in _words("vague") for each in named)
    if not is_vague and _leads(rest, after_list=after_list):
        rest, bare = [], True
    if not _known().issuperset(word for word in rest if not _is_count(word)):
        return None
    if not (bare or _asks(rest)):
        return None
    return SectionRequest(_written(message, words, named), named[0].code)


def _leads(rest: Sequence[str], *, after_list: bool) -> bool:
    """Whether the words beside a name that means nothing else make it a request."""
    if _words("bare").issuperset(rest) or " ".join(rest) in _phrases("asks"):
        return True
    return after_list and _words("lead").issuperset(rest)


def _asks(rest: Sequence[str]) -> bool:
    """Whether words beside a section's name ask for its news."""
    if any(word in _words("news") for word in rest):
        return True
    return any(word in _words("only") for word in rest) and "apa" not in rest


def _names(texts: Sequence[str]) -> Iterator[_Named]:
    """Yield the sections' names, the longest that begins at each word."""
    at = 0
    while at < len(texts):
        for length in range(min(_longest_name(), len(texts) - at), 0, -1):
            if code := _name_codes().get(_as_name(texts[at : at + length])):
                yield _Named(at, at + length, code)
                break
        else:
            length = 1
        at += length


def _as_name(texts: Sequence[str]) -> str:
    *before, last = texts
    name = " ".join(texts)
    return name if name in _name_codes() else " ".join([*before, last.removesuffix("nya")])


def _without_places(named: list[_Named], texts: Sequence[str]) -> list[_Named]:
    """Return the names without the word *dunia* of "dunia olahraga"."""
    return [
        each
        for number, each in enumerate(named)
        if not (
            each.end == each.start + 1
            and texts[each.start] in _words("place")
            and number + 1 < len(named)
            and named[number + 1].start == each.end
        )
    ]


def _rest(texts: Sequence[str], named: Sequence[_Named]) -> Iterator[str]:
    """Yield the words that are not a section's name, nor its *dunia*."""
    taken = {at for each in named for at in range(each.start, each.end)}
    before = {each.start - 1 for each in named if texts[each.start - 1] in _words("place")}
    for at, text in enumerate(texts):
        if at not in taken and at not in before:
            yield text


def _says_otherwise(texts: Sequence[str]) -> bool:
    names_news = not {*_words("news"), "there", "ada"}.isdisjoint(texts)
    if texts[0] in _words("whether") and not names_news:
        return True  # "is the market open today"
    said = f" {' '.join(texts)} "
    return any(f" {phrase} " in said for phrase in _phrases("never"))


def _is_count(word: str) -> bool:
    return (word.isdecimal() and len(word) <= _MAX_NUMBER) or word in word_class("count")


def _written(message: str, words: Sequence[MessageWord], named: Sequence[_Named]) -> str:
    first = named[0]
    return message[words[first.start].start : words[first.end - 1].end]


@cache
def _name_codes() -> Mapping[str, str]:
    """Return the codes of sections by the names that are asked for, in their usual spelling."""
    found: dict[str, str] = {}
    for name, code in asked_sections().items():
        for joined in (name.replace(" & ", " "), name.replace("&", "dan")):
            found[" ".join(map(usual_spelling, joined.split()))] = code
    return found


@cache
def _longest_name() -> int:
    return max(len(name.split()) for name in _name_codes())


@cache
def _rows() -> Mapping[str, str]:
    return dict(table_rows("section_words.tsv"))


@cache
def _words(kind: str) -> frozenset[str]:
    words = _rows()[kind].split()
    return frozenset([*words, *map(usual_spelling, words)])


@cache
def _phrases(kind: str) -> frozenset[str]:
    phrases = _rows()[kind].split(" / ")
    return frozenset(" ".join(map(usual_spelling, phrase.split())) for phrase in phrases)


@cache
def _known() -> frozenset[str]:
    around = word_class("particle") | word_class("vocative") | word_class("address")
    return _words("news") | _words("only") | _words("filler") | around
