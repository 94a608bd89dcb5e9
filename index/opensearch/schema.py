"""The settings and fields of an index.

A passage is a document, and so is an article, which holds its sentences and what figures are summed
up from. Both of one article lie in one shard, so that a change of it becomes visible as a whole.
"""

from collections.abc import Mapping
from typing import Any

from index.analysis import ANALYSIS_VERSION
from index.inverted.postings import K1, B
from index.inverted.segment_folder import FORMAT_VERSION
from index.opensearch.address import ClusterAddress

Json = Mapping[str, Any]
"""A body, or a part of one, in JSON."""

FORMAT = f"a{ANALYSIS_VERSION}-f{FORMAT_VERSION}-o1"
"""Of the analysis, of passages and sentences, and of the documents: an index of another format is
built again."""

SCORE_FACTOR = K1 + 1
"""Lucene leaves the constant factor of BM25's saturation out of its scores."""


def index_body(address: ClusterAddress) -> Mapping[str, Any]:
    """Return the settings and fields of a new index."""
    return {
        "settings": {
            "number_of_shards": address.shards,
            "number_of_replicas": address.replicas,
            "refresh_interval": "-1",  # a change becomes visible when it is complete
            "merge.policy.expunge_deletes_allowed": 0,
            "similarity.kutip": {"type": "BM25", "k1": K1, "b": B},
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["sentences", "change"]},
            "properties": dict(_PASSAGE_FIELDS, **_ARTICLE_FIELDS),
        },
    }


_PASSAGE_FIELDS: Mapping[str, Any] = {
    "terms": {
        "type": "text",
        "analyzer": "whitespace",  # terms come analysed
        "index_options": "freqs",
        "similarity": "kutip",
    },
    "article": {"type": "long"},
    "start": {"type": "integer", "index": False},
    "end": {"type": "integer", "index": False},
    "checksum": {"type": "long", "index": False},
    "day": {"type": "integer"},
    "change": {"type": "long"},
}
_ARTICLE_FIELDS: Mapping[str, Any] = {
    "passages": {"type": "integer", "index": False},
    "content": {"type": "integer", "index": False},
    "english": {"type": "boolean"},
    "sentences": {"type": "binary"},
}
