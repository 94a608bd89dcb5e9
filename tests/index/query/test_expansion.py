"""A question's variants with synonyms, and their merged results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.expansion import merge, variants
from index.query.parser import parse_question
from index.query.synonyms import Synonym
from index.types import Hit, Language, Query, SearchResult
from tests.index.builders import build_passage

GRL = Synonym(("grl",), ("gerakan", "rawa"), "Gerakan Rawa")
LONG = Synonym(("gerakan", "rawa"), ("grl",), "GRL")


def query(*terms: str) -> Query:
    return Query(
        " ".join(terms),
        Language.INDONESIAN,
        terms,
        parse_question("", Language.INDONESIAN).answer_type,
    )


def terms_of(asked: Query, *synonyms: Synonym) -> list[tuple[str, ...]]:
    return [variant.query.terms for variant in variants(asked, synonyms)]


def test_the_question_comes_first_then_with_the_other_form_in_its_place() -> None:
    assert terms_of(query("ketua", "grl", "baru"), GRL) == [
        ("ketua", "grl", "baru"),
        ("ketua", "gerakan", "rawa", "baru"),
    ]
    assert terms_of(query("ketua", "gerakan", "rawa"), LONG) == [
        ("ketua", "gerakan", "rawa"),
        ("ketua", "grl"),
    ]


def test_a_question_that_says_both_is_searched_for_with_each_alone() -> None:
    assert terms_of(query("grl", "gerakan", "rawa", "air"), GRL, LONG) == [
        ("grl", "gerakan", "rawa", "air"),
        ("grl", "air"),
        ("gerakan", "rawa", "air"),
    ]


def test_a_term_of_both_forms_stays() -> None:
    synonym = Synonym(("gerakan", "rawa"), ("rawa", "raya"), "Rawa Raya")
    assert terms_of(query("gerakan", "rawa"), synonym)[1] == ("rawa", "raya")


def test_a_question_is_searched_for_in_few_ways() -> None:
    synonyms = [
        Synonym((asked,), (f"{asked}{other}",), "") for asked in "abcdefgh" for other in "123"
    ]
    found = terms_of(query(*"abcdefgh"), *synonyms)
    assert len(found) == 4
    assert found[0] == tuple("abcdefgh")


# --- merging


def found(asked: list[dict[int, float]], idf: dict[str, float], limit: int = 10) -> SearchResult:
    results = [
        SearchResult(tuple(Hit(build_passage(n), score) for n, score in scores.items()), idf)
        for scores in asked
    ]
    some = variants(query("ketua", "grl"), [GRL])
    return merge(some, results, limit)


IDF = {"ketua": 1.0, "grl": 3.0, "gerakan": 2.0, "rawa": 5.0}


def test_a_passage_has_the_best_of_its_shares() -> None:
    """Four is all of the question as asked, eight all of it with the expansion."""
    result = found([{1: 4.0, 2: 1.0}, {1: 1.0, 2: 6.0, 3: 4.0}], IDF)
    assert [(hit.passage.article_id, hit.score) for hit in result.hits] == [
        (1, 4.0), (2, 3.0), (3, 2.0),
    ]  # fmt: skip
    assert result.idf["grl"] == 3.0


def test_equal_passages_keep_the_order_of_their_places() -> None:
    result = found([{3: 2.0, 1: 2.0}, {2: 4.0}], IDF, limit=2)
    assert [hit.passage.article_id for hit in result.hits] == [1, 2]


def test_a_form_weighs_no_more_than_a_common_one_that_is_equal_to_it() -> None:
    result = found([{}, {1: 3.0}], IDF | {"grl": 9.0, "gerakan": 1.0, "rawa": 1.0})
    assert result.idf["grl"] == pytest.approx(2.0)
    assert result.hits[0].score == pytest.approx(3.0)


scores = st.dictionaries(st.integers(1, 9), st.floats(0.1, 9), max_size=9)


@given(scores, scores)
def test_every_passage_is_found_once_and_loses_nothing(
    plain: dict[int, float], other: dict[int, float]
) -> None:
    result = found([plain, other], IDF, limit=20)
    ids = [hit.passage.article_id for hit in result.hits]
    assert sorted(ids) == sorted(plain.keys() | other.keys())
    for hit in result.hits:
        assert hit.score >= plain.get(hit.passage.article_id, 0.0) * (1 - 1e-9)
        share = max(
            plain.get(hit.passage.article_id, 0) / 4, other.get(hit.passage.article_id, 0) / 8
        )
        assert hit.score == pytest.approx(4 * share)
