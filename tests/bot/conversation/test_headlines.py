"""News of a subject that nothing can be quoted of is listed."""

from dataclasses import replace
from datetime import date

from bot.conversation.headlines import listed_instead
from bot.conversation.intents import Ask
from bot.conversation.responses import Answered, NewsListed
from bot.conversation.wording import news_head
from bot.model.interface_language import InterfaceLanguage
from bot.questions.answer import Answer, AnswerOutcome
from bot.texts import texts_for
from index.types import Language
from tests.bot.conversation.test_understanding import intent_of
from tests.index.builders import build_article

OLD = build_article("Banjir di Surabaya.", id=1, date=date(2026, 5, 1))
NEW = build_article("Wali Kota Surabaya meresmikan taman.", id=2, date=date(2026, 5, 20))
REFUSED = Answer(
    "surabaya", Language.INDONESIAN, AnswerOutcome.REFUSED, nearest=(OLD, NEW), about="surabaya"
)
LISTS = Ask("surabaya", lists=True)


def test_headlines_are_listed_newest_first_under_their_subject() -> None:
    listed = listed_instead(LISTS, Answered(REFUSED))
    assert listed == NewsListed((NEW, OLD), Language.INDONESIAN, subject="surabaya")
    assert news_head(listed, texts_for(InterfaceLanguage.INDONESIAN)) == "Berita: surabaya"


def test_a_question_is_refused() -> None:
    refused = Answered(REFUSED)
    assert listed_instead(Ask("surabaya"), refused) is refused


def test_headlines_about_something_else_are_not_listed() -> None:
    for answer in (replace(REFUSED, missing=("persebaya",)), replace(REFUSED, about="")):
        assert listed_instead(LISTS, Answered(answer)) == Answered(answer)


def test_news_of_a_subject_is_a_list_and_a_question_about_it_is_none() -> None:
    for message in ("berita surabaya", "kasi yg lain aja, berita surabaya", "news about Surabaya"):
        asked = intent_of(message)
        assert isinstance(asked, Ask)
        assert asked.lists
    question = intent_of("kenapa surabaya banjir")
    assert isinstance(question, Ask)
    assert not question.lists
