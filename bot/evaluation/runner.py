"""``kutip eval``: ask many questions of a collection that is loaded for the purpose.

Every question takes the way of a reader's question; only the articles are read from files into
memory instead of storage, so that nothing of the real data folder is touched.
"""

import csv
import gzip
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from bot.questions.answering import READ, Answer, QuestionAnswerer, Retrieval
from index.answers.answerability import answerability_of, confidence
from index.answers.evidence import read
from index.answers.quotes import choose_quotes
from index.answers.reranking import RankedPassage, rank, ranked_articles
from index.evaluation import (
    QuoteMeasures,
    RankedQuestion,
    RefusalMeasures,
    quote_measures,
    ranking_measures,
    refusal_measures,
)
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.sources import load, load_folder
from index.text.dates import parse_date
from index.types import Article, IndexStats, Language, Quote

_PASSAGES_RANKED = 200
"""Enough for the first ten articles: no news article has more than twenty passages near the top."""
_ARTICLES_RANKED = 100


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an evaluation; ``answers`` is empty where none is known."""

    id: str
    text: str
    answers: tuple[str, ...]
    date: date | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What came of one question: the reply, and what was found whether or not it was refused.

    ``confidence`` is that in the best hit; ``unanswered`` what remains of it without the relevant
    articles, for a question whose best hit is one of them.
    """

    question: Question
    answer: Answer
    ranking: tuple[RankedQuestion, ...]
    quotes: tuple[Quote, ...]
    confidence: float
    unanswered: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one evaluation; ``found`` are those of ``quotes`` were nothing refused."""

    stats: IndexStats
    questions: int
    ranking: Mapping[str, float]
    quotes: QuoteMeasures
    found: QuoteMeasures
    refusal: RefusalMeasures | None


class ArticlesInMemory:
    """The ``ArticleReader`` of an evaluation."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.all = {article.id: article for article in articles}

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """The articles with these ids."""
        return {number: self.all[number] for number in ids}


def load_articles(paths: Iterable[Path]) -> Iterator[Article]:
    """The articles of every folder or file, numbered from 1; items that fail are left out."""
    items = chain.from_iterable(
        load_folder(path) if path.is_dir() else load(path, path.name) for path in paths
    )
    loaded = (item for item in items if isinstance(item, Article))
    return (replace(article, id=number) for number, article in enumerate(loaded, start=1))


def load_questions(path: Path) -> list[Question]:
    """The questions of a JSONL file with the fields id, text, and optionally answers and date."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [_question(json.loads(line)) for line in lines if line.strip()]


def _question(row: Mapping[str, object]) -> Question:
    answers = row.get("answers") or []
    return Question(
        id=str(row["id"]),
        text=str(row["text"]),
        answers=tuple(map(str, answers if isinstance(answers, list) else [answers])),
        date=parse_date(str(row.get("date") or "")),
    )


def load_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Relevance by query and article, from rows of query, article, relevance (tab-separated)."""
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for query_id, article_id, relevance in csv.reader(rows, delimiter="\t"):
            qrels.setdefault(query_id, {})[article_id] = int(relevance)
    return qrels


