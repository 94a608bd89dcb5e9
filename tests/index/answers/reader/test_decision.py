"""The row of a question: how far its best sentence is ahead, and what the best of all say."""

import numpy as np
import pytest

from index.answers.reader.decision import decision_row
from index.answers.reader.figures import Candidates

NAMES = ("three_title", "soft", "rest3", "scarce3", "article", "wanted_near", "pbm", "abm",
         "focus_wanted")  # fmt: skip


def candidates(*soft: float, articles: tuple[int, ...] = ()) -> Candidates:
    count = len(soft)
    values = {name: np.zeros(count, np.float32) for name in NAMES}
    values["soft"] = np.array(soft, np.float32)
    return Candidates(np.arange(count), np.array(articles or [0] * count), values)


def row(scores: list[float], holds: list[float], found: Candidates) -> list[float]:
    made = decision_row(NAMES, found, np.array(scores), np.array(holds))
    return list(map(float, made))


def test_it_begins_with_the_best_score_and_its_lead() -> None:
    made = row([1.0, 4.0, 3.5], [0.0, 0.0, 0.0], candidates(0, 0, 0))
    assert made[:3] == [4.0, 0.5, 4.0]


def test_a_single_candidate_leads_by_one() -> None:
    assert row([2.0], [0.0], candidates(0))[1:3] == [1.0, 1.0]


def test_the_odds_of_the_best_and_the_highest_odds() -> None:
    made = row([1.0, 4.0], [2.0, -1.0], candidates(0, 0))
    assert made[3:6] == [-1.0, 2.0, 3.0]


def test_figures_are_the_best_sentences_then_the_highest_of_all() -> None:
    made = row([1.0, 4.0], [0.0, 0.0], candidates(0.75, 0.25))
    best, highest = made[-2 * len(NAMES) : -len(NAMES)], made[-len(NAMES) :]
    assert (best[1], highest[1]) == (0.25, 0.75)


def test_the_share_of_the_first_sentences_in_the_best_ones_article() -> None:
    made = row([4.0, 3.0, 2.0, 1.0], [0.0] * 4, candidates(0, 0, 0, 0, articles=(7, 7, 8, 7)))
    assert made[10] == pytest.approx(0.75)


def test_the_order_of_the_candidates_does_not_matter() -> None:
    one = row([1.0, 4.0], [2.0, -1.0], candidates(0.75, 0.25))
    other = row([4.0, 1.0], [-1.0, 2.0], candidates(0.25, 0.75))
    assert one == other
