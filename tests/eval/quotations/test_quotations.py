"""Minimum of right quotations and speakers; only a deliberate edit lowers it."""

from pathlib import Path
from string import ascii_letters

import pytest

from tests.eval.quotations.labels import FOLDER, is_there, labelled, own_texts
from tests.eval.quotations.measure import measure

pytestmark = pytest.mark.no_cover  # finds quotations by code that other tests cover

FLOORS = {
    "own_tuned": (0.98, 0.98),
    "own_unseen": (0.98, 0.95),
    "own_later": (0.97, 0.80),
    "corpus_tuned": (0.95, 0.86),
    "corpus_unseen": (0.95, 0.70),
}
"""Precision, recall."""
OWN = [table for table in FLOORS if table.startswith("own")]
COLLECTIONS = [
    pytest.param(
        table,
        marks=pytest.mark.skipif(not is_there(table), reason="the collection is not at hand"),
    )
    for table in FLOORS
]


@pytest.mark.parametrize("table", COLLECTIONS)
def test_precision_and_recall_keep_their_floor(table: str) -> None:
    """Every quotation found in a labelled article counts, also what is none."""
    measured = measure(labelled(table))
    precision, recall = FLOORS[table]
    assert measured.precision >= precision, measured.wrong
    assert measured.recall >= recall, measured.missed


@pytest.mark.parametrize(
    ("tables", "at_least"),
    [(("own_tuned", "own_unseen", "own_later"), 150), (("corpus_tuned", "corpus_unseen"), 50)],
)
def test_enough_quotations_are_labelled(tables: tuple[str, ...], at_least: int) -> None:
    lines = [line for table in tables for line in _lines(FOLDER / f"{table}.tsv")]
    assert sum("\t" in line for line in lines) >= at_least


def test_every_article_is_labelled() -> None:
    names = {line.split("\t")[0] for own in OWN for line in _table(own)}
    assert names == set(own_texts())


def test_labels_are_quotations_of_named_speakers() -> None:
    """Each is between quotation marks or paragraphs, and its speaker is named in the text."""
    for table in OWN:
        for article in labelled(table):
            for label in article.labels:
                assert label.speaker in article.text
                assert article.text[label.start - 1] not in ascii_letters
                assert article.text[label.end] not in ascii_letters


def _table(name: str) -> list[str]:
    return _lines(FOLDER / f"{name}.tsv")


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()
