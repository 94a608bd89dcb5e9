"""Figures of the words in a sentence besides the question's terms, and how near to them."""

from dataclasses import dataclass

import numpy as np

from index.answers.reader.arrays import BoolArray, FloatArray, IntArray, distinct
from index.answers.reader.gathering import Layout, Matches
from index.answers.reader.question import MAX_TERMS, Asked, Asks
from index.answers.reader.words import CAPITAL, CAUSE, NUMBER, PREPOSITION, SPEECH, STOP, TIME
from index.text.ranges import ranges

_NEAR = 10
"""Tokens to either side of a candidate in which the question's words speak of it."""
_PAIRED = 3
"""Tokens from one word of the question to the next that count as said together."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tokens:
    """The tokens of the chosen sentences, one value each; ``asked``: the column of the question's
    term that it is, else -1. ``starts`` and ``lengths`` are the sentences'.
    """

    at: IntArray
    rows: IntArray
    bits: IntArray
    asked: IntArray
    starts: IntArray
    lengths: IntArray

    def most(self, mask: BoolArray, values: FloatArray) -> FloatArray:
        """The highest of ``values`` where ``mask`` is, by sentence; 0 without any."""
        result = np.zeros(len(self.starts), np.float32)
        np.maximum.at(result, self.rows[mask], values[mask])
        return result

    def count(self, mask: BoolArray) -> FloatArray:
        """How many tokens of each sentence ``mask`` has."""
        return np.bincount(self.rows[mask], minlength=len(self.starts)).astype(np.float32)


def token_figures(
    asked: Asked, layout: Layout, matches: Matches, chosen: IntArray
) -> dict[str, FloatArray]:
    """The figures of the ``chosen`` sentences."""
    tokens = _tokens(layout, matches, chosen)
    w = asked.idf / np.float32(float(asked.idf.sum()) or 1.0)
    kinds = _kinds(tokens)
    wanted = _wanted(asked.asks, kinds)
    nearness = _nearness(tokens, w)
    said = np.flatnonzero(tokens.asked >= 0)
    rare = w >= np.sort(w)[-min(2, len(w))]
    return {
        **{f"n_{name}": tokens.count(mask) for name, mask in kinds.items()},
        "wanted": tokens.count(wanted),
        "wanted_near": tokens.most(wanted, nearness),
        "name_near": tokens.most(kinds["name"], nearness),
        "number_near": tokens.most(kinds["number"], nearness),
        "focus_wanted": _closeness(said[asked.focus[tokens.asked[said]]], wanted, tokens),
        "rare_wanted": _closeness(said[rare[tokens.asked[said]]], wanted, tokens),
        "pairs": _pairs(tokens, said, w),
        "span": _span(tokens, said),
        "novel": tokens.count((tokens.asked < 0) & ((tokens.bits & STOP) == 0)),
    }


def _tokens(layout: Layout, matches: Matches, chosen: IntArray) -> _Tokens:
    lengths = layout.lengths[chosen]
    at = ranges(layout.token_starts[chosen], lengths)
    codes = np.full(len(layout.terms), -1, np.int64)
    codes[matches.places] = matches.terms
    return _Tokens(
        at=at,
        rows=np.repeat(np.arange(len(chosen)), lengths),
        bits=layout.bits[at].astype(np.int64),
        asked=codes[at],
        starts=np.cumsum(lengths) - lengths,
        lengths=lengths,
    )


def _kinds(tokens: _Tokens) -> dict[str, BoolArray]:
    """Which tokens are of a kind that answers; a name or number of the question is none."""
    bits = tokens.bits
    first = np.zeros(len(bits), np.bool_)
    first[tokens.starts[tokens.lengths > 0]] = True
    capital = (bits & CAPITAL) > 0
    next_capital = np.zeros(len(bits), np.bool_)
    next_capital[:-1] = capital[1:] & ~first[1:]
    after_preposition = np.zeros(len(bits), np.bool_)
    after_preposition[1:] = ((bits[:-1] & PREPOSITION) > 0) & ~first[1:]
    plain, novel, number = (bits & STOP) == 0, tokens.asked < 0, (bits & NUMBER) > 0
    named = capital & plain & ~number & (~first | next_capital)
    return {
        "name": named & novel,
        "number": number & novel,
        "time": ((bits & TIME) > 0) & novel,
        "place": capital & plain & after_preposition & novel,
        "cause": (bits & CAUSE) > 0,
        "speech": (bits & SPEECH) > 0,
    }


def _wanted(asks: Asks, kinds: dict[str, BoolArray]) -> BoolArray:
    names = {
        Asks.WHO: "name",
        Asks.WHEN: "time",
        Asks.WHERE: "place",
        Asks.HOW_MANY: "number",
        Asks.WHY: "cause",
        Asks.SAID: "speech",
    }
    return kinds[names[asks]] if asks in names else kinds["name"] | kinds["number"]


def _nearness(tokens: _Tokens, w: FloatArray) -> FloatArray:
    """The weight of the question near each token, in its sentence; a term counts once."""
    said = np.flatnonzero(tokens.asked >= 0)
    _, once = distinct(tokens.rows[said] * MAX_TERMS + tokens.asked[said])
    weights = np.zeros(len(tokens.at) + 1, np.float32)
    weights[said[once] + 1] = w[tokens.asked[said[once]]]
    sums = np.cumsum(weights, dtype=np.float32)
    here = np.arange(len(tokens.at))
    starts = tokens.starts[tokens.rows]
    low = np.maximum(here - _NEAR, starts)
    high = np.minimum(here + _NEAR + 1, starts + tokens.lengths[tokens.rows])
    near: FloatArray = sums[high] - sums[low]
    return near


def _pairs(tokens: _Tokens, said: IntArray, w: FloatArray) -> FloatArray:
    """The weight of neighbours of the question that are neighbours here too."""
    pairs = np.zeros(len(tokens.starts), np.float32)
    one, other = said[:-1], said[1:]
    columns, next_columns = tokens.asked[one], tokens.asked[other]
    near = (
        (tokens.rows[one] == tokens.rows[other])
        & (other - one <= _PAIRED)
        & (np.abs(next_columns - columns) == 1)
    )
    np.add.at(pairs, tokens.rows[one][near], np.minimum(w[columns], w[next_columns])[near])
    return np.minimum(pairs, 1.0)


def _span(tokens: _Tokens, said: IntArray) -> FloatArray:
    """Tokens from the first to the last of the question's words in the sentence."""
    low = np.full(len(tokens.starts), len(tokens.at), np.int64)
    high = np.full(len(tokens.starts), -1, np.int64)
    np.minimum.at(low, tokens.rows[said], said)
    np.maximum.at(high, tokens.rows[said], said)
    return np.where(high >= 0, high - low, 0).astype(np.float32)


def _closeness(first: IntArray, mask: BoolArray, tokens: _Tokens) -> FloatArray:
    """By sentence, 1 / (1 + tokens between) the nearest pair of both; 0 without any."""
    result = np.zeros(len(tokens.starts), np.float32)
    second = np.flatnonzero(mask)
    if not len(first) or not len(second):
        return result
    at = second.searchsorted(first)
    for near in (second[np.maximum(at - 1, 0)], second[np.minimum(at, len(second) - 1)]):
        same = tokens.rows[near] == tokens.rows[first]
        closeness = (1.0 / (1.0 + np.abs(near - first))).astype(np.float32)
        np.maximum.at(result, tokens.rows[first[same]], closeness[same])
    return result
