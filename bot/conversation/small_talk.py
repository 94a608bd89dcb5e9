"""Tell small talk from questions: what is said without a word of what articles are about.

The phrases are ``sayings.tsv``: a message is small talk if they and fillers are all of it.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.intents import SmallTalk, Talk
from bot.conversation.phrases import PhraseAutomaton, word_class
from bot.conversation.words import table_rows, words_of
from index.analysis import english, indonesian

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_MAX_WORDS = 24
_ABOUT_NEWS = frozenset("berita kabar info soal tentang menurut about".split())
_PICTURE = re.compile(r"[^\w\s?!.,]")
_CONSONANTS = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{6}|asdf|sdfg|dfgh|fghj|ghjk|hjkl|jkl;|fdsa|lkjh|kjhg|qwer|rtyu|yuio|uiop|zxcv|xcvb|cvbn|vbnm|bnm"
)
_LETTERS = re.compile(r"(.)\1{3,}")
_UNCLEAR_NUMBERS = re.compile(r"[\d.,]+")


def talk(message: str, _: "Situation") -> Talk | None:
    """Return the small talk that all of ``message`` is; None if it says anything else."""
    kind = small_talk(message)
    return Talk(kind) if kind else None


def small_talk(message: str) -> SmallTalk | None:
    """Return what all of ``message`` is; None if it says anything else."""
    texts = [word.text for word in words_of(message)]
    if not texts:
        return SmallTalk.EMOJI if _PICTURE.search(message) else None
    if len(texts) > _MAX_WORDS:
        return None
    if _asks_of_exclaimed(texts):
        return None
    kinds = _kinds(texts)
    if kinds:
        return min(kinds, key=_importance().__getitem__)
    if kinds is not None and not _called().isdisjoint(texts):
        return SmallTalk.PRESENCE
    return SmallTalk.UNCLEAR if _is_gibberish(message) else None


def _kinds(texts: Sequence[str]) -> set[SmallTalk] | None:
    """Return the kinds of the phrases that make up ``texts`` with fillers; None if more is said."""
    table, skipped = _sayings(), word_class("particle")
    at, kinds = 0, set[SmallTalk]()
    while at < len(texts):
        found = table.longest(texts, at, skipped)
        if found:
            kinds.add(SmallTalk(found.label))
            at = found.end
        elif texts[at] in fillers():
            at += 1
        else:
            return None
    return kinds


def _asks_of_exclaimed(texts: Sequence[str]) -> bool:
    """Whether a question goes with an exclamation: "wah mahal banget, kenapa?"."""
    classes = ("exclamation", "exclaimed", "question")
    return not any(word_class(each).isdisjoint(texts) for each in classes)


def _is_gibberish(message: str) -> bool:
    """Whether a message of a word or two is letters at random, or a number."""
    text = message.strip().lower()
    if len(text.split()) > 2:
        return False
    return bool(
        _CONSONANTS.search(text) or _LETTERS.search(text) or _UNCLEAR_NUMBERS.fullmatch(text)
    )


@cache
def _sayings() -> PhraseAutomaton:
    return PhraseAutomaton(table_rows("sayings.tsv"))


@cache
def _importance() -> dict[SmallTalk, int]:
    kinds = dict.fromkeys(SmallTalk(label) for label, _ in table_rows("sayings.tsv"))
    return {kind: rank for rank, kind in enumerate(kinds)}


@cache
def fillers() -> frozenset[str]:
    """Return the words that say nothing beside a phrase of small talk."""
    classes = ("particle", "vocative", "address", "honorific", "also", "talk-word")
    stops = indonesian.STOP_WORDS | english.STOP_WORDS
    return frozenset().union(*map(word_class, classes)) | (stops - _ABOUT_NEWS)


@cache
def _called() -> frozenset[str]:
    return word_class("vocative") | word_class("address")
