"""Second messages are answered about the subject of the first, from the shipped articles."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.headlines import Headlines
from bot.conversation.passed_on import PassedOn
from bot.conversation.responses import Answered, Response, SubjectAsked, exchange_of
from bot.conversation.service import Conversation, ReaderMessage
from bot.evaluation.dataset import load_articles
from bot.model.conversation import Exchange
from index.inverted.local_engine import LocalEngine
from index.types import Language
from tests.bot.questions.test_answering import answering_from

ARTICLES = Path(__file__).parents[3] / "articles"
NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    answerer, newest = answering_from(list(load_articles([ARTICLES])))
    return Conversation(answerer, Headlines(newest), PassedOn(LocalEngine(), newest), lambda: NOW)


async def last_response(conversation: Conversation, messages: str) -> Response:
    history: list[Exchange] = []
    for text in messages.split(" | "):
        message = ReaderMessage(
            text=text,
            language=Language.INDONESIAN,
            zone=ZoneInfo("Asia/Jakarta"),
            history=tuple(history),
        )
        response = await conversation.respond(message)
        if exchange := exchange_of(response):
            history.insert(0, exchange)
    return response


@pytest.mark.parametrize(
    ("messages", "answer"),
    [
        ("kapan Tambora meletus | berapa korbannya", "71.000"),
        ("kapan Krakatau meletus | berapa yang tewas", "36.417"),
        ("tsunami aceh gimana | berapa magnitudonya | kapan?", "26 Desember 2004"),
        ("siapa yang meresmikan MRT Jakarta | panjang jalurnya berapa", "16 kilometer"),
        ("siapa yang meresmikan MRT Jakarta | kalau whoosh?", "2 Oktober 2023"),
        ("komodo hidup di mana | nama ilmiahnya apa", "Varanus komodoensis"),
        ("borobudur dibangun kapan | berapa terasnya", "sembilan teras"),
        ("kapan proklamasi dibacakan | siapa yang mengetik naskahnya", "Sayuti Melik"),
        ("konferensi asia afrika kapan | berapa negara pesertanya", "29 negara"),
        ("what is smallpox | when was it eradicated", "May 8, 1980"),
        ("when was Webb launched | and Voyager 1?", "September 5, 1977"),
        ("when was Webb launched | how big is its mirror", "6.5 meters"),
        ("who invented the World Wide Web | when?", "1989"),
        ("berapa magnitudonya? | tsunami aceh", "9,1"),
        ("berapa magnitudonya? | makasih | kapan proklamasi dibacakan", "17 Agustus 1945"),
        ("kapan Krakatau meletus | siapa yang mengetik naskah proklamasi", "Sayuti Melik"),
        ("kapan Krakatau meletus | apa nama ilmiahnya komodo", "Varanus komodoensis"),
    ],
)
async def test_the_last_message_is_answered(
    conversation: Conversation, messages: str, answer: str
) -> None:
    response = await last_response(conversation, messages)
    assert isinstance(response, Answered)
    assert answer in " ".join(quote.text for quote in response.answer.quotes)


async def test_nothing_is_searched_for_without_a_subject(conversation: Conversation) -> None:
    response = await last_response(conversation, "gejalanya apa aja")
    assert isinstance(response, SubjectAsked)
    assert response.exchanges == ()
