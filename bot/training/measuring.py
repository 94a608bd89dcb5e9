"""Measure the reader on questions that it was not trained on, as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example
from index.answers.reader.composition import Run, Scored, choose
from index.answers.reader.cutting import cut
from index.evaluation import holds_answer

KEPT = 0.92
"""Share of the questions with a right first sentence that the threshold lets through."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """An example with the scores of its sentences and the log-odds that it is answered."""

    example: Example
    scores: NDArray[np.float64]
    probability: float

    @property
    def is_right(self) -> bool:
        """Whether the best sentence holds an answer."""
        return bool(self.example.holds[int(np.argmax(self.scores))])


def scored(read: Read) -> Scored:
    """Return the candidates as quotes are chosen from them."""
    example = read.example
    return Scored(
        scores=read.scores,
        articles=example.candidates.articles,
        sentences=example.candidates.sentences,
        starts=example.starts,
        ends=example.ends,
        needs_previous=example.needs_previous,
        terms=example.terms,
    )


def quotes(read: Read, first: int, total: int) -> list[str]:
    """The visible texts of the reply, nothing refused."""
    example = read.example

    def text(run: Run) -> str:
        return " ".join(example.texts[run.first : run.last + 1])

    chosen = choose(
        scored(read), lambda run, limit: cut(text(run), limit, example.asked), first, total
    )
    return [text(each.run)[each.part.start : each.part.end] for each in chosen]


def report(name: str, reads: Sequence[Read], threshold: float) -> Iterator[str]:
    """Yield the lines of the table for one collection; quotes are shown from ``threshold`` on."""
    answered = [one for one in reads if one.example.answered]
    yield f"{name}: {len(answered)} answered, {len(reads) - len(answered)} not"
    yield f"  best sentence {_share([one.is_right for one in answered])}"
    for first, total in ((200, 450), (300, 300), (300, 450)):
        given = [quotes(one, first, total) for one in answered]
        known = [one.example.question.answers for one in answered]
        right = [holds_answer(q[0], a) for q, a in zip(given, known, strict=True)]
        some = [any(holds_answer(t, a) for t in q) for q, a in zip(given, known, strict=True)]
        yield (
            f"  first quote up to {first}: {_share(right)} ({_mean([len(q[0]) for q in given])}); "
            f"any up to {total}: {_share(some)} ({_mean([sum(map(len, q)) for q in given])}, "
            f"{np.mean([len(q) for q in given]):.2f} quotes)"
        )
    yield from _kinds(answered)
    yield from _refusal(reads, threshold)


def _kinds(answered: Sequence[Read]) -> Iterator[str]:
    kinds = sorted({one.example.question.kind for one in answered} - {""})
    shares = [
        f"{kind} {_share([one.is_right for one in answered if one.example.question.kind == kind])}"
        for kind in kinds
    ]
    if shares:
        others = [one.is_right for one in answered if one.example.question.paraphrase]
        yield f"  best sentence by kind: {', '.join(shares)}; in other words {_share(others)}"


def _refusal(reads: Sequence[Read], threshold: float) -> Iterator[str]:
    chances = np.array([one.probability for one in reads])
    there = np.array([one.example.answered for one in reads])
    right = np.array([one.example.answered and one.is_right for one in reads])
    line = f"right first sentences kept {_share(chances[right] >= threshold)}"
    line += f", answered kept {_share(chances[there] >= threshold)}"
    if not there.all():
        line += f", not answered refused {_share(chances[~there] < threshold)}"
        line += f", AUC {auc(chances[there], chances[~there]):.3f}"
    yield f"  at {threshold:.3f}: {line}"


def off_topic_report(names: Sequence[str], refused: Sequence[bool]) -> Iterator[str]:
    """Yield for each kind of question off topic how many were refused."""
    for name in sorted(set(names)):
        mine = [outcome for one, outcome in zip(names, refused, strict=True) if one == name]
        yield f"{name}: {len(mine)}, refused {_share(mine)}"


def auc(there: NDArray[np.float64], gone: NDArray[np.float64]) -> float:
    """The probability that one of ``there`` exceeds one of ``gone``, equal ones counting half."""
    ordered = np.sort(gone)
    below, up_to = ordered.searchsorted(there), ordered.searchsorted(there, "right")
    return float(np.mean(below + up_to) / 2 / len(ordered))


def _share(outcomes: Sequence[bool] | NDArray[np.bool_]) -> str:
    return f"{np.mean(outcomes):.3f}"


def _mean(values: Sequence[int]) -> str:
    return f"{np.mean(values):.0f} characters"
