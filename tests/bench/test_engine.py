"""The benchmark runs, at a size that says nothing, with what is always there."""

import pytest

from tests.bench.collection import VOCABULARY, draw, queries, vocabulary
from tests.bench.engine import Plan, measure
from tests.bench.real_text import SHIPPED, SHIPPED_QUESTIONS, asked, passages
from tests.bench.report import QUESTIONS, report

pytestmark = pytest.mark.no_cover  # runs often what the tests of the index cover


def test_ours_is_built_served_checked_and_changed_in_processes_of_its_own(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    plan = Plan(
        sizes=(2_000,),
        engines=("kutip", "kutip-search"),
        queries=6,
        rounds=1,
        terms=(1, 5),
        least=1_000,
    )
    measured = measure(plan)
    assert [one.engine for one in measured] == ["kutip", "kutip-search"] * 2
    assert [one.size for one in measured] == [1_000, 1_000, 2_000, 2_000]
    assert measured[0].found == measured[1].found
    assert measured[2].found == measured[3].found
    for one in measured:
        assert one.postings and one.update and one.update > 0 and one.resident > 0
        assert all(one.p50[terms] <= one.p95[terms] for terms in one.p50)
    assert set(measured[0].p50) == {QUESTIONS} and set(measured[2].p50) == {1, 5}
    assert "1,000 kutip: check" in capfd.readouterr().err
    table = report(measured)
    assert table.index("| questions, p50 |") < table.index("| 5 terms, p50 |")
    assert "×" in table


def test_the_collection_is_the_same_each_time_and_a_slice_of_it_its_passages() -> None:
    drawn = draw(50)
    assert drawn.lists() == [drawn[place] for place in range(50)] == draw(50).lists()
    assert drawn[10:12].lists() == [drawn[10], drawn[11]]
    assert all(30 <= len(passage) <= 110 for passage in drawn)


def test_real_passages_are_multiplied_and_asked_real_questions() -> None:
    as_they_are = passages([SHIPPED], 0)
    several = passages([SHIPPED], 500)
    assert len(several) == 500 > len(as_they_are)
    assert several[: len(as_they_are)].lists() == as_they_are.lists()
    found = asked(SHIPPED_QUESTIONS, several, 30)
    assert len(found) == 30
    known = {term for passage in as_they_are.lists() for term in passage}
    assert all(known.intersection(terms) for terms in found)


@pytest.mark.parametrize("terms", [1, 3, 10])
def test_queries_are_of_words_of_one_passage(terms: int) -> None:
    drawn = draw(50)
    passages = [set(passage) for passage in drawn]
    for query in queries(drawn, 20, terms):
        assert len(query) == terms
        assert any(set(query) <= words for words in passages)


def test_the_vocabulary_is_as_large_as_it_says() -> None:
    assert len(set(vocabulary())) == VOCABULARY
