"""Minimum of right articles and refusals for questions in another language than the articles."""

import pytest

from tests.eval.data import needs_data
from tests.eval.other_language import TABLES, Table, articles, evaluator, questions, right

pytestmark = pytest.mark.no_cover  # asks many questions by code that other tests cover

FLOORS = {
    "english_about_indonesian": (55, 50),
    "english_about_indonesian_unseen": (52, 44),
    "indonesian_about_english": (27, 25),
    "indonesian_about_english_unseen": (25, 20),
}
"""Of 60 and 30: among the first three, and answered from it."""


@needs_data
@pytest.mark.timeout(600)
@pytest.mark.parametrize("collection", ["natural-id", "natural-en"])
async def test_questions_find_their_articles_in_the_other_language(collection: str) -> None:
    tables: list[Table] = [table for table in TABLES if table.collection == collection]
    asking = await evaluator(tables[0], articles(tables[0]))
    for table in tables:
        found = await right(asking, [(one.text, one.relevant) for one in questions(table)])
        among_first, answered = FLOORS[table.name]
        assert found.among_first >= among_first, table.name
        assert found.answered >= answered, table.name
