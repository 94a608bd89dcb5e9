"""Questions that were asked on their own are hardly ever taken for follow-ups."""

import pytest

from bot.conversation.following import Lack, read
from bot.evaluation.dataset import load_questions
from tests.eval.data import DATA, PROJECT, needs_data

pytestmark = pytest.mark.no_cover  # reads many questions by code that other tests cover


def test_no_shipped_question_is_taken_for_a_follow_up() -> None:
    asked = load_questions(PROJECT / "tests" / "eval" / "shipped_questions.jsonl")
    assert [each.text for each in asked if read(each.text).lack is not Lack.NOTHING] == []


@needs_data
@pytest.mark.parametrize(
    ("collection", "most"),
    [("facqa", 0.002), ("idkmrc", 0.002), ("natural-id", 0.003), ("natural-en", 0.007)],
)
def test_few_whole_questions_are_taken_for_follow_ups(collection: str, most: float) -> None:
    asked = load_questions(DATA / collection / "queries.jsonl")
    taken = [each.text for each in asked if read(each.text).lack is not Lack.NOTHING]
    assert len(taken) <= most * len(asked), taken
