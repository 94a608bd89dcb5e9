"""The documents of articles, as lines of a bulk request."""

import json
from collections import Counter
from typing import Any

from index.analysis import analyzer_for
from index.opensearch.documents import documents, token
from index.types import Article, Language
from tests.index.builders import Junk, build_article, build_segment

STORY = build_article(
    "Gempa besar melanda Aceh pada Minggu pagi. Gempa itu besar.",
    Junk("IKLAN"),
    "Warga Aceh lari.",
    id=12,
    title="Duka di Aceh",
)


def read(*articles: Article) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the action and the fields of each document."""
    lines = b"".join(documents(build_segment(articles), 99)).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    return list(zip(rows[::2], rows[1::2], strict=True))


def test_passages_hold_the_terms_of_their_text_and_of_the_title() -> None:
    (_, article), (_, first), (_, second) = read(STORY)
    terms = analyzer_for(Language.INDONESIAN).terms
    for passage in (first, second):
        text = STORY.text[passage["start"] : passage["end"]]
        assert Counter(passage["terms"].split()) == Counter(terms(STORY.title) + terms(text))
        assert passage["article"] == 12
        assert passage["change"] == 99
    assert first["terms"].count("gempa") == 2
    assert article["passages"] == 2
    assert article["content"] == len(terms(STORY.title) + terms(STORY.text)) - 1


def test_all_documents_of_an_article_lie_in_its_shard() -> None:
    actions = [action["index"] for action, _ in read(STORY, build_article("Banjir.", id=5))]
    assert [each["_id"] for each in actions] == ["5", "5:0", "12", "12:0", "12:1"]
    assert [each["routing"] for each in actions] == ["5", "5", "12", "12", "12"]


def test_an_article_without_a_body_is_a_document() -> None:
    ((action, fields),) = read(build_article(Junk("Gempa"), id=4, language=Language.ENGLISH))
    assert action["index"]["_id"] == "4"
    assert fields["passages"] == 0
    assert fields["english"] is True


def test_a_passage_without_terms_counts_as_one() -> None:
    _, (_, passage) = read(build_article("Yang itu.", id=4))
    assert passage["terms"] == "_"


def test_a_term_has_no_white_space() -> None:
    assert token("shallallahu alaihi") == "shallallahu_alaihi"
    assert token("gempa") == "gempa"
