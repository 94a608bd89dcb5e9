"""The documents of a segment's articles, as the lines of a bulk request."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import Postings
from index.inverted.segment import Segment
from index.opensearch.sentence_bytes import encoded

_NO_TERM = "_"
"""Stands in a passage without terms, which counts among the passages; no article's word has it."""
_SPACES = re.compile(r"\s")


def token(term: str) -> str:
    """Return a term without white space, which a few ligatures are spelt out with."""
    return _SPACES.sub(_NO_TERM, term) or _NO_TERM


def documents(segment: Segment, change: int) -> Iterator[bytes]:
    """Yield the documents of each article of ``segment``, which has no deletions.

    ``change`` numbers the change that they are a part of.
    """
    table, sentences = segment.table, segment.sentences
    texts = _texts(segment.postings)
    edges = table.articles.searchsorted(np.append(segment.articles, np.iinfo(np.int64).max))
    contents, english = sentences.sizes.tolist(), sentences.is_english.tolist()
    for number, article in enumerate(segment.articles.tolist()):
        passages = range(int(edges[number]), int(edges[number + 1]))
        lines = _lines(
            str(article),
            article=article,
            change=change,
            passages=len(passages),
            content=contents[number],
            english=english[number],
            sentences=b64encode(encoded(sentences.take(np.array([number])))).decode(),
        )
        for row in passages:
            lines += _lines(
                f"{article}:{row - passages.start}",
                terms=texts[row],
                article=article,
                start=int(table.starts[row]),
                end=int(table.ends[row]),
                checksum=int(table.checksums[row]),
                day=int(table.days[row]),
                change=change,
            )
        yield "".join(lines).encode()


def _lines(identity: str, **fields: Any) -> list[str]:
    """Return the two lines of a document, which lies in the shard of its article."""
    action = {"index": {"_id": identity, "routing": str(fields["article"])}}
    return [f"{json.dumps(action)}\n", f"{json.dumps(fields)}\n"]


def _texts(postings: Postings) -> Sequence[str]:
    """Return the terms of each passage, repeated as often as they occur, in any order."""
    names = np.array([token(term) for term in postings.lexicon.terms()], object)
    counts = postings.frequencies[postings.impacts].astype(np.int64)
    owners = np.repeat(postings.passages, counts)
    terms = np.repeat(np.repeat(np.arange(len(names)), np.diff(postings.ends)), counts)
    order = np.argsort(owners, kind="stable")
    words: NDArray[Any] = names[terms[order]]
    edges = owners[order].searchsorted(np.arange(len(postings.lengths) + 1))
    spelt = words.tolist()
    pairs = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [" ".join(spelt[first:last]) or _NO_TERM for first, last in pairs]
