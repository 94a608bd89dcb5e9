"""A question in all its equal forms: searched for each, and what was found put together.

Pure: the engine searches. What the passages say is not known here; ``index.answers.evidence`` reads
them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from index.query.synonyms import Rewording, Synonym, SynonymRow
from index.types import Hit, Passage, Query, SearchResult

_MOST_SEARCHES = 4
"""Ways to ask one question that are searched for."""
_MOST_REPLACED = 3
"""Parts of one question that are said in another way."""


@dataclass(frozen=True, slots=True)
class QueryVariant:
    """The question with ``forms`` in place of what it says."""

    query: Query
    forms: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedResult(SearchResult):
    """What the variants of a question found together; the first one is as it was asked.

    ``shares``, one a variant: its scores as shares of its weight. ``hits`` have the best of them,
    as shares of ``weight``, that of the question as asked. ``lowest``: the share that no passage
    exceeds of those that the question as asked did not find.
    """

    rewording: Rewording
    variants: Sequence[QueryVariant]
    shares: Sequence[Mapping[Passage, float]]
    weight: float
    lowest: float

    def score(self, passage: Passage, held: Collection[Synonym]) -> float:
        """The best score of ``passage`` in which no form counts that is not ``held`` there."""
        found = [shares.get(passage) for shares in self.shares]
        best = min(self.lowest, max(filter(None, found), default=0.0))
        for variant, share in zip(self.variants, found, strict=True):
            if share is not None and all(form in held for form in variant.forms):
                best = max(best, share)
        return best * self.weight


def variants(query: Query, forms: Iterable[Synonym]) -> list[QueryVariant]:
    """``query`` as it is, then with more and more of ``forms`` in place of what it says."""
    choices: dict[SynonymRow, list[Synonym | None]] = {}
    for form in forms:
        choices.setdefault(form.asked, [None]).append(form)
    chosen = product(*list(choices.values())[:_MOST_REPLACED])
    replaced = sorted((tuple(filter(None, some)) for some in chosen), key=len)
    said: dict[SynonymRow, tuple[Synonym, ...]] = {}
    for some in replaced:
        said.setdefault(_said(query, some), some)
    first = islice(said.items(), _MOST_SEARCHES)
    return [QueryVariant(replace(query, terms=terms), some) for terms, some in first]


def _said(query: Query, forms: Iterable[Synonym]) -> SynonymRow:
    terms = list(query.terms)
    for form in forms:
        place = terms.index(form.asked[0]) if form.asked[0] in terms else len(terms)
        terms = [*terms[:place], *form.said, *terms[place:]]
        terms = [term for term in terms if term not in form.asked or term in form.said]
    return tuple(dict.fromkeys(terms))


def together(
    asked: Sequence[QueryVariant],
    results: Sequence[SearchResult],
    rewording: Rewording,
    limit: int,
) -> MergedResult:
    """The best ``limit`` passages of ``results``, one a variant, each by its best share."""
    shares = [
        {hit.passage: hit.score / _weight(variant.query, result.idf) for hit in result.hits}
        for variant, result in zip(asked, results, strict=True)
    ]
    best: dict[Passage, float] = {}
    for found in shares:
        for passage, share in found.items():
            best[passage] = max(share, best.get(passage, 0.0))
    idf = _equal_weight(asked, results)
    weight = _weight(asked[0].query, idf)
    hits = sorted((Hit(passage, share * weight) for passage, share in best.items()), key=_order)
    return MergedResult(
        tuple(hits[:limit]),
        idf,
        rewording=rewording,
        variants=asked,
        shares=shares,
        weight=weight,
        lowest=min(shares[0].values(), default=0.0) if len(shares[0]) >= limit else 0.0,
    )


def _order(hit: Hit) -> tuple[float, int, int]:
    return -hit.score, hit.passage.article_id, hit.passage.start


def _weight(query: Query, idf: Mapping[str, float]) -> float:
    return sum(idf[term] for term in query.terms) or 1.0


def _equal_weight(
    asked: Sequence[QueryVariant], results: Sequence[SearchResult]
) -> Mapping[str, float]:
    """The idf of the question's terms, no form weighing more than one that is equal to it.

    What is rare here and has a common word for it says no more than the common word.
    """
    known = {term: idf for result in results for term, idf in result.idf.items()}
    idf = dict(results[0].idf)
    for form in dict.fromkeys(form for variant in asked for form in variant.forms):
        heavy, light = (sum(known[term] for term in row) for row in (form.asked, form.said))
        for term in form.asked if heavy > light else ():
            idf[term] = min(idf[term], known[term] * light / heavy)
    return idf
