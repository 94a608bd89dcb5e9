"""The text of an answer without quotes."""

from functools import reduce

from bot.questions.answer import Answer
from bot.texts import Texts

_MAX_NAMED = 60
"""Characters of a subject; a longer one is not read with care."""


def text_without_quotes(answer: Answer, texts: Texts) -> str:
    """Return why nothing is quoted, on one line."""
    key = answer.text_key
    if not key.startswith("refused"):
        return texts.format(key)
    named = map(_shortened, answer.missing or ("",))
    missing = reduce(lambda one, other: texts.format("topic_said_or", left=one, right=other), named)
    return texts.conversation.format(key, missing=missing, about=_shortened(answer.about))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_NAMED else line[:_MAX_NAMED].rstrip() + "…"
