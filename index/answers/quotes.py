"""Quotes of the sentences that a reading chose: verbatim, highlighted, with their neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.answers.reader.composition import (
    MAX_ALL,
    MAX_FIRST,
    MAX_QUOTES,
    Chosen,
    Run,
    Scored,
    choose,
)
from index.answers.reader.cutting import Part, cut
from index.answers.reader.highlighting import highlights
from index.answers.reader.question import Asked
from index.answers.reader.reading import Reading, scored
from index.answers.reader.sentences import SentenceTable
from index.text.dateline import find_dateline
from index.types import Article, Quote, Span

_BEFORE, _AFTER = 1, 2
"""Sentences of the context on each side."""
_GAP = 2
"""Characters between neighbours, white space only; what is no part of the body takes more."""
_MAX_AFTER = 300
"""Characters of the context after a quote; a longer neighbour is left out. The sentence before it
is not: a pronoun may stand for somebody there."""
_FOREIGN_SIGNS = ",;:.!?)]}”»–— \n\t"
"""Signs that belong to what stands before a sentence."""
_SPARE = 2
"""Runs whose articles are read beside the quoted ones, in place of what can't be cut well."""
_ANSWERS = 0.5
"""Share of the first quote's probability from which a quote's name, date or number is bold."""


@dataclass(frozen=True)
class ChosenQuotes:
    """The quotes that a reading chose, before their articles' texts are known.

    ``first_limit`` is how many characters a quote may have, ``total`` all, and ``most`` how many
    quotes there may be.
    """

    asked: Asked
    table: SentenceTable
    reading: Reading
    first_limit: int = MAX_FIRST
    total: int = MAX_ALL
    most: int = MAX_QUOTES

    @cached_property
    def _scored(self) -> Scored:
        return scored(self.reading, self.table)

    @cached_property
    def _considered(self) -> list[Run]:
        """The runs of sentences that may be quoted, if every text can be cut to fit."""
        most = self.most + _SPARE
        total = most * self.first_limit
        anything = Part(Span(0, 1), is_clean=True)
        found = choose(self._scored, lambda *_: anything, self.first_limit, total, most)
        return [each.run for each in found]

    @property
    def likely(self) -> int:
        """The number of quotes that there may be; it counts a few beyond ``most`` only."""
        return len(self._considered)

    @property
    def articles(self) -> list[int]:
        """The ids of the articles that may be quoted, best first."""
        return list(dict.fromkeys(map(self._article, self._considered)))

    def changed(self, articles: Mapping[int, Article]) -> set[int]:
        """Return which of these are gone, or have changed since they were indexed."""
        return {self._article(run) for run in self._considered if not self._is_in(articles, run)}

    def quotes(self, articles: Mapping[int, Article]) -> tuple[Quote, ...]:
        """Return the quotes, best first; of no article that is gone or changed since indexing."""
        changed = self.changed(articles)

        def show(run: Run, limit: int) -> Part | None:
            if self._article(run) in changed or not self._is_in(articles, run):
                return None
            article = articles[self._article(run)]
            start, end = self._span(self._sentences(run))
            begins = start + lead_length(article, start, end)
            part = cut(article.text[begins:end], limit, self.asked)
            return part.moved(begins - start)

        chosen = choose(self._scored, show, self.first_limit, self.total, self.most)
        best = chosen[0].run.probability if chosen else 0.0
        quotes = [self._quote(each, articles[self._article(each.run)], best) for each in chosen]
        return tuple(_apart(quotes))

    def _article(self, run: Run) -> int:
        return int(self.table.ids[self.reading.candidates.articles[run.first]])

    def _sentences(self, run: Run) -> range:
        numbers = self.reading.candidates.sentences
        return range(int(numbers[run.first]), int(numbers[run.last]) + 1)

    def _is_in(self, articles: Mapping[int, Article], run: Run) -> bool:
        """Whether the article is among these, and its sentences are as they were indexed."""
        article = articles.get(self._article(run))
        return article is not None and all(
            self.table.is_current(sentence, article.text) for sentence in self._sentences(run)
        )

    def _quote(self, chosen: Chosen, article: Article, best: float) -> Quote:
        sentences = self._sentences(chosen.run)
        own = self._span(sentences)
        start, end = own.start + chosen.part.start, own.start + chosen.part.end
        is_likely = chosen.run.probability >= _ANSWERS * best
        begins = own.start + lead_length(article, *own)
        context = self._context(sentences, article)
        if begins > own.start:
            context = Span(begins, context.end)
        return Quote(
            article=article,
            start=start,
            end=end,
            highlights=highlights(
                article.text[start:end], self.asked, article.language, with_answer=is_likely
            ),
            context=context,
            score=chosen.run.probability,
            sentences=Span(begins, own.end),
        )

    def _span(self, sentences: range) -> Span:
        table = self.table
        return Span(int(table.starts[sentences[0]]), int(table.ends[sentences[-1]]))

    def _context(self, sentences: range, article: Article) -> Span:
        """Return the span of ``sentences`` with their neighbours, as far as they are current."""
        own = self._span(sentences)
        start, end = own
        for sentence in range(sentences.start - 1, sentences.start - 1 - _BEFORE, -1):
            if not self._is_neighbour(sentence, article):
                break
            first, last = self._span(range(sentence, sentence + 1))
            if not 0 <= start - last <= _GAP:
                break
            start = first
        for sentence in range(sentences.stop, sentences.stop + _AFTER):
            if not self._is_neighbour(sentence, article):
                break
            first, last = self._span(range(sentence, sentence + 1))
            if not 0 <= first - end <= _GAP or last - own.end > _MAX_AFTER:
                break
            end = last
        return Span(start + _dateline(article, start, end), end)

    def _is_neighbour(self, sentence: int, article: Article) -> bool:
        """Whether there is such a sentence in the body of ``article``."""
        table = self.table
        if not 0 <= sentence < len(table.starts) or table.passages[sentence] < 0:
            return False
        number = int(table.articles.searchsorted(sentence, "right")) - 1
        is_own = int(table.ids[number]) == article.id
        return is_own and table.is_current(sentence, article.text)


def lead_length(article: Article, start: int, end: int) -> int:
    """Return the length of a dateline, or of signs left of another sentence, at the beginning."""
    dateline = _dateline(article, start, end)
    rest = article.text[start + dateline : end]
    begins = rest.lstrip(_FOREIGN_SIGNS)
    return dateline + len(rest) - len(begins) if begins else dateline


def _dateline(article: Article, start: int, end: int) -> int:
    """Return the length of the dateline with which a sentence begins, 0 without one."""
    if start and article.text[start - 1] != "\n":
        return 0
    found = find_dateline(article.text[start:end])
    rest = article.text[start + found.end : end] if found else ""
    return end - start - len(rest.lstrip()) if rest.strip() else 0


def _apart(quotes: Sequence[Quote]) -> list[Quote]:
    """Return ``quotes`` with contexts of which no two have anything in common."""
    apart: list[Quote] = []
    for number, quote in enumerate(quotes):
        others = [*(one.context for one in apart if one.article.id == quote.article.id)]
        others += [
            _whole(one) for one in quotes[number + 1 :] if one.article.id == quote.article.id
        ]
        first, last = _whole(quote)
        start = max([quote.context.start, *(end for _, end in others if end <= first)])
        end = min([quote.context.end, *(start for start, _ in others if start >= last)])
        apart.append(replace(quote, context=Span(start, end)))
    return apart


def _whole(quote: Quote) -> Span:
    return quote.sentences or Span(quote.start, quote.end)
