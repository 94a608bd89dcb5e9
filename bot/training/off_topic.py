"""Questions about nothing in the articles: those of one collection asked of another, and a list."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from bot.training.examples import (
    Collection,
    Example,
    KnownQuestion,
    examples,
    known_question,
    read_collection,
    shuffled,
    small_collections,
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


async def off_topic_examples(
    data: Path, shipped: Path, typed: Sequence[Collection], step: int = 1
) -> list[Example]:
    """Return an example for each question of ``PAIRINGS`` that finds any candidate, and for two
    asked of each article of ``typed`` alone.

    ``shipped``: the folder of articles that come with the project. The example's question has no
    answers; its article is the question itself, so that all its examples are in one fold.
    """
    made: list[Example] = []
    read = {collection.name: collection for collection in typed}
    for pairing in PAIRINGS:
        folder = shipped if pairing.articles == shipped.name else data / pairing.articles
        if not (folder.is_dir() and _are_there(data, pairing.questions)):
            continue
        if folder.name not in read:
            read[folder.name] = read_collection(folder, pairing.language)
        collection = replace(read[folder.name], typed=False, language=pairing.language)
        asked = [
            _off_topic(question)
            for question in _questions(data, pairing.questions)[:: pairing.step * step]
        ]
        name = f"{pairing.questions.split('.')[0]} asked of {pairing.articles}"
        made += await examples(replace(collection, name=name, weight=1.0, questions=asked))
    for collection in typed:
        for alone in _asked_of_one(data, collection):
            made += await examples(alone)
    return made


def _asked_of_one(data: Path, collection: Collection) -> Iterator[Collection]:
    """Yield each article alone, with a question about another one and one of the list."""
    listed = cycle(_questions(data, f"off_topic_{collection.language}.txt"))
    answered = [one for one in collection.questions if one.answers]
    if len({one.article for one in answered}) < 2:
        return
    others = cycle(sorted(answered, key=lambda one: shuffled(one.id)))
    for alone in small_collections(collection, 1):
        article = alone.questions[0].article
        other = next(one for one in others if one.article != article)
        yield replace(
            alone,
            name=f"{collection.name} and off_topic_{collection.language} asked of one article",
            typed=False,
            weight=1.0,
            questions=[_off_topic(other), _off_topic(next(listed))],
        )


def _off_topic(question: KnownQuestion) -> KnownQuestion:
    return replace(question, answers=(), article=question.id, date="")


def _are_there(data: Path, name: str) -> bool:
    return name.endswith(".txt") or (data / name).is_dir()


def _questions(data: Path, name: str) -> Sequence[KnownQuestion]:
    if name.endswith(".txt"):
        lines = (_LISTS / name).read_text(encoding="utf-8").splitlines()
        return [known_question({"id": line, "text": line}, {}) for line in lines]
    rows = (data / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [known_question(json.loads(row), {}) for row in rows]
    return [question for question in questions if question.answers]
