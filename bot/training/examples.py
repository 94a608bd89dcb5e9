"""Questions whose answers are known into examples: candidates with figures, and which are right."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.dataset import load_articles, load_qrels
from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from bot.questions.retrieval import Retrieval
from bot.storage.connection import batches
from index.answers.reader.arrays import BoolArray
from index.answers.reader.figures import Candidates, figures
from index.answers.reader.question import Asked
from index.evaluation import holds_answer
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.text.dates import parse_date
from index.text.language import detect
from index.types import Article, Language

_OTHER_WEIGHT = 0.5
"""Of questions that are put together of the articles' own words, or asked of a few articles."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question, the strings that answer it (none: its article does not answer it), the article
    that it is about, the sentence that answers best, and how it asks.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    article: str
    sentence: str
    kind: str
    paraphrase: bool
    date: str


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A question with its candidates, one value each: ``holds`` an answer, is of its ``own``
    article, is the ``best`` sentence. ``typed``: as people type, with tempting ones among them.
    ``weight``: in training.
    """

    collection: str
    typed: bool
    weight: float
    question: KnownQuestion
    asked: Asked
    candidates: Candidates
    texts: Sequence[str]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    needs_previous: BoolArray
    terms: Sequence[frozenset[int]]
    holds: BoolArray
    own: BoolArray
    best: BoolArray

    @property
    def answered(self) -> bool:
        """Whether an answer is known."""
        return bool(self.question.answers)


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Articles with questions about them, both in memory.

    ``typed``: as people type, with some that their article does not answer; ``weight``: of one.
    """

    name: str
    typed: bool
    weight: float
    language: Language
    articles: Mapping[int, Article]
    questions: Sequence[KnownQuestion]


def read_collection(
    folder: Path, language: Language, step: int = 1, *, typed: bool = False
) -> Collection:
    """The collection in ``folder``: every ``step``-th of its questions, all of its articles."""
    loaded = load_articles([next(folder.glob("articles*"), folder)])
    articles = [replace(one, external_id=one.external_id or f"#{one.id}") for one in loaded]
    qrels, rows = {}, []
    if (folder / "queries.jsonl").exists():
        judged = folder / "qrels.tsv"
        qrels = load_qrels(judged) if judged.exists() else {}
        with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines][::step]
    questions = [
        _of_article(known_question(row, qrels.get(str(row["id"]), {})), row, articles)
        for row in rows
    ]
    by_id = {article.id: article for article in articles}
    weight = 1.0 if typed else _OTHER_WEIGHT
    return Collection(folder.name, typed, weight, language, by_id, questions)


def small_collections(collection: Collection, size: int) -> Iterator[Collection]:
    """Yield ``collection`` in parts of ``size`` articles and the questions about them.

    Where there are few articles their words are rarer and their scores higher.
    """
    by_id = {article.external_id: article for article in collection.articles.values()}
    about = {question.article for question in collection.questions} & by_id.keys()
    for some in batches(sorted(about, key=shuffled), size):
        yield replace(
            collection,
            name=f"{collection.name}, {size} at a time",
            weight=_OTHER_WEIGHT,
            articles={by_id[one].id: by_id[one] for one in sorted(some)},
            questions=[one for one in collection.questions if one.article in some],
        )


def shuffled(text: str) -> int:
    """Return a number that orders texts as if by chance, but always alike."""
    return crc32(text.encode())


def known_question(row: Mapping[str, object], relevant: Mapping[str, int]) -> KnownQuestion:
    """Return the question of a line of ``queries.jsonl``, and its judgements."""
    answers = row.get("answers")
    about = row.get("article") or min((one for one, grade in relevant.items() if grade), default="")
    return KnownQuestion(
        id=str(row["id"]),
        text=str(row["text"]),
        answers=tuple(map(str, answers if isinstance(answers, list) else [])),
        article=str(about),
        sentence=str(row.get("sentence") or ""),
        kind=str(row.get("kind") or ""),
        paraphrase=bool(row.get("paraphrase")),
        date=str(row.get("date") or ""),
    )


def _of_article(
    question: KnownQuestion, row: Mapping[str, object], articles: Sequence[Article]
) -> KnownQuestion:
    """Return the question with the article that says what was ``shown``, if it names none."""
    shown = row.get("shown")
    if question.article or not isinstance(shown, list) or not shown:
        return question
    own = (one.external_id for one in articles if str(shown[0]) in one.text)
    return replace(question, article=next(own, ""))


async def examples(collection: Collection) -> list[Example]:
    """Return every question of ``collection`` that finds any candidate, in order."""
    engine = LocalEngine()
    await (await engine.prepare(collection.articles.values())).commit("1")
    answerer = QuestionAnswerer(
        engine, ArticlesInMemory(collection.articles.values()), lambda: None
    )
    made = []
    for question in collection.questions:
        asked = parse_question(question.text, detect(question.text) or collection.language)
        query = (await answerer.correct(asked)).query
        retrieval = await answerer.find(query, scope=Scope(as_of=parse_date(question.date)))
        example = _example(question, collection, retrieval)
        if example is not None:
            made.append(example)
    return made


def _example(
    question: KnownQuestion, collection: Collection, retrieval: Retrieval
) -> Example | None:
    table = retrieval.table
    if not len(retrieval.found.articles) or not len(retrieval.asked.terms):
        return None
    candidates = figures(retrieval.asked, table, retrieval.found)
    numbers = candidates.sentences
    if not len(numbers):
        return None
    starts, ends = table.starts[numbers], table.ends[numbers]
    articles = [collection.articles[int(table.ids[one])] for one in candidates.articles]
    texts = [
        one.text[start:end]
        for one, start, end in zip(articles, starts.tolist(), ends.tolist(), strict=True)
    ]
    own = np.array([one.external_id == question.article for one in articles])
    holds = np.array([holds_answer(text, question.answers) for text in texts])
    same = np.array([_same(text, question.sentence) for text in texts])
    spans = [slice(table.firsts[one], table.firsts[one + 1]) for one in numbers]
    return Example(
        collection=collection.name,
        typed=collection.typed,
        weight=collection.weight,
        question=question,
        asked=retrieval.asked,
        candidates=candidates,
        texts=texts,
        starts=starts,
        ends=ends,
        needs_previous=candidates.figures["pronoun"] > 0,
        terms=[frozenset(table.terms[span].tolist()) for span in spans],
        holds=holds,
        own=own,
        best=own & (same if question.sentence else holds),
    )


def _same(text: str, sentence: str) -> bool:
    """Whether one is part of the other, as the same sentence cut differently is."""
    one, other = (" ".join(part.casefold().split()) for part in (text, sentence))
    return len(one) > 15 and bool(other) and (one in other or other in one)
