"""Real articles and questions as tokens, for the engines: the shipped ones or any others."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np

from bot.evaluation.dataset import load_articles, load_questions
from index.analysis import analyzer_for
from index.query.parser import parse_question
from index.text.language import detect
from index.text.passages import passages_of
from index.types import Language
from tests.bench.collection import Drawn

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "articles"
SHIPPED_QUESTIONS = ROOT / "tests" / "eval" / "shipped_questions.jsonl"
LEAST = 20_000
"""Passages from which on a collection is measured as it is."""


def passages(paths: Sequence[Path], least: int = LEAST) -> Drawn:
    """Return the terms of every passage as the index has them, titles first.

    Where there are fewer than ``least``, halves of two passages at a time are put together until
    there are as many.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found: list[list[int]] = []
    for article in load_articles(paths):
        terms = analyzer_for(article.language).terms
        title = terms(article.title)
        for one in passages_of(article):
            both = title + terms(article.text[one.start : one.end])
            found.append([numbers[term] for term in both])
    rng = np.random.default_rng(1)
    for first, second in rng.integers(len(found), size=(max(0, least - len(found)), 2)).tolist():
        begin, end = found[first], found[second]
        found.append(begin[: len(begin) // 2] + end[len(end) // 2 :])
    words = np.array([word for passage in found for word in passage], np.int32)
    ends = np.cumsum([0, *map(len, found)])
    return Drawn(words, ends, np.array(list(numbers), dtype=object))


def asked(path: Path, drawn: Drawn, most: int) -> list[list[str]]:
    """Return the terms of ``most`` questions, evenly chosen, that any passage has a term of."""
    known = set(drawn.vocabulary)
    queries = []
    for question in load_questions(path):
        query = parse_question(question.text, detect(question.text) or Language.INDONESIAN)
        if not known.isdisjoint(query.terms):
            queries.append(list(query.terms))
    return queries[:: max(1, len(queries) // most)][:most]
