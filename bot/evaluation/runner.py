"""Run an evaluation (``kutip eval``): ask many questions with known answers, and measure.

Questions are answered as users' are, but from articles in memory: the bot's own data is not
touched.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.dataset import Question, load_articles
from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from bot.questions.judging import SentenceJudge
from bot.questions.retrieval import Retrieval
from index.answers.reader.composition import MAX_FIRST
from index.evaluation import (
    QuoteMeasures,
    RankedArticle,
    RefusalMeasures,
    holds_first,
    quote_measures,
    ranking_measures,
    refusal_measures,
    share,
)
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Article, Filters, IndexStats, Language, Quote

_PASSAGES_RANKED = 200
"""Enough for the first ten articles: no news article has more than twenty passages near the top."""
_ARTICLES_RANKED = 100


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the answer, and the ranking and quotes regardless of refusal.

    ``margin`` is by how much the confidence exceeds the threshold of refusal, and
    ``margin_without_relevant`` what it would be without the relevant articles; None unless the
    first article is one of them.
    """

    question: Question
    answer: Answer
    ranking: tuple[RankedArticle, ...]
    quotes: tuple[Quote, ...]
    margin: float
    margin_without_relevant: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures of an evaluation; ``unrefused_quotes`` as if nothing were refused.

    ``refusal`` compares questions whose first hit is relevant with the same questions asked
    without the relevant articles; ``answerable`` those with known answers with those without.
    ``right_kept``: the share of right first quotes that are not refused. ``kinds``: the measures of
    quotes as if nothing were refused, by kind of question.
    """

    stats: IndexStats
    questions: int
    ranking: Mapping[str, float]
    quotes: QuoteMeasures
    unrefused_quotes: QuoteMeasures
    refusal: RefusalMeasures | None
    answerable: RefusalMeasures | None
    right_kept: float | None
    kinds: Mapping[str, QuoteMeasures]


class ArticlesInMemory:
    """The ``ArticleLookup`` of an evaluation."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self.by_id = {article.id: article for article in articles}

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return the articles with these ids, all of which exist."""
        return {number: self.by_id[number] for number in ids}

    async def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of a source; no evaluation asks for more."""
        return {number for number in ids if filters.source in self.by_id[number].source}


class Evaluator:
    """Asks questions of articles that are held in memory; ``judge`` is the answerer's.

    ``quote_limit`` bounds the quotes that are measured as if nothing were refused.
    """

    def __init__(
        self,
        reader_language: Language,
        quote_limit: int = MAX_FIRST,
        judge: SentenceJudge | None = None,
    ) -> None:
        self._language = reader_language
        self._quote_limit = quote_limit
        self._engine = LocalEngine()
        self.stats = IndexStats(0, 0)
        self._reader = ArticlesInMemory()
        self._answerer = QuestionAnswerer(self._engine, self._reader, lambda: None, judge)

    async def load(self, articles: Iterable[Article]) -> None:
        """Index ``articles`` in place of those loaded before."""
        self._reader.by_id = {article.id: article for article in articles}
        await (await self._engine.prepare(self._reader.by_id.values())).commit("1")
        self.stats = await self._engine.figures()

    async def ask(self, question: Question, relevant: Collection[str] = ()) -> AskedQuestion:
        """Ask a question as of its date; ``relevant`` are the public ids of relevant articles."""
        answer, retrieval = await self._answerer.investigate(
            question.text,
            reader_language=self._language,
            as_of=question.date,
            limit=_PASSAGES_RANKED,
        )
        if retrieval is None:
            query = parse_question(question.text, answer.language)
            retrieval = await self._answerer.find(query, scope=Scope(as_of=question.date))
        ranking = tuple(
            RankedArticle(question.id, self._reader.by_id[article_id].public_id, score)
            for article_id, score in retrieval.ranking[:_ARTICLES_RANKED]
        )
        first_is_relevant = bool(ranking) and ranking[0].article_id in relevant
        return AskedQuestion(
            question=question,
            answer=answer,
            ranking=ranking,
            quotes=self._quotes(retrieval),
            margin=retrieval.margin,
            margin_without_relevant=(
                self._margin_without(relevant, retrieval) if first_is_relevant else None
            ),
        )

    def _quotes(self, retrieval: Retrieval) -> tuple[Quote, ...]:
        """Return the quotes, as if nothing were refused."""
        chosen = retrieval.chosen_within(self._quote_limit)
        return chosen.quotes(self._reader.by_id) if chosen else ()

    def _margin_without(self, relevant: Collection[str], retrieval: Retrieval) -> float:
        """Return the margin of the best sentence of other articles than ``relevant``."""
        found = {hit.passage.article_id for hit in retrieval.result.hits}
        gone = {each for each in found if self._reader.by_id[each].public_id in relevant}
        return retrieval.without(gone).margin


