"""Make typing mistakes in questions, to measure what they cost."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.evaluation.dataset import Question

_MIN_LENGTH = 5
_WORD = re.compile(rf"[^\W\d_]{{{_MIN_LENGTH},}}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped_questions(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return ``questions`` with one mistake each, the same for the same ``seed``."""
    chance = random.Random(seed)  # noqa: S311  # nosec B311 # reproducible, not secret
    return [replace(question, text=mistyped(question.text, chance)) for question in questions]


def mistyped(text: str, chance: random.Random) -> str:
    """Return ``text`` with one word of five letters or more misspelt, if it has one.

    A letter is dropped, doubled, exchanged with the next, or replaced.
    """
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    place = chance.randrange(word.start(), word.end() - 1)
    letter, following = text[place], text[place + 1]
    instead = chance.choice(("", letter * 2, following + letter, chance.choice(_LETTERS)))
    reached = place + 2 if instead == following + letter else place + 1
    return text[:place] + instead + text[reached:]
