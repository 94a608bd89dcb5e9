"""Minimum understanding of messages that were not used to write it."""

import pytest

from tests.eval.conversation import idf_of, measure
from tests.eval.data import PROJECT

pytestmark = pytest.mark.no_cover  # reads many messages by code that other tests cover

FLOORS = {"intents": 0.93, "follow_ups": 74 / 80, "dates": 76 / 80, "subjects": 0.85}
"""How rare words are in 24 articles only tells little of which word a message is about."""
PLAIN_KEPT = 0.98


async def test_messages_never_seen_before_are_understood() -> None:
    found = measure(await idf_of([PROJECT / "articles"]))
    assert {table: one.wrong for table, one in found.items() if one.right < FLOORS[table]} == {}
    assert found["intents"].kept >= PLAIN_KEPT
