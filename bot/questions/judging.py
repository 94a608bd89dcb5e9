"""A second opinion on the best sentences, such as a cross-encoder's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.questions.finding import ArticleLookup
from bot.questions.retrieval import Retrieval

_JUDGED = 30
"""Best sentences that a judge is asked about."""
_JUDGE_WEIGHT = 0.5
"""Weight of a judge's log-odds beside the reader's; not measured, since it depends on the judge:
``kutip eval --reader FOLDER`` measures both together."""


class SentenceJudge(Protocol):
    """Says how well sentences answer a question, besides the reader."""

    async def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        """Return log-odds, one a sentence; None if there is no time."""


async def judged(retrieval: Retrieval, judge: SentenceJudge, lookup: ArticleLookup) -> Retrieval:
    """Return ``retrieval`` with what ``judge`` says of its best sentences, if it has time."""
    reading, table = retrieval.reading, retrieval.table
    if reading is None:
        return retrieval
    best = np.argsort(-reading.scores, kind="stable")[:_JUDGED]
    candidates, ids = reading.candidates, table.ids.tolist()
    owners = [ids[number] for number in candidates.articles[best].tolist()]
    articles = await lookup.articles(set(owners))
    numbers = candidates.sentences[best].tolist()
    texts = [
        articles[owner].text[table.starts[number] : table.ends[number]] if owner in articles else ""
        for owner, number in zip(owners, numbers, strict=True)
    ]
    scores = await judge.scores(retrieval.query.text, texts)
    if scores is None:
        return retrieval
    judged = np.full(len(reading.scores), float(scores.min()) * _JUDGE_WEIGHT)
    judged[best] = scores * _JUDGE_WEIGHT
    return replace(retrieval, judged=judged)
