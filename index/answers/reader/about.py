"""Which articles are about what a question is about: their headlines and beginnings say it."""

from typing import NamedTuple

import numpy as np

from index.answers.reader.arrays import BoolArray, IntArray
from index.answers.reader.gathering import lay_out, match
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable

_ABOUT = 0.8
"""Share of the question's weight that the beginning says; a synonym says .6 of a word."""
_BEGINNING = 2
"""Sentences after the headline."""


class About(NamedTuple):
    """Which articles say a subject in their headline, and which there or soon after."""

    in_headline: BoolArray
    anywhere: BoolArray


def about(asked: Asked, table: SentenceTable, articles: IntArray) -> About:
    """Return which of ``articles``, numbers in ``table``, say in the beginning all that is asked.

    ``asked`` is a question of nothing but its subject.
    """
    layout = lay_out(table, articles)
    soft = match(asked, layout).soft
    least = _ABOUT * max(float(asked.idf.sum()), 1e-6)
    said = soft[layout.article_starts]
    in_headline: BoolArray = said @ asked.idf >= least
    for place in range(1, _BEGINNING + 1):
        has = layout.sentence_counts > place
        said[has] = np.maximum(said[has], soft[layout.article_starts[has] + place])
    return About(in_headline, said @ asked.idf >= least)
