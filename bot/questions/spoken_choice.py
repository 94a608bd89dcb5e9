"""Choose between a person's own words and the ordinary answer by what the reader makes of both."""

from dataclasses import replace

import numpy as np

from bot.questions.answer import Answer
from bot.questions.retrieval import Retrieval
from index.types import Quote

WORDS_CONSIDERED = 3
"""For each quote that is shown, how many of the person's words are compared."""
_WORSE = 2.0
"""Log-odds by which own words may answer worse than the best sentence: with 2, of 100 questions of
two collections for what somebody said 59 are answered rightly in the first quote and 74 in any, 56
and 74 without own words; with any number 56 and 71."""
_BESIDE = 0.6
"""The share of the topic up to which only what stands around a person's words is about it."""
_UNREAD = -9.0
"""Log-odds of words in an article that the reader has not read."""


def prefer_spoken(
    spoken: Answer, answer: Answer, retrieval: Retrieval | None, limit: int
) -> Answer:
    """Return the person's words, best first, unless the ordinary ``answer`` is much better.

    Words that say nothing of the topic themselves come behind those that do.
    That then has the person's name, and whether they are quoted on it.
    """
    if not spoken.answered:
        return replace(answer, speaker=spoken.speaker)
    scores = [_score(quote, retrieval) for quote in spoken.quotes]
    best = _best(retrieval)
    if answer.answered and best is not None and max(scores) < best - _WORSE:
        return replace(answer, speaker=spoken.speaker, is_quoted_elsewhere=True)
    order = sorted(range(len(scores)), key=lambda n: (_is_beside(spoken.quotes[n]), -scores[n]))
    quotes = tuple(spoken.quotes[number] for number in order[:limit])
    took_ms = round(spoken.took_ms + answer.took_ms, 2)
    has_more = len(scores) > limit
    return replace(spoken, quotes=quotes, took_ms=took_ms, has_more=has_more)


def _is_beside(quote: Quote) -> bool:
    return quote.score <= _BESIDE


def _best(retrieval: Retrieval | None) -> float | None:
    if retrieval is None or retrieval.reading is None:
        return None
    return float(retrieval.reading.scores.max())


def _score(quote: Quote, retrieval: Retrieval | None) -> float:
    """Return the log-odds of the best sentence of a quote."""
    if retrieval is None or retrieval.reading is None:
        return _UNREAD
    reading, table = retrieval.reading, retrieval.table
    candidates = reading.candidates
    sentences = candidates.sentences
    is_its = table.ids[candidates.articles] == quote.article.id
    is_its &= (table.starts[sentences] < quote.end) & (quote.start < table.ends[sentences])
    return float(reading.scores[is_its].max()) if np.any(is_its) else _UNREAD
