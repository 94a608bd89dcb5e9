"""The sentences that may stand for a day: those at the beginning of the articles about a subject,
by how much they say of it and of their article's headline. Numbers only, no text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.answers.reader.about import about
from index.answers.reader.arrays import IntArray
from index.answers.reader.gathering import Layout, lay_out, match
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.words import CAPITAL, NUMBER, STOP

_SENTENCES = 8
"""Sentences after the headline that are looked at: later ones tell what was before, or around."""
_NAMED, _MEANT = 0.45, 0.65
"""Share of the subject that a sentence says at least in its words, else in others' for the same."""
_NAMED_ALONE = 0.7
"""The same if the headline does not name the subject."""
_SAID, _HEADED, _EARLIER = 0.6, 1.2, 0.09
"""Worth of saying all of the subject, all of the headline, and of standing a sentence earlier."""


@dataclass(frozen=True, slots=True)
class TellingSentence:
    """A sentence by its number in the table, how much it is worth, and its terms.

    ``plain`` are those that are neither names nor numbers.
    """

    sentence: int
    worth: float
    terms: frozenset[int]
    numbers: frozenset[int]
    plain: frozenset[int]


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article about the subject: its number in the table, its sentences, best first.

    ``headline`` are the terms of its headline but the subject's; ``is_headed`` is whether that has
    the subject's.

    """

    article: int
    day: int
    headline: frozenset[int]
    is_headed: bool
    candidates: Sequence[TellingSentence]


def articles_about(asked: Asked, table: SentenceTable, articles: IntArray) -> list[ToldArticle]:
    """Return those of ``articles`` that are dated, about the subject, and have a sentence of it."""
    articles = articles[table.days[articles] > 0]
    if not len(articles) or not len(asked.terms):
        return []
    said = about(asked, table, articles)
    chosen, headed = articles[said.anywhere], said.in_headline[said.anywhere]
    if not len(chosen):
        return []
    layout = lay_out(table, chosen)
    matches, weights = match(asked, layout), asked.idf / max(float(asked.idf.sum()), 1e-6)
    share = matches.soft @ weights
    share[(matches.exact @ weights < _NAMED) & (share < _MEANT)] = 0.0
    found = _told(layout, table, chosen, share.tolist(), headed.tolist())
    subject = frozenset(asked.terms.tolist())
    return [replace(each, headline=each.headline - subject) for each in found if each.candidates]


def _told(
    layout: Layout,
    table: SentenceTable,
    articles: IntArray,
    share: Sequence[float],
    headed: Sequence[bool],
) -> Iterator[ToldArticle]:
    starts, counts = layout.article_starts.tolist(), layout.sentence_counts.tolist()
    for place, number in enumerate(articles.tolist()):
        start, is_headed = starts[place], headed[place]
        rows = range(start + 1, start + min(counts[place], _SENTENCES + 1))
        named = [row for row in rows if share[row] > (0 if is_headed else _NAMED_ALONE)]
        headline = _terms(layout, start)
        found = [_candidate(layout, row, row - start - 1, headline, share[row]) for row in named]
        found.sort(key=lambda each: -each.worth)
        yield ToldArticle(number, int(table.days[number]), headline, is_headed, found)


def _candidate(
    layout: Layout, row: int, place: int, headline: frozenset[int], share: float
) -> TellingSentence:
    """Return the sentence of a row, the ``place``-th after its headline."""
    terms = _terms(layout, row)
    headed = len(terms & headline) / max(len(headline), 1)
    worth = _SAID * share + _HEADED * headed - _EARLIER * place
    numbers = terms & _terms(layout, row, NUMBER)
    plain = terms - numbers - _terms(layout, row, CAPITAL)
    return TellingSentence(int(layout.sentences[row]), worth, terms, numbers, plain)


def _terms(layout: Layout, row: int, bit: int = 0) -> frozenset[int]:
    """Return the terms of a sentence that are no stop words, of a property if one is given."""
    first = int(layout.token_starts[row])
    part = slice(first, first + int(layout.lengths[row]))
    bits = layout.bits[part]
    return frozenset(layout.terms[part][(bits & (STOP | bit)) == bit].tolist())
