"""The bytes of an article's sentences."""

import dataclasses

import numpy as np
import pytest

from index.answers.reader.sentences import SentenceTable
from index.opensearch.sentence_bytes import decoded, encoded
from tests.index.builders import Junk, build_article, build_segment

STORY = [
    build_article("Gempa besar melanda “Aceh”. Warga lari!", "Laut surut.", id=3, title="Duka"),
    build_article(Junk("IKLAN"), id=2**40),
    build_article("", id=7),
]


@pytest.mark.parametrize("number", range(len(STORY)))
def test_a_table_is_the_same_after_decoding(number: int) -> None:
    table = build_segment([STORY[number]]).sentences
    found = decoded(encoded(table))
    for field in dataclasses.fields(SentenceTable):
        column = getattr(table, field.name)
        assert np.array_equal(getattr(found, field.name), column)
        assert getattr(found, field.name).dtype == column.dtype


@pytest.mark.parametrize("damage", [lambda code: b"\x02" + code[1:], lambda code: code + b"\0"])
def test_other_bytes_are_refused(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(ValueError, match=r"\d+"):
        decoded(damage(encoded(build_segment(STORY[:1]).sentences)))
