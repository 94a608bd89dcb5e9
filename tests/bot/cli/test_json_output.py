"""Answers as JSON, for programs."""

import datetime
import json
from dataclasses import replace

from bot.cli.json_output import answer_to_json
from bot.questions.answer import Answer, AnswerOutcome
from index.types import Language, Quote, Span
from tests.bot.samples import make_article

ARTICLE = replace(
    make_article(content="Menara itu setinggi 42 meter.", title="Menara"),
    id=7,
    date=datetime.date(2026, 2, 14),
    source="Harian Contoh",
    url="https://example.org/menara",
)
START = ARTICLE.body[0].start
QUOTE = Quote(ARTICLE, START, len(ARTICLE.text), (Span(0, 6), Span(20, 28)), ARTICLE.body[0], 3.25)


def answer(*quotes: Quote, outcome: AnswerOutcome = AnswerOutcome.ANSWERED) -> Answer:
    return Answer(
        "Berapa tinggi menara?", Language.INDONESIAN, outcome, quotes, 1.23456, confidence=0.98765
    )


def test_an_answer_is_one_object_with_its_quotes() -> None:
    exported = answer_to_json(answer(QUOTE))
    assert exported == {
        "question": "Berapa tinggi menara?",
        "answered": True,
        "confidence": 0.9877,
        "language": "id",
        "quotes": [
            {
                "text": "Menara itu setinggi 42 meter.",
                "highlights": [[0, 6], [20, 28]],
                "article_id": "7",
                "title": "Menara",
                "source": "Harian Contoh",
                "date": "2026-02-14",
                "url": "https://example.org/menara",
                "score": 3.25,
                "start": START,
                "end": len(ARTICLE.text),
                "context": "",
            }
        ],
        "took_ms": 1.235,
    }
    assert json.loads(json.dumps(exported)) == exported


def test_the_context_is_what_stands_around_a_quote_without_it() -> None:
    part = replace(QUOTE, start=START + 7, end=START + 19, highlights=())
    quote = answer_to_json(answer(part))["quotes"][0]
    assert (quote["text"], quote["context"]) == ("itu setinggi", "Menara\n42 meter.")


def test_the_source_s_own_id_goes_before_our_number() -> None:
    own = replace(QUOTE, article=replace(ARTICLE, external_id="news-0815"))
    assert answer_to_json(answer(own))["quotes"][0]["article_id"] == "news-0815"


def test_an_unknown_date_is_an_empty_string() -> None:
    undated = replace(QUOTE, article=replace(ARTICLE, date=None))
    assert answer_to_json(answer(undated))["quotes"][0]["date"] == ""


def test_a_refusal_has_no_quotes() -> None:
    exported = answer_to_json(answer(outcome=AnswerOutcome.REFUSED))
    assert (exported["answered"], exported["quotes"]) == (False, [])
