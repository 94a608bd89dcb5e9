"""Mistakes as people make them on a phone, for measuring what they cost."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.evaluation.runner import Question

_SHORTEST = 5
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped_questions(questions: Sequence[Question], seed: int) -> list[Question]:
    """``questions`` with one mistake each, the same for the same ``seed``."""
    chance = random.Random(seed)  # noqa: S311  # nothing is kept secret by it
    return [replace(question, text=mistyped(question.text, chance)) for question in questions]


def mistyped(text: str, chance: random.Random) -> str:
    """``text`` with one word of five letters or more misspelt; as it is where there is none.

    A letter is left out, doubled, exchanged with the next, or another one.
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
