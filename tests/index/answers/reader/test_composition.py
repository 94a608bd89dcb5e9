"""Quotes are few, short and different."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.answers.reader.composition import MAX_ALL, MAX_FIRST, Chosen, Run, Scored, choose
from index.answers.reader.cutting import Part
from index.types import Span


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


def chosen(found: Scored, uncut: Sequence[int] = (), unclean: Sequence[int] = ()) -> list[Chosen]:
    """``uncut``: sentences that can't be shown; ``unclean``: those that can't be cut well."""

    def show(run: Run, limit: int) -> Part | None:
        length = int(found.ends[run.last] - found.starts[run.first])
        is_clean = length <= limit or run.first not in unclean
        return None if run.first in uncut else Part(Span(0, min(length, limit)), is_clean)

    return choose(found, show)


def places(found: Scored, uncut: Sequence[int] = ()) -> list[tuple[int, int]]:
    return [(one.run.first, one.run.last) for one in chosen(found, uncut)]


def visible(found: Scored) -> list[int]:
    return [one.part.end - one.part.start for one in chosen(found)]


def test_neighbours_that_may_answer_come_in_one_quote() -> None:
    assert places(scored([0.0, 3.0, 2.9, -9.0], [90, 90, 90, 90]))[0] == (1, 2)


def test_a_neighbour_that_hardly_answers_is_left_out() -> None:
    assert places(scored([5.0, 1.0], [90, 90]))[0] == (0, 0)


def test_the_end_of_another_paragraph_does_not_lead_up_to_the_answer() -> None:
    adjoining = scored([3.0, 5.0], [90, 90])
    apart = replace(
        adjoining,
        starts=np.add(adjoining.starts, [0, 1]),
        ends=np.add(adjoining.ends, [0, 1]),
    )
    assert places(apart)[0] == (1, 1)
    assert places(scored([3.0, 5.0], [90, 90]))[0] == (0, 1)


def test_the_first_quote_keeps_to_its_limit() -> None:
    found = scored([1.0, 1.0, 1.0], [120, 120, 120])
    assert all(last == first for first, last in places(found))


def test_a_long_sentence_is_given_to_be_cut() -> None:
    assert visible(scored([5.0], [390])) == [MAX_FIRST]


def test_all_quotes_together_keep_to_theirs() -> None:
    found = scored([1.0, 0.9, 0.8, 0.7], [190, 190, 190, 190], articles=[0, 1, 2, 3])
    lengths = visible(found)
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


def test_a_further_quote_brings_the_sentence_before_a_pronoun_too() -> None:
    found = scored(
        [5.0, -9.0, 4.0], [80, 80, 90], pronouns=[False, False, True], articles=[0, 1, 1]
    )
    assert places(found) == [(0, 0), (1, 2)]


def test_the_sentence_before_counts_against_what_may_be_shown_in_all() -> None:
    found = scored(
        [-9.0, 5.0, 4.9, 4.8],
        [100, 90, 190, 190],
        pronouns=[False, True, False, False],
        articles=[0, 0, 1, 2],
    )
    assert sum(visible(found)) <= MAX_ALL


def test_what_has_no_room_for_the_sentence_it_needs_comes_after_what_has() -> None:
    lengths, pronouns = [60, 60, 80], [False, True, False]
    found = scored([1.0, 5.0, 3.2], lengths, pronouns=pronouns)
    assert places(found)[0] == (0, 1)


def test_a_further_quote_that_cannot_be_cut_well_makes_room_for_the_next() -> None:
    found = scored([5.0, 4.0, 3.9], [150, 260, 150], articles=[0, 1, 2])
    assert [one.run.first for one in chosen(found, unclean=[1])] == [0, 2]


def test_the_first_quote_is_cut_wherever_that_must_be() -> None:
    found = scored([5.0, 1.9], [260, 150], articles=[0, 1])
    assert [one.run.first for one in chosen(found, unclean=[0])] == [0]


def test_what_cannot_be_shown_makes_room_for_the_next() -> None:
    found = scored([5.0, 4.0], [150, 150], articles=[0, 1])
    assert places(found, uncut=[0]) == [(1, 1)]
