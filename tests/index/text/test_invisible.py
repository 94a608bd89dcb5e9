"""Characters that nobody sees are removed, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parser import parse_question
from index.text.invisible import remove_invisible
from index.types import Language


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e"]
)
def test_a_hidden_character_changes_no_question(hidden: str) -> None:
    typed = f"{hidden}kapan kra{hidden}katau {hidden}meletus?{hidden}"
    assert parse_question(typed, Language.INDONESIAN) == parse_question(
        "kapan krakatau meletus?", Language.INDONESIAN
    )


@given(st.text(st.characters(exclude_categories=["Cf"])))
def test_what_is_seen_stays(text: str) -> None:
    assert remove_invisible(text) == text
