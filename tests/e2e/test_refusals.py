"""An honest no: one line, the nearest headlines to read, and 🔔; wherever it is asked."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.texts import Texts, texts_for
from tests.e2e.conftest import RunningBot

INDONESIAN, ENGLISH = map(texts_for, (InterfaceLanguage.INDONESIAN, InterfaceLanguage.ENGLISH))
ASKED = [
    ("Kapan anak badak itu dikirim ke Ujung Kulon?", INDONESIAN, "badak"),
    ("How many people were hurt on the ferry in Oslo?", ENGLISH, "library on a ship"),
]
NEAR = {
    InterfaceLanguage.INDONESIAN: "Ada artikel tentang ",
    InterfaceLanguage.ENGLISH: "There are articles about ",
}
UNKNOWN = [
    ("Kapan gempa di Cianjur?", "Belum ada artikel tentang gempa atau Cianjur."),
    ("Who invented the steam engine?", "There are no articles about steam engine yet."),
]


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


@pytest.mark.parametrize(("question", "texts", "headline"), ASKED)
async def test_a_no_is_one_line_with_headlines_and_the_bell(
    chat: Chat, ani: User, question: str, texts: Texts, headline: str
) -> None:
    chat.says(ani, question)
    answer = await chat.next_message()
    assert answer.text.startswith(NEAR[texts.language])
    assert "\n" not in answer.text
    *headlines, bell = labels(answer)
    assert 1 <= len(headlines) <= 3
    assert headline in " ".join(headlines)
    assert bell == texts.follow


@pytest.mark.parametrize(("question", "said"), UNKNOWN)
async def test_a_no_names_what_no_article_has_and_has_no_headlines(
    chat: Chat, ani: User, question: str, said: str
) -> None:
    chat.says(ani, question)
    answer = await chat.next_message()
    assert answer.text == said
    assert [label[0] for label in labels(answer)] == ["🔔"]


@pytest.mark.parametrize("asked", ASKED)
async def test_in_a_group_and_in_a_topic_of_a_forum_it_is_the_same(
    server: BotApiServer, ani: User, asked: tuple[str, Texts, str], bot: RunningBot
) -> None:
    question, texts, headline = asked
    forum = server.group("Forum", ani, forum=True)
    thread = forum.topic("Tanya")
    for topic in (None, thread):
        said = forum.says(ani, f"/ask {question}", topic=topic)
        answer = await forum.next_message()
        assert answer.text.startswith(NEAR[texts.language])
        assert headline in " ".join(labels(answer))
        assert labels(answer)[-1] == texts.follow_here
        assert answer.message_thread_id == said.message_thread_id


async def test_a_headline_opens_its_article(chat: Chat, ani: User) -> None:
    question, _, headline = ASKED[0]
    chat.says(ani, question)
    answer = await chat.next_message()
    pressed = next(label for label in labels(answer) if headline in label)
    chat.presses(ani, answer, pressed)
    assert "Anak badak itu diberi nama Wulan" in (await chat.next_message()).text
