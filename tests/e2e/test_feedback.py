"""Readers say whether an answer helped; the newsroom measures by it, and learns nothing of whom."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.commands import cli
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from bot.texts import texts_for
from bot.training.examples import examples, read_collection
from index.types import Language
from tests.e2e.test_statistics import counted

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "Berapa meter panjang Jembatan Sungai Lestari?"


def rated(message: Message) -> list[str]:
    labels = [each["text"] for each in message.buttons]
    return [label for label in labels if "👍" in label or "👎" in label]


async def press(server: BotApiServer, chat: Chat, person: User, answer: Message, label: str) -> str:
    chat.presses(person, answer, label)
    return (await server.next_callback_answer()).text


async def asked(chat: Chat, person: User, question: str) -> Message:
    chat.says(person, question)
    return await chat.next_message()


def stored(services: BotServices) -> list[dict[str, Any]]:
    with sqlite3.connect(services.settings.data / DATABASE) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM feedback")]


async def test_a_rating_is_marked_on_its_button_changed_and_taken_back(
    server: BotApiServer, chat: Chat, ani: User, services: BotServices
) -> None:
    answer = await asked(chat, ani, WHO)
    assert rated(answer) == ["👍", "👎"]
    said = INDONESIAN.feedback
    assert await press(server, chat, ani, answer, "👍") == said.feedback_thanks
    changed = await chat.next_edit()
    assert rated(changed) == [INDONESIAN.format("chosen", name="👍"), "👎"]
    assert (changed.text, changed.entities) == (answer.text, answer.entities)
    assert await press(server, chat, ani, changed, "👎") == said.feedback_noted
    changed = await chat.next_edit()
    assert rated(changed) == ["👍", INDONESIAN.format("chosen", name="👎")]
    (row,) = stored(services)
    assert (row["helpful"], row["question"]) == (0, WHO)
    assert "Wali Kota Ratna Dewi meresmikan" in row["quotes"]
    label = INDONESIAN.format("chosen", name="👎")
    assert await press(server, chat, ani, changed, label) == said.feedback_taken_back
    assert rated(await chat.next_edit()) == ["👍", "👎"]
    assert stored(services) == []
    assert chat.unread == 0


async def test_a_rating_says_nothing_of_who(
    server: BotApiServer, chat: Chat, ani: User, services: BotServices
) -> None:
    answer = await asked(chat, ani, f"{WHO} hubungi ani@contoh.id 08123456789")
    await press(server, chat, ani, answer, "👎")
    (row,) = stored(services)
    assert set(row) == {"answer_id", "day", "helpful", "question", "language", "quotes"}
    kept = json.dumps({name: str(value) for name, value in row.items() if name != "answer_id"})
    assert str(ani.id) not in kept
    assert "contoh.id" not in kept
    assert "08123456789" not in kept


async def test_a_refusal_is_not_rated(chat: Chat, ani: User) -> None:
    assert rated(await asked(chat, ani, "Berapa harga emas di bursa Tokyo?")) == []


@pytest.mark.parametrize("forum", [False, True])
async def test_in_a_group_only_the_asker_rates(
    server: BotApiServer, ani: User, chat: Chat, services: BotServices, *, forum: bool
) -> None:
    budi = server.user("Budi", language_code="id")
    group = server.group("Warga", ani, budi, forum=forum)
    topic = group.topic("Berita") if forum else None
    group.says(ani, f"@{server.bot.username} {WHO}", topic=topic)
    answer = await group.next_message()
    refused = await press(server, group, budi, answer, "👎")
    assert refused == INDONESIAN.feedback.feedback_only_asker
    assert stored(services) == []
    assert await press(server, group, ani, answer, "👍") == INDONESIAN.feedback.feedback_thanks
    assert rated(await group.next_edit())[0] == INDONESIAN.format("chosen", name="👍")
    assert [row["helpful"] for row in stored(services)] == [1]


GONE, STALE = INDONESIAN.answers.answer_gone, INDONESIAN.stale_button
MADE_UP = [("fb:1:1", GONE), ("fb:0:0", GONE), ("fb:999999999999999:1", GONE)]
MADE_UP += [(data, STALE) for data in ("fb:1:7", "fb:x", "fb", "fb:1", "fb:1:1:1")]


@pytest.mark.parametrize("made_up", MADE_UP)
async def test_a_made_up_rating_is_of_no_answer(
    server: BotApiServer, chat: Chat, ani: User, services: BotServices, made_up: tuple[str, str]
) -> None:
    data, said = made_up
    answer = await asked(chat, ani, WHO)
    row = (answer.reply_markup or {})["inline_keyboard"][-1]
    row.append({"text": "palsu", "callback_data": data})
    assert await press(server, chat, ani, answer, "palsu") == said
    assert stored(services) == []


async def test_forgetting_deletes_ratings_that_are_still_known_to_be_the_readers(
    server: BotApiServer, chat: Chat, ani: User, services: BotServices
) -> None:
    answer = await asked(chat, ani, WHO)
    await press(server, chat, ani, answer, "👍")
    await asked(chat, ani, "/forget")
    assert stored(services) == []


async def test_gaps_tells_answers_that_did_not_help_from_those_that_are_missing(
    server: BotApiServer, ani: User, admin: User, admin_chat: Chat, services: BotServices
) -> None:
    chat = server.private_chat(ani, started=True)
    await press(server, chat, ani, await asked(chat, ani, WHO), "👎")
    await press(server, chat, ani, await asked(chat, ani, HOW_LONG), "👍")
    await asked(chat, ani, "Berapa harga emas di bursa Tokyo?")
    await counted(services, lambda report: report.questions == 3)
    gaps = (await asked(admin_chat, admin, "/gaps")).text
    assert f"• {WHO} · 👎 1" in gaps
    assert "• Berapa harga emas di bursa Tokyo?\n" in gaps
    assert HOW_LONG not in gaps


async def test_what_readers_said_is_exported_and_evaluated(
    server: BotApiServer,
    chat: Chat,
    ani: User,
    tmp_path: Path,
    kutip: Callable[..., Awaitable[str]],
) -> None:
    await press(server, chat, ani, await asked(chat, ani, WHO), "👍")
    await press(server, chat, ani, await asked(chat, ani, HOW_LONG), "👎")
    file = tmp_path / "readers" / "readers-id" / "queries.jsonl"
    file.parent.mkdir(parents=True)
    await kutip("export", str(file.with_name("articles.jsonl")))
    await kutip("export-feedback", str(file))
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    disliked, liked = sorted(rows, key=itemgetter("kind"))
    assert (liked["text"], liked["kind"]) == (WHO, "liked")
    assert "Wali Kota Ratna Dewi meresmikan" in liked["answers"][0]
    assert (disliked["text"], disliked["kind"], disliked["answers"]) == (HOW_LONG, "disliked", [])
    assert "1.250 meter" in disliked["shown"][0]
    assert await kutip("export-feedback", "-") == file.read_text("utf-8")
    articles = str(file.with_name("articles.jsonl"))
    figures = json.loads(
        await kutip("eval", "--articles", articles, "--queries", str(file), "--json")
    )
    assert figures["questions"] == 2
    assert figures["first quote, liked"] == 1
    collection = read_collection(file.parent, Language.INDONESIAN, typed=True)
    made = {one.question.kind: one for one in await examples(collection)}
    known, other = made["liked"], made["disliked"]
    assert known.best.any() and (known.holds[known.best]).all()
    assert not other.answered
    assert other.own.any()


@pytest.fixture
def kutip(services: BotServices) -> Callable[..., Awaitable[str]]:
    """Run a command beside the bot, on its data."""
    settings = services.settings

    async def run(*arguments: str) -> str:
        environment = {"KUTIP_DATA": str(settings.data), "KUTIP_ARTICLES": str(settings.articles)}
        invoke = partial(CliRunner().invoke, cli, env=environment, prog_name="kutip")
        result = await asyncio.to_thread(invoke, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run
