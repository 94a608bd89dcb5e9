"""The outcome of a search for a question: hits, sentences with scores, and what is quoted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answers.quotes import ChosenQuotes
from index.answers.reader.about import about
from index.answers.reader.composition import MAX_FIRST, MAX_QUOTES
from index.answers.reader.gathering import Found
from index.answers.reader.model import shipped_model
from index.answers.reader.question import Asked
from index.answers.reader.reading import Reading, ranked_articles, read_sentences
from index.answers.reader.sentences import SentenceTable
from index.query.parser import parse_question
from index.types import Hit, Language, Query, SearchResult

HITS_LIMIT = 50
"""Passages whose articles are read."""
_NEWEST = 6
"""Articles that are read where the newest are asked for."""
_A_DAY_NEWER = 2.0
"""Log-odds that an article is worth more than one of the day before; a sentence that says what is
asked may make up for a day or two."""

_BEGINS = 0.5
"""Share of the question that an article's headline and first sentence say if it is about it: of 68
answers to questions about headlines with two such days, 64 have an order of events."""
_NAMED = 0.8
"""Share of the question's names that a headline says if its article is about the same."""

_OLD = 365
"""Days after which news of the other language is better, if it answers, too."""


@dataclass(frozen=True)
class Retrieval:
    """The hits of a query as the engine scored them, and the sentences to read.

    ``is_about``: whether these articles are about the question's subject, None if it asks for more
    than that; ``newest``: a newer one comes before an older one.
    """

    query: Query
    result: SearchResult
    asked: Asked
    table: SentenceTable
    found: Found
    judged: NDArray[np.float64] | None = None
    is_about: bool | None = None
    newest: bool = False

    @cached_property
    def reading(self) -> Reading | None:
        """The sentences by how well they answer; None if there are none. Raises ModelError.

        ``judged``, log-odds of a judge, one a candidate, are added to the scores.
        """
        if not len(self.found.articles) or not len(self.asked.terms):
            return None
        reading = read_sentences(self.asked, self.table, self.found, shipped_model())
        if reading is None:
            return None
        judged = 0.0 if self.judged is None else self.judged
        gain = _newer(self.table.days[reading.candidates.articles]) if self.newest else 0.0
        return replace(reading, scores=reading.scores + judged + gain)

    @property
    def confidence(self) -> float:
        """The probability that the best sentence answers."""
        return self.reading.probability if self.reading else 0.0

    @property
    def margin(self) -> float:
        """By how much the confidence exceeds what is needed to answer rather than refuse."""
        return self.confidence - shipped_model().decision.threshold(self.query.language)

    @property
    def is_answered(self) -> bool:
        """Whether to answer rather than refuse."""
        if self.reading is None or self.is_about is not None:
            return self.reading is not None and bool(self.is_about)
        return self.margin >= 0

    @property
    def covered(self) -> float:
        """The share of the question's weight that the best sentence's article says, 0 to 1."""
        if self.reading is None:
            return 0.0
        best = int(np.argmax(self.reading.scores))
        return float(self.reading.candidates.figures["article"][best])

    @property
    def said(self) -> float:
        """The share of the question's weight that the best sentence and what is around it say."""
        if self.reading is None:
            return 0.0
        best = int(np.argmax(self.reading.scores))
        return float(self.reading.candidates.figures["three_title"][best])

    @property
    def days(self) -> int:
        """On how many days articles began with what is asked about."""
        if self.reading is None:
            return 0
        candidates = self.reading.candidates
        figures = candidates.figures
        is_about = (figures["lead"] >= _BEGINS) | (figures["names_title"] >= _NAMED)
        about = candidates.articles[is_about]
        return len(set(self.table.days[about].tolist()) - {0})

    def is_better_than(self, own: "Retrieval") -> bool:
        """Whether to answer, or to name the nearest articles, from this and not from ``own``.

        This one is of articles in the language that was not asked in; it says more of the question
        than those of ``own`` in the language that was.
        """
        if self.is_answered is not own.is_answered:
            return self.is_answered
        if self.is_answered and own.is_old is not self.is_old:
            return own.is_old
        return own.is_about is None and self.margin > own.margin

    @property
    def is_old(self) -> bool:
        """Whether the best sentence's article is more than a year old, and no date was named."""
        if self.reading is None or self.asked.names_date or not self.found.day:
            return False
        best = self.reading.candidates.articles[int(np.argmax(self.reading.scores))]
        day = int(self.table.days[best])
        return 0 < day < self.found.day - _OLD

    @property
    def is_of_other_language(self) -> bool:
        """Whether the best sentence is of an article in the language that was not asked in."""
        if self.reading is None:
            return False
        best = self.reading.candidates.articles[int(np.argmax(self.reading.scores))]
        is_english = bool(self.table.is_english[best])
        return is_english != (self.query.language is Language.ENGLISH)

    @cached_property
    def chosen(self) -> ChosenQuotes | None:
        """The quotes that answer best, whether or not they answer."""
        return self.chosen_within(MAX_FIRST)

    def has_more(self, quotes: int) -> bool:
        """Whether there are likely quotes besides the ``quotes`` best ones."""
        return self.chosen is not None and self.chosen.likely > quotes

    def chosen_within(self, limit: int) -> ChosenQuotes | None:
        """Return the quotes that answer best, of at most ``limit`` characters each."""
        reading = self.reading
        return ChosenQuotes(self.asked, self.table, reading, limit) if reading else None

    def chosen_among(self, most: int) -> ChosenQuotes | None:
        """Return up to ``most`` quotes that answer best, each as long as the first may be."""
        if most <= MAX_QUOTES or self.reading is None:
            return self.chosen
        total = most * MAX_FIRST
        return ChosenQuotes(self.asked, self.table, self.reading, MAX_FIRST, total, most)

    @cached_property
    def ranking(self) -> list[tuple[int, float]]:
        """Every article with a score, best first."""
        return ranked_articles(self.reading, self.table, self.result.hits)

    def about_subject(self, *, newest: bool = False, words: str = "") -> "Retrieval | None":
        """Return the same of those articles only that are about the subject; None if none is.

        With ``newest``, of the newest few of them, of a day those first whose headline says it.
        ``words`` are the subject's, "" for all that is asked.
        """
        numbers = self.found.articles
        if not len(numbers) or not len(self.asked.terms):
            return None
        said = about(self._subject(words), self.table, numbers)
        chosen = numbers[said.anywhere]
        if newest:
            order = np.lexsort((~said.in_headline[said.anywhere], -self.table.days[chosen]))
            chosen = chosen[order][:_NEWEST]
        others = set(self.table.ids.tolist()) - set(self.table.ids[chosen].tolist())
        return replace(self.without(others), is_about=True, newest=newest) if len(chosen) else None

    def _subject(self, words: str) -> Asked:
        """Return the question with no weight on what is none of ``words``, if it has any."""
        own = parse_question(words, self.query.language).terms if words else ()
        inside = np.isin(np.array(self.asked.texts), np.array(own))
        if not inside.any():
            return self.asked
        return replace(self.asked, idf=np.where(inside, self.asked.idf, 0).astype(np.float32))

    def without(self, articles: Collection[int]) -> "Retrieval":
        """Return the same as if ``articles`` had not been found."""
        hits = [hit for hit in self.result.hits if hit.passage.article_id not in articles]
        return replace(
            self,
            result=replace(self.result, hits=tuple(hits)),
            found=found_in(hits[:HITS_LIMIT], self.table, self.found),
            judged=None,
        )


def _newer(days: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return log-odds by the rank of each day among the distinct ones, 0 for the newest."""
    distinct, ranks = np.unique(days, return_inverse=True)
    return _A_DAY_NEWER * (ranks - (len(distinct) - 1)).astype(np.float64)


def found_in(hits: Sequence[Hit], table: SentenceTable, averages: Found) -> Found:
    """Return ``hits`` by their numbers in ``table``; without the articles that it lacks."""
    numbers = {article: number for number, article in enumerate(table.ids.tolist())}
    placed = [
        (numbers[hit.passage.article_id], hit.score)
        for hit in hits
        if hit.passage.article_id in numbers
    ]
    return replace(
        averages,
        articles=np.array(list(dict.fromkeys(number for number, _ in placed)), np.int64),
        hit_articles=np.array([number for number, _ in placed], np.int64),
        hit_scores=np.array([score for _, score in placed], np.float32),
    )
