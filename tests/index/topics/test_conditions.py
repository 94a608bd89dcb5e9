"""The alternatives of a condition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.topics import Topic, parse
from index.topics.conditions import NoneOf, Stem, alternatives, condition_for, holds, is_exact
from index.topics.words import positions_of
from index.types import Article, Language
from tests.index.builders import thorough
from tests.index.topics.strategies import articles, topics


def needed(written: str) -> list[set[str]]:
    condition = condition_for(parse(written), Language.INDONESIAN)
    assert condition is not None
    return [
        {atom.key if isinstance(atom, Stem) else "…" for atom in atoms}
        for atoms in alternatives(condition)
    ]


@pytest.mark.parametrize(
    ("written", "alternative"),
    [
        ("nato rusia", [{"nato", "rusia"}]),
        ("nato OR rusia", [{"nato"}, {"rusia"}]),
        ("nato bola OR rusia", [{"nato", "bola"}, {"rusia"}]),
        ("nato (rusia OR bola)", [{"nato"}]),
        ("(nato OR rusia) (a OR b OR c)", [{"nato"}, {"rusia"}]),
        ("nato -rusia", [{"nato"}]),
        ('"nato rusia" judul:bola', [{"nato rusia", "judul:bola"}]),
        ('"nato rusia bola" judul:"bola basket"', [{"…", "judul:bola basket"}]),
    ],
)
def test_an_article_must_hold_one_alternative(written: str, alternative: list[set[str]]) -> None:
    assert needed(written) == alternative


def test_an_exclusion_needs_nothing_to_look_for() -> None:
    with pytest.raises(ValueError, match="nothing is asked for"):
        alternatives(NoneOf(Stem("nato")))


@thorough
@given(topics, articles(), st.sampled_from(Language))
def test_alternatives_are_needed_and_settled_ones_enough(
    topic: Topic, article: Article, language: Language
) -> None:
    condition = condition_for(topic, language)
    if condition is None:
        return
    positions = positions_of(article)
    whole = any(all(holds(atom, positions) for atom in atoms) for atoms in alternatives(condition))
    assert whole or not holds(condition, positions)
    assert holds(condition, positions) or not (whole and is_exact(condition))
