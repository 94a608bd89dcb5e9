"""The articles that are read are the best by passage and as a whole."""

from collections.abc import Sequence

import numpy as np

from index.answers.reader.gathering import Found
from index.answers.reader.question import Asked, read_question
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.whole_articles import MAX_ARTICLES, best_articles
from index.query.parser import parse_question
from index.types import Language
from tests.index.builders import build_article, build_segment

OTHERS = 2 * MAX_ARTICLES
"""Articles that say half of the question."""


def asked() -> Asked:
    query = parse_question("gempa aceh", Language.INDONESIAN)
    return read_question(query, {"gempa": 2.0, "aceh": 2.0}, [])


def found(articles: Sequence[int], scores: Sequence[float]) -> Found:
    return Found(
        articles=np.array(list(dict.fromkeys(articles))),
        hit_articles=np.array(articles),
        hit_scores=np.array(scores, np.float32),
        mean_article=3.0,
        mean_passage=3.0,
    )


def table(*texts: str, title: str = "") -> SentenceTable:
    first = build_article(*texts, id=1, title=title)
    others = [build_article("Gempa melanda kota.", id=2 + each) for each in range(OTHERS)]
    return build_segment([first, *others]).sentences


def test_a_few_articles_are_read_in_the_order_of_their_hits() -> None:
    few = found([3, 0, 3, 2], [4.0, 3.0, 2.0, 1.0])
    assert best_articles(asked(), table("Aceh."), few).tolist() == [3, 0, 2]


def last_by_its_passage() -> Found:
    return found([*range(1, OTHERS + 1), 0], [1.0] * OTHERS + [0.9])


def test_an_article_that_says_the_question_in_several_places_comes_forward() -> None:
    sentences = table("Gempa melanda kota.", "Warga Aceh selamat.")
    assert best_articles(asked(), sentences, last_by_its_passage())[0] == 0
    nothing = table("Gunung meletus lagi.", "Warga kota selamat.")
    assert 0 not in best_articles(asked(), nothing, last_by_its_passage())


def test_a_title_speaks_for_its_article() -> None:
    sentences = table("Warga kota mengungsi.", title="Gempa Aceh")
    assert best_articles(asked(), sentences, last_by_its_passage())[0] == 0


def test_the_best_passage_counts_as_well() -> None:
    best = found([*range(1, OTHERS + 1), 0], [1.0, 9.0] + [1.0] * (OTHERS - 2) + [1.0])
    chosen = best_articles(asked(), table("Gempa."), best)
    assert chosen[0] == 2
    assert len(chosen) == MAX_ARTICLES
