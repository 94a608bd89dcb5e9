"""Going on with the last answer: shorter, more, one of its articles."""

from dataclasses import replace

import pytest

from bot.conversation.continuing import in_one_sentence
from bot.conversation.headlines import Headlines
from bot.conversation.intents import SmallTalk
from bot.conversation.passed_on import PassedOn
from bot.conversation.responses import Answered, ArticleOpened, NewsListed, Response, Talked
from bot.conversation.service import Conversation
from bot.model.conversation import Exchange
from bot.questions.answer import Answer, AnswerOutcome
from index.inverted.local_engine import LocalEngine
from index.types import Article, Language, Quote, Span
from tests.bot.conversation.test_service import NOW, written
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

ID = Language.INDONESIAN
TEXT = "Ebola menular lewat cairan tubuh. Gejalanya demam tinggi dan lemas. Vaksinnya diuji."
EBOLA = build_article(TEXT, id=1, title="Ebola")
RUPIAH = build_article("Rupiah melemah ke 17.900 per dolar.", id=2, title="Rupiah")


def asked(*articles: int, question: str = "gejala ebola") -> Exchange:
    return Exchange(
        question=question, subject="ebola", language=ID, articles=articles, at=NOW, question_id=1
    )


async def respond(text: str, *history: Exchange) -> Response:
    answering, newest = answering_from([EBOLA, RUPIAH])
    passed_on = PassedOn(LocalEngine(), newest)
    conversation = Conversation(answering, Headlines(newest), passed_on, lambda: NOW)
    return await conversation.respond(replace(written(text), history=history))


def quote(start: int, end: int, *highlights: Span) -> Quote:
    return Quote(EBOLA, start, end, highlights, Span(start, end), 0.9)


@pytest.mark.parametrize(
    ("message", "opened"),
    [
        ("yang pertama", EBOLA),
        ("1", EBOLA),
        ("buka no 2", RUPIAH),
        ("the second one", RUPIAH),
        ("yang terakhir", RUPIAH),
        ("selengkapnya", EBOLA),
        ("terus?", EBOLA),
        ("tell me more", EBOLA),
    ],
)
async def test_articles_of_the_last_answer_are_opened(message: str, opened: Article) -> None:
    response = await respond(message, asked(1, 2), asked(2))
    assert response == ArticleOpened(opened, response.language)


@pytest.mark.parametrize("message", ["1", "yang pertama", "selengkapnya", "kepanjangan", "more"])
async def test_without_an_answer_that_is_said(message: str) -> None:
    response = await respond(message)
    assert response == Talked(SmallTalk.NOTHING_BEFORE, response.language)


async def test_a_number_that_the_answer_lacks_is_said() -> None:
    assert await respond("3", asked(1, 2)) == Talked(SmallTalk.NO_SUCH_NUMBER, ID)


@pytest.mark.parametrize("message", ["selengkapnya", "kepanjangan", "tell me more"])
async def test_of_a_list_the_number_is_asked_for(message: str) -> None:
    response = await respond(message, asked(1, 2, question=""))
    assert response == Talked(SmallTalk.WHICH_NUMBER, response.language)


@pytest.mark.parametrize(
    "message",
    ["lanjut", "selanjutnya", "next", "lagi dong", "yang lain", "berita lain", "kasih yang lain"],
)
async def test_a_list_goes_on_after_its_last_article_until_it_ends(message: str) -> None:
    newest, oldest = (RUPIAH, EBOLA) if RUPIAH.id > EBOLA.id else (EBOLA, RUPIAH)
    further = await respond(message, asked(newest.id, question=""))
    assert isinstance(further, NewsListed)
    assert further.articles == (oldest,)
    assert further.exchange
    ended = await respond(message, further.exchange)
    assert ended == Talked(SmallTalk.LIST_ENDED, ended.language)


async def test_an_article_that_is_gone_is_said() -> None:
    assert await respond("1", asked(9)) == Talked(SmallTalk.NO_SUCH_NUMBER, ID)


async def test_shorter_is_the_last_answer_in_one_sentence() -> None:
    response = await respond("kepanjangan", asked(1))
    assert isinstance(response, Answered)
    assert [quote.text for quote in response.answer.quotes] == ["Gejalanya demam tinggi dan lemas."]
    assert response.exchange == asked(1)


def test_the_sentence_is_that_of_the_first_highlight() -> None:
    start = TEXT.index("demam")
    long = quote(0, len(TEXT), Span(start, start + 5), Span(len(TEXT) - 6, len(TEXT) - 1))
    answer = Answer("gejala ebola", ID, AnswerOutcome.ANSWERED, quotes=(long, long))
    (short,) = in_one_sentence(answer).quotes
    assert short.text == "Gejalanya demam tinggi dan lemas."
    assert [short.text[each.start : each.end] for each in short.highlights] == ["demam"]


def test_one_sentence_stays_as_it_is() -> None:
    one = quote(0, TEXT.index(".") + 1)
    answer = Answer("ebola", ID, AnswerOutcome.ANSWERED, quotes=(one,))
    assert in_one_sentence(answer) == answer


def test_a_refusal_stays_as_it_is() -> None:
    refused = Answer("ebola", ID, AnswerOutcome.REFUSED)
    assert in_one_sentence(refused) == refused
