"""The language of a group: that of most of the last messages that were written there. Pure."""

from collections.abc import Sequence

from index.types import Language

MAX_MESSAGES = 7
"""Messages that count: a few in another language decide nothing, a group that changes is heard."""


def add_message(heard: Sequence[Language], language: Language) -> tuple[Language, ...]:
    """Return the languages of the last messages after one more."""
    return (*heard, language)[-MAX_MESSAGES:]


def language_spoken(heard: Sequence[Language]) -> Language | None:
    """Return the language of more than half of the messages; None if there is none."""
    return next((each for each in Language if 2 * list(heard).count(each) > len(heard)), None)
