"""The tables of phrases say what their sources say, and are found by their words."""

import numpy as np
import pytest

from index.analysis.tokenizer import words
from index.answers.reader import model_files
from index.answers.reader.model_files import ModelError, parse_arrays, read_arrays
from index.answers.reader.phrases import (
    FILE,
    PhraseKey,
    PhraseTable,
    TermRow,
    phrase_table,
    table_bytes,
)
from index.answers.reader.words import word_reader
from index.types import Language


def row(text: str, language: Language) -> TermRow:
    reader = word_reader(language)
    return tuple(term for word in words(text) for term in reader.read(word).terms)


def test_the_file_holds_what_the_sources_say() -> None:
    made, shipped = parse_arrays(table_bytes(), FILE), read_arrays(FILE)
    assert made.keys() == shipped.keys()
    for name, array in made.items():
        np.testing.assert_array_equal(array, shipped[name], err_msg=name)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.INDONESIAN, "meninggal", "tewas"),
        (Language.INDONESIAN, "meninggal dunia", "tewas"),
        (Language.ENGLISH, "killed", "dead"),
    ],
)
def test_words_for_the_same_thing_lead_to_each_other(
    language: Language, one: str, other: str
) -> None:
    found = [
        each
        for group in phrase_table("groups", language).find(row(one, language))
        for each in group
    ]
    assert row(other, language) in found


def test_every_key_of_the_same_row_is_found_in_order() -> None:
    rows: list[TermRow] = [(5,), (7, 8), (5,), (9,)]
    keys = [PhraseKey(0, 0, 2), PhraseKey(2, 2, 4), PhraseKey(1, 3, 4)]
    table = PhraseTable.of(rows, keys)
    assert list(table.find((5,))) == [[(5,), (7, 8)], [(5,), (9,)]]
    assert list(table.find((7, 8))) == [[(9,)]]
    assert list(table.find((7,))) == []
    assert list(table.find((6,))) == []


def test_a_missing_file_is_a_clear_error() -> None:
    with pytest.raises(ModelError, match=r"nothing\.npz cannot be read"):
        model_files.read_arrays("nothing.npz")
