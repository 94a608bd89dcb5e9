"""The bodies of searches, and what their responses say; pure."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from index.inverted.segment import ALL_DAYS
from index.opensearch.documents import token
from index.opensearch.schema import SCORE_FACTOR, Json
from index.query.spelling import MIN_LENGTH
from index.types import Hit, IndexStats, Passage, Query

_MAX_HITS = 10_000
"""``index.max_result_window``."""
_MAX_CLAUSES = 1_000
"""``indices.query.bool.max_clause_count`` is 1,024; the longest message has fewer words."""
_SUGGESTIONS = 1_000
"""More than there are terms within two edits of one; ``index.query.spelling`` chooses."""

_LOCATION = ("article", "start", "end", "checksum", "change")
"""The fields that hits are sorted by after their score. The last three put nothing in order: sort
values come with a hit, so that no document is fetched."""


def hits_body(query: Query, limit: int, days: range) -> Json:
    """Return the search for the best passages of articles dated within ``days``."""
    clauses = [
        {"term": {"terms": {"value": token(term), "boost": query.weights.get(term, 1.0)}}}
        for term in query.terms[:_MAX_CLAUSES]
    ]
    matching: dict[str, Any] = {"should": clauses, "minimum_should_match": 1}
    if days != ALL_DAYS:
        matching["filter"] = [{"range": {"day": {"gte": days.start, "lt": days.stop}}}]
    return {
        "query": {"bool": matching},
        "size": min(limit, _MAX_HITS),
        "sort": [{"_score": "desc"}, *_LOCATION],
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
    }


def hits_of(response: Json) -> list[tuple[Hit, int]]:
    """Return the hits, best first, each with the change that its article is of."""
    found = []
    for hit in response["hits"]["hits"]:
        score, article, start, end, checksum, change = hit["sort"]
        passage = Passage(int(article), int(start), int(end), int(checksum))
        found.append((Hit(passage, float(score) * SCORE_FACTOR), int(change)))
    return found


def counts_body(terms: Iterable[str]) -> Json:
    """Return the count of the passages that hold each of ``terms``."""
    filters = [{"term": {"terms": token(term)}} for term in terms]
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"terms": {"filters": {"filters": filters}}},
    }


def counts_of(response: Json) -> list[int]:
    """Return the counts, in the order of the terms."""
    return [int(bucket["doc_count"]) for bucket in response["aggregations"]["terms"]["buckets"]]


def figures_body() -> Json:
    """Return the sums over all articles."""
    return {
        "query": {"exists": {"field": "passages"}},
        "size": 0,
        "track_total_hits": True,
        "aggs": {
            "passages": {"sum": {"field": "passages"}},
            "content": {"sum": {"field": "content"}},
            "english": {"filter": {"term": {"english": True}}},
        },
    }


def figures_of(response: Json) -> IndexStats:
    """Return the figures of all articles."""
    sums = response["aggregations"]
    return IndexStats(
        articles=int(response["hits"]["total"]["value"]),
        passages=int(sums["passages"]["value"]),
        content=int(sums["content"]["value"]),
        english=int(sums["english"]["doc_count"]),
    )


class Spelt(NamedTuple):
    """A word whose neighbours are asked for: terms within ``edits`` that begin as it does."""

    word: str
    edits: int
    prefix: int


def spellings_body(words: Sequence[Spelt]) -> Json:
    """Return the search for the neighbours of ``words``.

    The suggester finds none that has two edits and another first letter.
    """
    return {
        "size": 0,
        "suggest": {
            str(number): {
                "text": token(each.word),
                "term": {
                    "field": "terms",
                    "suggest_mode": "always",
                    "max_edits": each.edits,
                    "prefix_length": each.prefix,
                    "min_word_length": MIN_LENGTH,
                    "size": _SUGGESTIONS,
                    "shard_size": _SUGGESTIONS,
                },
            }
            for number, each in enumerate(words)
        },
    }


def spellings_of(response: Json) -> list[list[str]]:
    """Return the neighbours of each word, in the order in which they were asked for."""
    suggested = response.get("suggest", {})
    return [
        [option["text"] for entry in suggested[str(number)] for option in entry["options"]]
        for number in range(len(suggested))
    ]