async def run_evaluation(
    articles: Iterable[Path],
    questions: Sequence[Question],
    qrels: Mapping[str, Mapping[str, int]],
    on_asked: Callable[[], None],
    evaluator: Evaluator | None = None,
) -> tuple[Evaluation, list[AskedQuestion]]:
    """Load ``articles``, ask every question, and measure; calls ``on_asked`` after each."""
    evaluator = evaluator or Evaluator(Language.INDONESIAN)
    await evaluator.load(load_articles(articles))
    asked = []
    for question in questions:
        relevant = [article for article, grade in qrels.get(question.id, {}).items() if grade > 0]
        asked.append(await evaluator.ask(question, relevant))
        on_asked()
    asked_about = {each.id: qrels[each.id] for each in questions if each.id in qrels}
    return evaluate(asked, asked_about, evaluator.stats), asked


def evaluate(
    asked: Sequence[AskedQuestion], qrels: Mapping[str, Mapping[str, int]], stats: IndexStats
) -> Evaluation:
    """Measure everything that was asked; without ``qrels`` there are no ranking measures."""
    run = (row for one in asked for row in one.ranking)
    answers = [one.question.answers for one in asked]
    confidences = [
        (one.margin, one.margin_without_relevant)
        for one in asked
        if one.margin_without_relevant is not None
    ]
    return Evaluation(
        stats=stats,
        questions=len(asked),
        ranking=ranking_measures(qrels, run) if qrels else {},
        quotes=quote_measures([_texts(one.answer.quotes) for one in asked], answers),
        unrefused_quotes=_as_if_not_refused(asked),
        refusal=refusal_measures(*zip(*confidences, strict=True)) if confidences else None,
        answerable=_answerable(asked),
        right_kept=share([one.answer.answered for one in asked if _is_right(one)]),
        kinds=_kinds(asked),
    )


def _is_right(asked: AskedQuestion) -> bool:
    return holds_first(_texts(asked.quotes), asked.question.answers)


def _answerable(asked: Iterable[AskedQuestion]) -> RefusalMeasures | None:
    margins: dict[bool, list[float]] = {True: [], False: []}
    for one in asked:
        margins[bool(one.question.answers)].append(one.margin)
    return refusal_measures(margins[True], margins[False]) if all(margins.values()) else None


def _kinds(asked: Iterable[AskedQuestion]) -> dict[str, QuoteMeasures]:
    """Return the measures by kind, and of questions in the article's words or not.

    Empty if the questions have no kinds.
    """
    groups: dict[str, list[AskedQuestion]] = {}
    for one in asked:
        if one.question.answers and one.question.kind:
            words = "in other words" if one.question.paraphrase else "in the article's words"
            for name in (one.question.kind, words):
                groups.setdefault(name, []).append(one)
    return {name: _as_if_not_refused(groups[name]) for name in sorted(groups)}


def _as_if_not_refused(asked: Sequence[AskedQuestion]) -> QuoteMeasures:
    answers = [one.question.answers for one in asked]
    return quote_measures([_texts(one.quotes) for one in asked], answers)


def _texts(quotes: Iterable[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


def evaluation_to_json(evaluation: Evaluation) -> dict[str, float | int | None]:
    """Return every measure by name; None if the input has nothing to measure it on."""
    return {
        "articles": evaluation.stats.articles,
        "passages": evaluation.stats.passages,
        "questions": evaluation.questions,
        **evaluation.ranking,
        "answer in first quote": evaluation.quotes.first_quote,
        "answer in quotes": evaluation.quotes.any_quote,
        "refused": evaluation.quotes.refused,
        "answer in first quote, nothing refused": evaluation.unrefused_quotes.first_quote,
        "answer in quotes, nothing refused": evaluation.unrefused_quotes.any_quote,
        "characters of first quote": evaluation.unrefused_quotes.first_length,
        "characters of all quotes": evaluation.unrefused_quotes.all_length,
        "right first quotes kept": evaluation.right_kept,
        **_refusal_to_json(evaluation.refusal),
        **_answerable_to_json(evaluation.answerable),
        **{f"first quote, {name}": found.first_quote for name, found in evaluation.kinds.items()},
        **{f"any quote, {name}": found.any_quote for name, found in evaluation.kinds.items()},
    }


def _answerable_to_json(measures: RefusalMeasures | None) -> dict[str, float]:
    if measures is None:
        return {}
    return {
        "answerable: refused": 1 - measures.kept,
        "not answerable: refused": measures.refused,
        "answerable against not: AUC": measures.auc,
    }


def _refusal_to_json(measures: RefusalMeasures | None) -> dict[str, float]:
    if measures is None:
        return {}
    return {
        "right first hits kept": measures.kept,
        "relevant article removed: refused": measures.refused,
        "relevant article removed: AUC": measures.auc,
    }


def trec_run(asked: Iterable[AskedQuestion]) -> Iterator[str]:
    """Yield the lines of a TREC run: query id, Q0, article id, rank, score, name of the run."""
    for one in asked:
        for number, row in enumerate(one.ranking, start=1):
            yield f"{row.query_id} Q0 {row.article_id} {number} {row.score:.6f} kutip"
