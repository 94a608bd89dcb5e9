"""Query expansion: a variant of the query for each choice of synonyms, and their merged results.

Pure: the caller searches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from index.query.synonyms import Synonym, TermSequence
from index.types import Hit, Passage, Query, SearchResult

_MAX_VARIANTS = 4
"""Searches for one question."""
_MAX_REPLACED = 3
"""Parts of one question that are replaced by synonyms."""


@dataclass(frozen=True, slots=True)
class QueryVariant:
    """The query with ``synonyms`` in place of what they are synonymous with."""

    query: Query
    synonyms: tuple[Synonym, ...]


def variants(query: Query, synonyms: Iterable[Synonym]) -> list[QueryVariant]:
    """Return ``query`` itself, then variants with more and more replaced, each term list once."""
    choices: dict[TermSequence, list[Synonym | None]] = {}
    for synonym in synonyms:
        choices.setdefault(synonym.original, [None]).append(synonym)
    chosen = product(*list(choices.values())[:_MAX_REPLACED])
    by_count = sorted((tuple(filter(None, some)) for some in chosen), key=len)
    by_terms: dict[TermSequence, tuple[Synonym, ...]] = {}
    for some in by_count:
        by_terms.setdefault(_with_replaced(query.terms, some), some)
    first = islice(by_terms.items(), _MAX_VARIANTS)
    return [QueryVariant(replace(query, terms=terms), some) for terms, some in first]


def _with_replaced(terms: Sequence[str], synonyms: Iterable[Synonym]) -> TermSequence:
    for original, replacement, _ in synonyms:
        place = terms.index(original[0]) if original[0] in terms else len(terms)
        terms = [*terms[:place], *replacement, *terms[place:]]
        terms = [term for term in terms if term not in original or term in replacement]
    return tuple(dict.fromkeys(terms))


def merge(
    searched: Sequence[QueryVariant], results: Sequence[SearchResult], limit: int
) -> SearchResult:
    """Return the best ``limit`` passages of ``results``, one for each variant, by best share.

    A share is of a variant's total idf; scores are shares of that of the query as asked, the first.
    """
    best: dict[Passage, float] = {}
    for variant, result in zip(searched, results, strict=True):
        total = _total(variant.query, result.idf)
        for hit in result.hits:
            best[hit.passage] = max(hit.score / total, best.get(hit.passage, 0.0))
    idf = _balanced_idf(searched, results)
    weight = _total(searched[0].query, idf)
    hits = sorted((Hit(passage, share * weight) for passage, share in best.items()), key=_order)
    return SearchResult(tuple(hits[:limit]), idf)


def _order(hit: Hit) -> tuple[float, int, int]:
    return -hit.score, hit.passage.article_id, hit.passage.start


def _total(query: Query, idf: Mapping[str, float]) -> float:
    return sum(idf[term] for term in query.terms) or 1.0


def _balanced_idf(
    searched: Sequence[QueryVariant], results: Sequence[SearchResult]
) -> Mapping[str, float]:
    """Return the idf of the query's terms, none weighing more than its lightest synonym.

    A rare form of what has a common form says no more than the common one.
    """
    known = {term: idf for result in results for term, idf in result.idf.items()}
    synonyms = dict.fromkeys(each for variant in searched for each in variant.synonyms)
    return balanced_idf(results[0].idf, synonyms, known)


def balanced_idf(
    terms: Iterable[str], synonyms: Iterable[Synonym], known: Mapping[str, float]
) -> Mapping[str, float]:
    """Return the ``known`` idf of ``terms``, none weighing more than its lightest synonym."""
    idf = {term: known[term] for term in terms}
    for synonym in synonyms:
        own = sum(known[term] for term in synonym.original)
        other = sum(known[term] for term in synonym.replacement)
        for term in synonym.original if own > other else ():
            idf[term] = min(idf[term], known[term] * other / own)
    return idf
