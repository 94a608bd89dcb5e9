"""Why a question is refused: which part of its subject no article has, and what comes near."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.questions.finding import ArticleLookup
from bot.questions.retrieval import Retrieval
from index.analysis import analyzer_for
from index.answers.reader.arrays import BoolArray
from index.answers.reader.mentions import about_any
from index.answers.reader.words import hashed
from index.query.acronyms import known_synonyms
from index.query.glossary import glossary_from, keys_of
from index.query.subject import subject_of
from index.query.subject_words import is_general
from index.query.term_weights import TermWeights
from index.types import Article, Idf, Language, Query, Quote

_NEAREST = 3
"""Articles that a refusal names."""
_CANDIDATES = 12
"""Articles that are looked into, the best found."""

_CLOSE = 0.75
"""Share of the question's weight that a sentence says with its neighbours and headline."""


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """A refusal's reason: each ``missing`` word or name is in no article, ``about`` in the nearest.

    They are as written; ``about`` is "" if nothing is near.
    """

    missing: tuple[str, ...] = ()
    about: str = ""
    nearest: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or name of the subject; any of ``forms`` may stand for it."""

    text: str
    forms: Sequence[str]

    def occurs(self, idf: Idf) -> bool:
        """Whether all terms of some form are in articles, of whatever language."""
        absent = idf("\0")
        return any(
            terms and all(idf(term) < absent for term in terms)
            for form in self.forms
            for terms in (analyzer_for(language).terms(form) for language in Language)
        )

    def rarity(self, idf: Idf) -> float:
        """Return the idf of its rarest term."""
        forms = (analyzer_for(language).terms(self.text) for language in Language)
        return min(max(map(idf, terms), default=0.0) for terms in forms)

    def near(self, found: Retrieval, *, in_headline: bool) -> BoolArray:
        """Return which articles of the table are about it, rather than mention it."""
        analyzers = [analyzer_for(language) for language in Language]
        rows = {tuple(map(hashed, each.terms(form))) for form in self.forms for each in analyzers}
        return about_any(found.table, sorted(rows), in_headline=in_headline)


FindAbout = Callable[[str], Awaitable[Sequence[Retrieval]]]
"""Return what a few words find, in either language."""


async def reason_for_refusal(
    question: Query,
    found: Sequence[Retrieval],
    weights: TermWeights,
    lookup: ArticleLookup,
    about: FindAbout,
) -> RefusalReason:
    """Return why what was ``found`` does not answer; ``question`` is as it was corrected.

    If nothing of it is about its subject, what that alone finds is looked at.
    """
    missing, there, rarest = await weights.decide(partial(_subject, question))
    if not there:
        return RefusalReason(_texts(missing))
    named, near = there, _about_all(there, found)
    if not near:
        found = [*found, *await about(" ".join(_texts(there)))]
        near = _about_all(there, found)
        if not near:  # a part of the subject alone may be far from what is asked
            named, near = rarest, _about_all(rarest, found, in_headline=True)
    said = " ".join(_texts(named)) if near else ""
    articles = await lookup.articles(near[:_NEAREST])
    nearest = (articles[each] for each in near[:_NEAREST] if each in articles)
    return RefusalReason(_texts(missing), said, tuple(nearest))


def _subject(question: Query, idf: Idf) -> tuple[list[_Part], list[_Part], list[_Part]]:
    """Return the parts of the subject that are in no article, those that are, and the rarest."""
    parts = _parts(question.text, question, idf)
    missing = [part for part in parts if not part.occurs(idf)]
    there = [part for part in parts if part not in missing]
    if missing and not there:
        there = _others(missing, question, idf)
    return missing, there, sorted(there, key=lambda part: part.rarity(idf))[-1:]


def closest_quote(found: Iterable[Retrieval], nearest: Sequence[Article]) -> Quote | None:
    """Return the sentence of the ``nearest`` articles that comes closest to an answer.

    None if no sentence there says most of the question with its neighbours and its headline.
    """
    articles = {each.id: each for each in nearest}
    for one in found:
        near = one.without({number for number in one.table.ids.tolist() if number not in articles})
        chosen = near.chosen if near.said >= _CLOSE else None
        quotes = chosen.quotes(articles) if chosen else ()
        if quotes:
            return quotes[0]
    return None


def _about_all(
    parts: Sequence[_Part], found: Iterable[Retrieval], *, in_headline: bool = False
) -> list[int]:
    """Return the ids of the best articles that are about every part, each once."""
    near: dict[int, None] = {}
    for one in found:
        is_near = np.logical_and.reduce([part.near(one, in_headline=in_headline) for part in parts])
        ids = set(one.table.ids[is_near].tolist())
        near |= dict.fromkeys(each for each, _ in one.ranking[:_CANDIDATES] if each in ids)
    return [*near]


def _parts(text: str, query: Query, idf: Idf) -> list[_Part]:
    subject = subject_of(text, query.language, idf)
    return [_Part(part, (part, *_same_as(part, query))) for part in subject]


def _same_as(part: str, query: Query) -> Iterator[str]:
    """Yield the synonyms of a part of the subject, and its translations."""
    analyzer = analyzer_for(query.language)
    terms = set(analyzer.terms(part))
    yield from (one.text for one in known_synonyms(query) if terms.intersection(one.original))
    yield from glossary_from(query.language).forms(*keys_of(part, analyzer))


def _others(missing: Sequence[_Part], query: Query, idf: Idf) -> list[_Part]:
    """Return what else the question is about, if articles have it: *badak* of *Ujung Kulon*."""
    rest = query.text
    for part in missing:
        rest = rest.replace(part.text, "…")
    found = _parts(rest, query, idf)
    return [
        part for part in found if part.occurs(idf) and not is_general(part.text, query.language)
    ]


def _texts(parts: Sequence[_Part]) -> tuple[str, ...]:
    return tuple(part.text for part in parts)
