"""A message gets the response that its intent calls for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.headlines import Headlines
from bot.conversation.intents import FilterLabel, Impossible, SmallTalk
from bot.conversation.passed_on import PassedOn
from bot.conversation.responses import Answered, DaysRefused, NewsListed, Response, Talked
from bot.conversation.service import Conversation, ReaderMessage
from bot.model.conversation import Exchange
from bot.questions.answer import AnswerOutcome
from index.inverted.local_engine import LocalEngine
from index.types import Article, Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


def idf(_: str) -> float:
    return 1.0


def conversation(articles: Sequence[Article] = ()) -> Conversation:
    answering, newest = answering_from(articles, NOW.date())
    passed_on = PassedOn(LocalEngine(), newest)
    return Conversation(answering, Headlines(newest), passed_on, lambda: NOW)


def written(text: str) -> ReaderMessage:
    return ReaderMessage(text=text, language=Language.INDONESIAN, zone=ZoneInfo("Asia/Jakarta"))


async def test_small_talk_is_answered_in_its_language_and_without_articles() -> None:
    assert await conversation().respond(written("halo")) == Talked(
        SmallTalk.GREETING, Language.INDONESIAN
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("?", AnswerOutcome.EMPTY), ("kapan gempa?", AnswerOutcome.NO_ARTICLES)],
)
async def test_a_question_gets_its_answer(text: str, outcome: AnswerOutcome) -> None:
    response = await conversation().respond(written(text))
    assert isinstance(response, Answered)
    assert response.answer.outcome is outcome


FLOOD, COPY, MATCH = (
    build_article(
        "Banjir merendam 12 desa di Demak sejak Minggu malam. Warga mengungsi ke balai desa. "
        "Tanggul sungai jebol di tiga titik, kata Badan Penanggulangan Bencana Daerah Demak.",
        id=1,
        title="Banjir di Demak",
        date=date(2026, 11, 28),
    ),
    build_article(
        "Banjir merendam 12 desa di Demak sejak Minggu malam. Warga mengungsi ke balai desa. "
        "Tanggul sungai jebol di tiga titik, ujar Badan Penanggulangan Bencana Daerah Demak.",
        id=2,
        title="Demak banjir",
        date=date(2026, 11, 29),
    ),
    build_article(
        "Persib Bandung menang atas Melati FC dengan skor 3-1. Pelatih puas dengan lini depan.",
        id=3,
        title="Persib menang",
        date=date(2026, 11, 20),
    ),
)
TODAY = FilterLabel(0, "hari ini")


async def said(text: str, without: frozenset[int] = frozenset()) -> Response:
    message = replace(written(text), without=without)
    return await conversation([FLOOD, COPY, MATCH]).respond(message)


def listing(*articles: Article, conditions: tuple[FilterLabel, ...] = ()) -> NewsListed:
    """A list whose numbers later messages may name."""
    exchange = Exchange.of_list(
        articles, Language.INDONESIAN, NOW, ", ".join(each.label for each in conditions)
    )
    is_instead = bool(conditions)
    return NewsListed(
        articles, Language.INDONESIAN, conditions, is_instead=is_instead, exchange=exchange
    )


async def test_the_newest_are_listed_of_two_copies_once() -> None:
    assert await said("berita terbaru") == listing(COPY, MATCH)
    assert await said("satu berita terbaru") == listing(COPY)


async def test_where_no_article_is_of_the_days_the_newest_are_listed_instead() -> None:
    listed = await said("berita hari ini")
    assert listed == listing(COPY, MATCH, conditions=(TODAY,))
    whole = await said("berita hari ini", without=frozenset({0}))
    assert whole == listing(COPY, MATCH)


async def test_a_section_whose_newest_article_is_old_has_no_news() -> None:
    old = replace(
        build_article("Parlemen bersidang.", id=4, date=date(2022, 6, 30)), section="politics"
    )
    new = build_article("Timnas menang.", id=5, date=date(2026, 11, 29))
    for text in ("berita politik", "berita politik hari ini", "yang politik saja"):
        listed = await conversation([old, new]).respond(written(text))
        assert isinstance(listed, NewsListed)
        assert (listed.articles, listed.is_old) == ((old,), True)
    of_then = await conversation([old, new]).respond(written("berita politik tahun 2022"))
    assert isinstance(of_then, NewsListed)
    assert (of_then.articles, of_then.is_old) == ((old,), False)
    alone = await conversation([old]).respond(written("berita politik"))
    assert isinstance(alone, NewsListed)
    assert (alone.articles, alone.is_old) == ((old,), False)


async def test_without_articles_nothing_is_listed() -> None:
    listed = await conversation().respond(written("berita hari ini"))
    assert listed == NewsListed((), Language.INDONESIAN)


async def test_an_answer_of_other_days_says_so() -> None:
    found = await said("persib hari ini")
    assert isinstance(found, Answered)
    assert (found.is_instead, found.conditions) == (True, (TODAY,))
    assert found.answer.quotes[0].article == MATCH
    whole = await said("persib hari ini", without=frozenset({0}))
    assert isinstance(whole, Answered)
    assert (whole.is_instead, whole.conditions) == (False, ())


async def test_days_that_cannot_be_are_refused_with_their_words() -> None:
    refused = DaysRefused(Impossible.FUTURE, "besok", Language.INDONESIAN)
    assert await said("berita besok") == refused


async def test_a_day_is_counted_from_when_the_message_was_written() -> None:
    message = replace(written("berita kemarin"), at=datetime(2026, 11, 21, 3, tzinfo=UTC))
    listed = await conversation([FLOOD, COPY, MATCH]).respond(message)
    assert isinstance(listed, NewsListed)
    assert listed.articles == (MATCH,)


async def test_a_list_leaves_out_what_is_named() -> None:
    listed = await said("berita terbaru selain demak")
    assert isinstance(listed, NewsListed)
    assert listed.articles == (MATCH,)
