"""Why a question is refused: which part of its subject no article has, and what comes near."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.questions.finding import ArticleLookup
from bot.questions.retrieval import Retrieval
from index.analysis import analyzer_for
from index.query.acronyms import known_synonyms
from index.query.glossary import glossary_from, keys_of
from index.query.subject import subject_of
from index.query.subject_words import is_general
from index.types import Article, Idf, Language, Query

_NEAREST = 3
"""Articles that a refusal names."""
_CANDIDATES = 12
"""Articles that are looked into, the best found."""
_BEGINNING = 600
"""Characters of an article's beginning, which say what it is about."""
_MIN_MENTIONS = 2
"""Times that an article names what it is about, if not in its title or beginning."""


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

    def is_in(self, article: Article) -> bool:
        """Whether the article is about it, which takes more than that it is mentioned."""
        return any(_tells(article, form) for form in self.forms)


async def reason_for_refusal(
    question: str, retrieval: Retrieval, idf: Idf, lookup: ArticleLookup
) -> RefusalReason:
    """Return why what was found does not answer ``question``."""
    parts = _parts(_searched(question, retrieval.query), retrieval.query, idf)
    missing = [part for part in parts if not part.occurs(idf)]
    there = [part for part in parts if part not in missing]
    if missing and not there:
        there = _others(missing, question, retrieval.query, idf)
    found = await _candidates(retrieval, lookup) if there else []
    rarest = sorted(there, key=lambda part: part.rarity(idf))[-1:]
    for wanted in (there, rarest):
        near = [article for article in found if all(part.is_in(article) for part in wanted)]
        if near and wanted:
            return RefusalReason(_texts(missing), " ".join(_texts(wanted)), tuple(near[:_NEAREST]))
    return RefusalReason(_texts(missing))


async def _candidates(retrieval: Retrieval, lookup: ArticleLookup) -> list[Article]:
    ids = [article for article, _ in retrieval.ranking[:_CANDIDATES]]
    articles = await lookup.articles(ids) if ids else {}
    return [articles[each] for each in ids if each in articles]


def _searched(question: str, query: Query) -> str:
    """Return the question, as it was corrected if it was."""
    typed = analyzer_for(query.language).terms(question)
    return question if set(typed) <= set(query.terms) else query.text


def _parts(text: str, query: Query, idf: Idf) -> list[_Part]:
    subject = subject_of(text, query.language, idf)
    return [_Part(part, (part, *_same_as(part, query))) for part in subject]


def _same_as(part: str, query: Query) -> Iterator[str]:
    """Yield the synonyms of a part of the subject, and its translations."""
    analyzer = analyzer_for(query.language)
    terms = set(analyzer.terms(part))
    yield from (one.text for one in known_synonyms(query) if terms.intersection(one.original))
    yield from glossary_from(query.language).forms(*keys_of(part, analyzer))


def _others(missing: Sequence[_Part], question: str, query: Query, idf: Idf) -> list[_Part]:
    """Return what else the question is about, if articles have it: *badak* of *Ujung Kulon*."""
    rest = question
    for part in missing:
        rest = rest.replace(part.text, "…")
    found = _parts(rest, query, idf)
    return [
        part for part in found if part.occurs(idf) and not is_general(part.text, query.language)
    ]


def _tells(article: Article, form: str) -> bool:
    analyzer = analyzer_for(article.language)
    terms = set(analyzer.terms(form))
    beginning = f"{article.title}\n{article.text[:_BEGINNING]}"
    if terms <= {found.text for found in analyzer.occurrences(beginning, terms)}:
        return bool(terms)
    mentions = [found.text for found in analyzer.occurrences(article.text, terms)]
    return all(mentions.count(term) >= _MIN_MENTIONS for term in terms)


def _texts(parts: Sequence[_Part]) -> tuple[str, ...]:
    return tuple(part.text for part in parts)
