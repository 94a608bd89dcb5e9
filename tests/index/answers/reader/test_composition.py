"""Quotes are few, short and different."""

from collections.abc import Sequence

import numpy as np

from index.answers.reader.composition import MAX_ALL, MAX_FIRST, Scored, choose, cut
from index.answers.reader.question import read_question
from index.query.parser import parse_question
from index.types import Language


def scored(
    scores: Sequence[float],
    lengths: Sequence[int],
    terms: Sequence[set[int]] | None = None,
    pronouns: Sequence[bool] = (),
    articles: Sequence[int] = (),
) -> Scored:
    """Sentences one after another, with a space between."""
    ends = np.cumsum(np.array(lengths) + 1) - 1
    count = len(scores)
    return Scored(
        scores=np.array(scores, np.float64),
        articles=np.array(articles or [0] * count),
        sentences=np.arange(count),
        starts=(ends - lengths).astype(np.int32),
        ends=ends.astype(np.int32),
        needs_previous=np.array(pronouns or [False] * count),
        terms=terms or [{number} for number in range(count)],
    )


def places(found: Scored, **limits: int) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in choose(found, **limits)]


def test_neighbours_that_may_answer_come_in_one_quote() -> None:
    assert places(scored([0.0, 3.0, 2.9, -9.0], [90, 90, 90, 90]))[0] == (1, 2)


def test_the_first_quote_keeps_to_its_limit() -> None:
    found = scored([1.0, 1.0, 1.0], [120, 120, 120])
    assert all(last == first for first, last in places(found))


def test_a_long_sentence_is_given_to_be_cut() -> None:
    (one,) = choose(scored([5.0], [390]))
    assert one.limit == MAX_FIRST


def test_all_quotes_together_keep_to_theirs() -> None:
    found = scored([1.0, 0.9, 0.8, 0.7], [190, 190, 190, 190], articles=[0, 1, 2, 3])
    lengths = [
        min(one.limit, int(found.ends[one.last] - found.starts[one.first])) for one in choose(found)
    ]
    assert sum(lengths) <= MAX_ALL
    assert len(lengths) == 2


def test_a_near_copy_is_left_out() -> None:
    same = [{1, 2, 3}, {1, 2, 3}, {7, 8}]
    found = scored([1.0, 0.9, 0.8], [150, 150, 150], same, articles=[0, 1, 2])
    assert places(found) == [(0, 0), (2, 2)]


def test_what_is_clearly_less_likely_is_left_out() -> None:
    assert places(scored([5.0, 0.0], [150, 150], articles=[0, 1])) == [(0, 0)]


def test_the_sentence_before_a_pronoun_comes_along() -> None:
    found = scored([-9.0, 5.0, -9.0], [80, 80, 150], pronouns=[False, True, False])
    assert places(found)[0] == (0, 1)


def test_the_sentence_before_a_pronoun_stays_where_there_is_no_room() -> None:
    found = scored([-9.0, 5.0, -9.0], [150, 80, 150], pronouns=[False, True, False])
    assert places(found)[0] == (1, 1)


def test_a_cut_keeps_what_was_asked_for() -> None:
    asked = read_question(
        parse_question("berapa korban tewas longsor?", Language.INDONESIAN),
        {"korban": 3.0, "tewas": 3.0, "longsor": 4.0},
    )
    text = (
        "Menurut keterangan yang dihimpun dari berbagai pihak di lapangan sepanjang malam itu, "
        "hujan tidak kunjung reda hingga pagi menjelang, "
        "sementara korban tewas akibat longsor mencapai 12 orang."
    )
    start, end = cut(text, 100, asked)
    assert "korban tewas akibat longsor mencapai 12 orang" in text[start:end]
    assert end - start <= 100


def test_a_short_sentence_stays_whole() -> None:
    asked = read_question(parse_question("siapa dia?", Language.INDONESIAN), {})
    assert cut("Ia datang.", 100, asked) == (0, 10)
