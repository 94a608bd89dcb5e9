"""The cues of an answer in a sentence and next to it, and where in its article it stands."""

import numpy as np

from index.answers.reader.arrays import BoolArray, FloatArray, IntArray
from index.answers.reader.coverage_figures import Coverage
from index.answers.reader.gathering import Layout
from index.answers.reader.matching import RowMatcher
from index.answers.reader.question import Asked
from index.answers.reader.sentences import QUOTED, SentenceTable
from index.answers.reader.words import CAUSE, PRONOUN, SPEECH


def context_figures(
    asked: Asked,
    table: SentenceTable,
    coverage: Coverage,
    known: dict[str, FloatArray],
    chosen: IntArray,
) -> dict[str, FloatArray]:
    """The figures of the ``chosen`` sentences; ``known`` are those there are already."""
    layout = coverage.layout
    around = _Around(layout, chosen)
    cues, special = _cues(asked, layout)
    causes = _has(layout, CAUSE)
    starts_cause, pronoun = _begins(layout, CAUSE), _begins(layout, PRONOUN)
    quoted = (table.marks[layout.sentences] & QUOTED) > 0
    names = coverage.shares * asked.names
    named = coverage.matches.soft @ names / max(float(names.sum()), 1e-6)
    speech = _has(layout, SPEECH) * named
    numbers = layout.sentences[chosen]
    of = layout.article_of[chosen]
    place = (chosen - layout.article_starts[of] - 1).astype(np.float32)
    sizes = (layout.sentence_counts[of] - 1).astype(np.float32)
    return {
        "cue": cues[chosen],
        "special": special[chosen],
        "cue_prev": around.before(cues),
        "cue_next": around.after(cues),
        "starts_cause": starts_cause[chosen].astype(np.float32),
        "next_starts_cause": around.after(starts_cause),
        "next_cause": around.after(causes),
        "pronoun": pronoun[chosen].astype(np.float32),
        "next_pronoun": around.after(pronoun),
        "quoted": quoted[chosen].astype(np.float32),
        "quoted_prev": around.before(quoted),
        "quoted_next": around.after(quoted),
        "speech_name": known["n_speech"].clip(0, 1) * known["names"],
        "speech_near": around.after(speech) + around.before(speech),
        "place": place,
        "relative": place / np.maximum(sizes, 1),
        "of": sizes,
        "in_passage": (chosen - layout.passage_starts[layout.passage_of[chosen]]).astype(
            np.float32
        ),
        "length": layout.lengths[chosen].astype(np.float32),
        "chars": (table.ends[numbers] - table.starts[numbers]).astype(np.float32),
    }


class _Around:
    """Values of the sentences next to the chosen ones; 0 where there is none."""

    def __init__(self, layout: Layout, chosen: IntArray) -> None:
        last = len(layout.sentences) - 1
        self._next = np.minimum(chosen + 1, last)
        self._previous = np.maximum(chosen - 1, 0)
        self._has_next = layout.follows[self._next] & (chosen < last)
        self._has_previous = layout.follows[chosen]

    def before(self, values: FloatArray | BoolArray) -> FloatArray:
        return (values[self._previous] * self._has_previous).astype(np.float32)

    def after(self, values: FloatArray | BoolArray) -> FloatArray:
        return (values[self._next] * self._has_next).astype(np.float32)


def _cues(asked: Asked, layout: Layout) -> tuple[FloatArray, FloatArray]:
    """How many forms of all cues each sentence has, and how many of the longest cue's."""
    count = len(layout.sentences)
    if not asked.cues:
        return np.zeros(count, np.float32), np.zeros(count, np.float32)
    places, numbers = RowMatcher([*asked.special, *asked.cues]).find(layout.terms, layout.bits)
    width = len(asked.special) + len(asked.cues)
    seen = np.zeros((count, width), np.bool_)
    seen[layout.row_of[places], numbers] = True
    special = len(asked.special)
    return (
        seen[:, special:].sum(axis=1, dtype=np.float32),
        seen[:, :special].sum(axis=1, dtype=np.float32),
    )


def _has(layout: Layout, bit: int) -> BoolArray:
    """Which sentences have such a token."""
    of = layout.row_of[(layout.bits & bit) > 0]
    found: BoolArray = np.bincount(of, minlength=len(layout.sentences)) > 0
    return found


def _begins(layout: Layout, bit: int) -> BoolArray:
    """Which sentences begin with such a token."""
    result = np.zeros(len(layout.sentences), np.bool_)
    words = layout.lengths > 0
    result[words] = (layout.bits[layout.token_starts[words]] & bit) > 0
    return result
