"""Quotes of the sentences that a reading chose: verbatim, highlighted, with their neighbours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.answers.reader.composition import Chosen, choose, cut
from index.answers.reader.highlighting import highlights
from index.answers.reader.question import Asked
from index.answers.reader.reading import Reading, scored
from index.answers.reader.sentences import SentenceTable
from index.types import Article, Quote, Span

_BEFORE, _AFTER = 1, 2
"""Sentences of the context on each side."""
_MAX_CONTEXT = 400
"""Characters of the context on each side; a longer neighbour is left out."""


@dataclass(frozen=True)
class ChosenQuotes:
    """The quotes that a reading chose, before their articles' texts are known."""

    asked: Asked
    table: SentenceTable
    reading: Reading

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The runs of sentences to quote, best first."""
        return choose(scored(self.reading, self.table))

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
        start, end = own = self._span(sentences)
        for sentence in range(sentences.start - 1, sentences.start - 1 - _BEFORE, -1):
            if self._is_neighbour(sentence, article):
                first = int(self.table.starts[sentence])
                start = first if 0 <= own.start - first <= _MAX_CONTEXT else start
        for sentence in range(sentences.stop, sentences.stop + _AFTER):
            if not self._is_neighbour(sentence, article):
                break
            last = int(self.table.ends[sentence])
            end = last if 0 <= last - own.end <= _MAX_CONTEXT else end
        return Span(start, end)

    def _is_neighbour(self, sentence: int, article: Article) -> bool:
        """Whether there is such a sentence in the body of ``article``."""
        table = self.table
        if not 0 <= sentence < len(table.starts) or table.passages[sentence] < 0:
            return False
        number = int(table.articles.searchsorted(sentence, "right")) - 1
        is_own = int(table.ids[number]) == article.id
        return is_own and table.is_current(sentence, article.text)
