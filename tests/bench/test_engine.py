"""The benchmark runs, at a size that says nothing, with what is always there."""

import pytest

from tests.bench.collection import VOCABULARY, draw, queries, vocabulary
from tests.bench.engine import Plan, measure
from tests.bench.report import report

pytestmark = pytest.mark.no_cover  # runs often what the tests of the index cover


def test_ours_is_built_served_checked_and_changed_in_processes_of_its_own(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    plan = Plan(
        sizes=(5_000,), engines=("kutip", "kutip-search"), queries=6, rounds=1, terms=(1, 5)
    )
    measured = measure(plan)
    assert [one.engine for one in measured] == ["kutip", "kutip-search"]
    assert measured[0].found == measured[1].found
    for one in measured:
        assert one.postings and one.update and one.update > 0 and one.resident > 0
        assert set(one.p50) == {1, 5} and one.p50[5] <= one.p95[5]
    assert "5,000 kutip: check" in capfd.readouterr().err
    table = report(measured)
    assert "| 5 terms, p50 |" in table and "×" in table


def test_the_collection_is_the_same_each_time_and_a_slice_of_it_its_passages() -> None:
    drawn = draw(50)
    assert drawn.lists() == [drawn[place] for place in range(50)] == draw(50).lists()
    assert drawn[10:12].lists() == [drawn[10], drawn[11]]
    assert all(30 <= len(passage) <= 110 for passage in drawn)


@pytest.mark.parametrize("terms", [1, 3, 10])
def test_queries_are_of_words_of_one_passage(terms: int) -> None:
    drawn = draw(50)
    passages = [set(passage) for passage in drawn]
    for query in queries(drawn, 20, terms):
        assert len(query) == terms
        assert any(set(query) <= words for words in passages)


def test_the_vocabulary_is_as_large_as_it_says() -> None:
    assert len(set(vocabulary())) == VOCABULARY
