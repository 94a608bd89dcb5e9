"""Typing mistakes: one per question, of the common kinds, the same for the same seed."""

import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.evaluation.dataset import Question
from bot.evaluation.typos import mistyped, mistyped_questions

TEXT = st.text("abcde fghij", max_size=60)


@given(TEXT, st.integers(0, 999))
def test_at_most_one_mistake_is_made(text: str, seed: int) -> None:
    assert OSA.distance(text, mistyped(text, random.Random(seed))) <= 1


@given(TEXT, st.integers(0, 999))
def test_short_words_are_spelt_right(text: str, seed: int) -> None:
    assume(all(len(word) < 5 for word in text.split()))
    assert mistyped(text, random.Random(seed)) == text


def test_every_kind_of_mistake_is_made() -> None:
    made = {mistyped("gempa", random.Random(seed)) for seed in range(500)}
    assert {"gmpa", "gemppa", "gepma"} <= made
    assert any(len(word) == 5 and sorted(word) != sorted("gempa") for word in made)


def test_the_same_seed_makes_the_same_mistakes() -> None:
    questions = [Question(str(n), "Kapan gempa melanda Banda Aceh?", (), None) for n in range(30)]
    once, again = mistyped_questions(questions, 1), mistyped_questions(questions, 1)
    assert once == again
    assert once != mistyped_questions(questions, 2)
    assert len({question.text for question in once}) > 5
    assert [replace(question, text="") for question in once] == [
        replace(question, text="") for question in questions
    ]
