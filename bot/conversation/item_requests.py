"""Tell what asks for an article of the last answer or list by its number, or for its address.

The words are ``item_words.tsv``.
"""

from collections.abc import Collection, Sequence
from functools import cache

from bot.conversation.words import table_rows

_MAX_WORDS = 8
_DEFINED = (("apa", "itu"), ("what", "is"), ("what's", "a"))
"""Beginnings that ask what a word means."""


def item_asked(words: Sequence[str], fillers: Collection[str]) -> int:
    """Return the number of the article that ``words`` ask for, 1 if they name none; 0 if none."""
    said = [word for word in words if word not in fillers or _class_of(word)]
    classes = [_class_of(word) for word in said]
    if len(said) > _MAX_WORDS or {"", "origin"} & {*classes} or tuple(said[:2]) in _DEFINED:
        return 0
    numbers = {each for each in classes if each.lstrip("-").isdigit()}
    is_asked = "link" in classes or ("content" in classes and numbers)
    if not is_asked or len(numbers) > 1:
        return 0
    return int(next(iter(numbers), "1"))


def as_link(request: str, words: Sequence[str]) -> str:
    """Return the request to open an article as one for the address of its page, if it asks that.

    Without a number if none is named.
    """
    classes = {_class_of(word) for word in words}
    if not request.startswith("open") or "link" not in classes:
        return request
    is_numbered = any(each.lstrip("-").isdigit() for each in classes)
    return request.replace("open", "link") if is_numbered else "link"


def _class_of(word: str) -> str:
    return _classes().get(word, "")


@cache
def _classes() -> dict[str, str]:
    return {
        word: name
        for name, words in reversed([*table_rows("item_words.tsv")])
        for word in words.split()
    }
