"""Questions about nothing in the articles: those of one collection asked of another, and a list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.training.examples import (
    Example,
    KnownQuestion,
    examples,
    known_question,
    read_collection,
)
from index.types import Language

_LISTS = Path("tests/eval")


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Articles of a collection, and the questions that they are asked: every ``step``-th."""

    articles: str
    questions: str
    step: int
    language: Language


PAIRINGS = (
    _Pairing("idkmrc", "natural-id", 5, Language.INDONESIAN),
    _Pairing("facqa", "natural-id", 5, Language.INDONESIAN),
    _Pairing("natural-id", "off_topic_id.txt", 1, Language.INDONESIAN),
    _Pairing("facqa", "off_topic_id.txt", 1, Language.INDONESIAN),
    _Pairing("natural-en", "off_topic_en.txt", 1, Language.ENGLISH),
    _Pairing("realtimeqa", "off_topic_en.txt", 1, Language.ENGLISH),
    _Pairing("natural-id", "idkmrc", 16, Language.INDONESIAN),
    _Pairing("articles", "natural-id", 10, Language.INDONESIAN),
    _Pairing("articles", "natural-en", 5, Language.ENGLISH),
    _Pairing("articles", "off_topic_id.txt", 1, Language.INDONESIAN),
    _Pairing("articles", "off_topic_en.txt", 1, Language.ENGLISH),
)


async def off_topic_examples(data: Path, shipped: Path, step: int = 1) -> list[Example]:
    """Return an example for each question of ``PAIRINGS`` that finds any candidate.

    ``shipped``: the folder of articles that come with the project. The example's question has no
    answers; its article is the question itself, so that all its examples are in one fold.
    """
    made: list[Example] = []
    for pairing in PAIRINGS:
        folder = shipped if pairing.articles == shipped.name else data / pairing.articles
        collection = read_collection(folder, pairing.language)
        asked = [
            replace(question, answers=(), article=question.id, date="")
            for question in _questions(data, pairing.questions)[:: pairing.step * step]
        ]
        name = f"{pairing.questions.split('.')[0]} asked of {pairing.articles}"
        made += await examples(replace(collection, name=name, questions=asked))
    return made


def _questions(data: Path, name: str) -> Sequence[KnownQuestion]:
    if name.endswith(".txt"):
        lines = (_LISTS / name).read_text(encoding="utf-8").splitlines()
        return [known_question({"id": line, "text": line}, {}) for line in lines]
    rows = (data / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [known_question(json.loads(row), {}) for row in rows]
    return [question for question in questions if question.answers]