class Evaluator:
    """Asks questions of articles that are held in memory."""

    def __init__(self, reader_language: Language) -> None:
        self._language = reader_language
        self._engine = LocalEngine()
        self._reader = ArticlesInMemory(())
        self._answering = QuestionAnswerer(self._engine, self._reader, today=lambda: None)

    @property
    def stats(self) -> IndexStats:
        """How much is loaded."""
        return self._engine.stats

    async def load(self, articles: Iterable[Article]) -> None:
        """Index ``articles`` in place of what was loaded before."""
        self._reader.all = ArticlesInMemory(articles).all
        (await self._engine.prepare(self._reader.all.values())).commit()

    async def ask(self, question: Question, relevant: Collection[str] = ()) -> AskedQuestion:
        """One question, its date as the last day whose articles are seen.

        ``relevant`` are the public ids of the articles that answer it, where they are known.
        """
        answer, finding = await self._answering.investigate(
            question.text,
            reader_language=self._language,
            as_of=question.date,
            limit=_PASSAGES_RANKED,
        )
        if finding is None:
            query = parse_question(question.text, answer.language)
            finding = await self._answering.find(query, as_of=question.date)
        best = ranked_articles(finding.ranked, finding.result.hits)[:_ARTICLES_RANKED]
        rows = tuple(self._rows(question, best))
        right = bool(rows) and rows[0].article_id in relevant
        return AskedQuestion(
            question,
            answer,
            rows,
            choose_quotes(finding.query, finding.ranked, finding.weights),
            confidence_in(finding.ranked, finding),
            self._confidence_without(relevant, finding, question.date) if right else None,
        )

    def _rows(
        self, question: Question, best: Sequence[tuple[int, float]]
    ) -> Iterator[RankedQuestion]:
        for article_id, score in best:
            yield RankedQuestion(question.id, self._reader.all[article_id].public_id, score)

    def _confidence_without(
        self, relevant: Collection[str], finding: Retrieval, today: date | None
    ) -> float:
        """The confidence in the best that is left where the articles of these ids are gone."""
        left = [
            hit
            for hit in finding.result.hits
            if self._reader.all[hit.passage.article_id].public_id not in relevant
        ]
        result = replace(finding.result, hits=tuple(left))
        readings = read(result, self._reader.all, finding.query, finding.weights, READ)
        return confidence_in(rank(readings, finding.query, finding.weights, today), finding)


def confidence_in(ranked: Sequence[RankedPassage], finding: Retrieval) -> float:
    """The confidence in the first of ``ranked`` as an answer to the question of ``finding``."""
    return confidence(answerability_of(ranked, finding.query))


async def run_evaluation(
    articles: Iterable[Path],
    questions: Sequence[Question],
    qrels: Mapping[str, Mapping[str, int]],
    on_asked: Callable[[], None],
) -> tuple[Evaluation, list[AskedQuestion]]:
    """Load ``articles``, ask every question, and measure; ``on_asked`` is called after each."""
    evaluator = Evaluator(Language.INDONESIAN)
    await evaluator.load(load_articles(articles))
    asked = []
    for question in questions:
        relevant = [article for article, grade in qrels.get(question.id, {}).items() if grade > 0]
        asked.append(await evaluator.ask(question, relevant))
        on_asked()
    return evaluate(asked, qrels, evaluator.stats), asked


def evaluate(
    asked: Sequence[AskedQuestion], qrels: Mapping[str, Mapping[str, int]], stats: IndexStats
) -> Evaluation:
    """The figures of everything that was asked; no ranking measures where ``qrels`` is empty."""
    run = (row for one in asked for row in one.ranking)
    answers = [one.question.answers for one in asked]
    right = [(one.confidence, one.unanswered) for one in asked if one.unanswered is not None]
    return Evaluation(
        stats=stats,
        questions=len(asked),
        ranking=ranking_measures(qrels, run) if qrels else {},
        quotes=quote_measures([_texts(one.answer.quotes) for one in asked], answers),
        found=quote_measures([_texts(one.quotes) for one in asked], answers),
        refusal=refusal_measures(*zip(*right, strict=True)) if right else None,
    )


def _texts(quotes: Iterable[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


def evaluation_to_json(evaluation: Evaluation) -> dict[str, float | int | None]:
    """Every figure by name; ``null`` where the input has nothing to measure it on."""
    return {
        "articles": evaluation.stats.articles,
        "passages": evaluation.stats.passages,
        "questions": evaluation.questions,
        **evaluation.ranking,
        "answer in first quote": evaluation.quotes.first_quote,
        "answer in quotes": evaluation.quotes.any_quote,
        "refused": evaluation.quotes.refused,
        "answer in first quote, nothing refused": evaluation.found.first_quote,
        **_refusal_to_json(evaluation.refusal),
    }


def _refusal_to_json(measures: RefusalMeasures | None) -> dict[str, float]:
    """Of questions whose first hit is right, as they are and with the relevant article removed."""
    if measures is None:
        return {}
    return {
        "right first hits kept": measures.kept,
        "relevant article removed: refused": measures.refused,
        "relevant article removed: AUC": measures.auc,
    }


def trec_run(asked: Iterable[AskedQuestion]) -> Iterator[str]:
    """Lines of a TREC run: query id, Q0, article id, rank, score, name of the run."""
    for one in asked:
        for place, row in enumerate(one.ranking, start=1):
            yield f"{row.query_id} Q0 {row.article_id} {place} {row.score:.6f} kutip"
