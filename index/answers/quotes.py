"""Quotes of the sentences that a reading chose: verbatim, highlighted, with their neighbours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.answers.reader.composition import MAX_FIRST, Chosen, choose, cut
from index.answers.reader.highlighting import highlights
from index.answers.reader.question import Asked
from index.answers.reader.reading import Reading, scored
from index.answers.reader.sentences import SentenceTable
from index.types import Article, Quote, Span

_BEFORE, _AFTER = 1, 2
"""Sentences of the context on each side."""
_GAP = 2
"""Characters between neighbours, white space only; what is no part of the body takes more."""
_MAX_CONTEXT = 400
"""Characters of the context on each side; a longer neighbour is left out."""


@dataclass(frozen=True)
class ChosenQuotes:
    """The quotes that a reading chose, before their articles' texts are known.

    ``first_limit`` is how many characters a quote may have.
    """

    asked: Asked
    table: SentenceTable
    reading: Reading
    first_limit: int = MAX_FIRST

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The runs of sentences to quote, best first."""
        return choose(scored(self.reading, self.table), self.first_limit)

    @property
    def articles(self) -> list[int]:
        """The ids of the quoted articles, in the order of the quotes."""
        return list(dict.fromkeys(map(self.article, self.chosen)))

    def quotes(self, articles: Mapping[int, Article]) -> Iterator[Quote]:
        """Yield the quotes; leaves out what is gone or has changed since it was indexed."""
        for chosen in self.chosen:
            article = articles.get(self.article(chosen))
            if article is not None and self._is_current(chosen, article):
                yield self._quote(chosen, article)

    def changed(self, articles: Mapping[int, Article]) -> set[int]:
        """Return which of the quoted articles are gone, or have changed since they were indexed."""
        return {
            number
            for chosen in self.chosen
            if (number := self.article(chosen)) not in articles
            or not self._is_current(chosen, articles[number])
        }

    def article(self, chosen: Chosen) -> int:
        """Return the id of the article that ``chosen`` is of."""
        return int(self.table.ids[self.reading.candidates.articles[chosen.first]])

    def _sentences(self, chosen: Chosen) -> range:
        numbers = self.reading.candidates.sentences
        return range(int(numbers[chosen.first]), int(numbers[chosen.last]) + 1)

    def _is_current(self, chosen: Chosen, article: Article) -> bool:
        return all(
            self.table.is_current(sentence, article.text) for sentence in self._sentences(chosen)
        )

    def _quote(self, chosen: Chosen, article: Article) -> Quote:
        sentences = self._sentences(chosen)
        whole = self._span(sentences)
        start, end = whole
        if end - start > chosen.limit:
            part = cut(article.text[start:end], chosen.limit, self.asked)
            start, end = whole.start + part.start, whole.start + part.end
        return Quote(
            article=article,
            start=start,
            end=end,
            highlights=highlights(article.text[start:end], self.asked, article.language),
            context=self._context(sentences, article),
            score=chosen.probability,
            sentences=whole,
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
            if not 0 <= start - last <= _GAP or own.start - first > _MAX_CONTEXT:
                break
            start = first
        for sentence in range(sentences.stop, sentences.stop + _AFTER):
            if not self._is_neighbour(sentence, article):
                break
            first, last = self._span(range(sentence, sentence + 1))
            if not 0 <= first - end <= _GAP or last - own.end > _MAX_CONTEXT:
                break
            end = last
        return Span(start, end)

    def _is_neighbour(self, sentence: int, article: Article) -> bool:
        """Whether there is such a sentence in the body of ``article``."""
        table = self.table
        if not 0 <= sentence < len(table.starts) or table.passages[sentence] < 0:
            return False
        number = int(table.articles.searchsorted(sentence, "right")) - 1
        is_own = int(table.ids[number]) == article.id
        return is_own and table.is_current(sentence, article.text)
