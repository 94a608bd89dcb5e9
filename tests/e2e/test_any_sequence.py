"""Whatever people say and tap, in whatever order, the bot answers the next question."""

import random
import re
from dataclasses import dataclass, field, replace

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.users.permissions import Command
from tests.e2e.conftest import RunningBot

QUESTION, ANSWER = "Siapa yang meresmikan Jembatan Sungai Lestari?", "Ratna Dewi"
REMOVED = re.compile("Belum ada artikel|no article", re.IGNORECASE)  # an owner taps that, too
STEPS = 16  # some more, and the bot keeps to Telegram's twenty messages in a row
LEFT_OUT = {Command.BACKUP}  # slow, and it has tests of its own

SAYINGS = (
    QUESTION,
    "berapa panjang jembatan sungai lestari",
    "who said people here live with the sea?",
    "apa kata Helen Marsh soal laut?",
    "kutipan Ratna Dewi",
    "kronologi jembatan sungai lestari",
    "kabarin kalo ada berita badak tiap pagi",
    "lanjut",
    "ya",
    "kepanjangan",
    "buka no 2",
    "kutipan lain dong",
    "ada berita apa hari ini",
    "bukan itu maksudku, biayanya",
    "halo min",
    "😀",
    "\u202ekebalik <b>&amp; \x00 ' \" \\",
    "jembatan " * 400,
    "https://kutip.example",
    "https://example.org/jembatan",
)
ARGUMENTS = ("", "1", "0", "-1", "999999999999999", "jembatan", "semua", "Ratna Dewi", "@x", "«»")


@dataclass
class Person:
    """Somebody who says and taps what chance gives; ``steps`` is what they did."""

    server: BotApiServer
    chat: Chat
    user: User
    chance: random.Random
    steps: list[str] = field(default_factory=list)

    async def act(self) -> None:
        """Tap a button that the chat shows, say something or edit it, or send a card."""
        if self.chance.random() < 0.1:
            await self.send_card()
            return
        shown = [message for message in self.messages if self.callbacks(message)]
        if shown and self.chance.random() < 0.6:
            await self.tap(self.chance.choice(shown[-8:]))
        else:
            await self.say()

    @property
    def messages(self) -> list[Message]:
        return list(self.chat.messages.values())

    @staticmethod
    def callbacks(message: Message) -> list[str]:
        return [each["callback_data"] for each in message.buttons if "callback_data" in each]

    async def tap(self, message: Message) -> None:
        data = self.chance.choice(self.callbacks(message))
        if self.chance.random() < 0.2:  # as somebody may who makes callback data up
            data = data.rpartition(":")[0] + f":{self.chance.randrange(10**15)}"
            row = [{"text": "?", "callback_data": data}]
            rows = [*(message.reply_markup or {})["inline_keyboard"], row]
            message = self.chat.store(replace(message, reply_markup={"inline_keyboard": rows}))
        self.steps.append(f"taps {data!r}")
        self.chat.presses(self.user, message, data)
        await self.server.next_callback_answer()

    async def send_card(self) -> None:
        """Type after the bot's name, and send one of the cards if there are any."""
        typed, offset = self.chance.choice(("", *SAYINGS)), self.chance.choice(("", "10", "x"))
        self.steps.append(f"types {typed!r} from {offset!r}")
        number = self.chat.types_inline(self.user, typed, offset)
        answer = await self.server.next_inline_answer()
        assert answer.query_id == number
        if answer.results:
            self.chat.chooses(self.user, answer, self.chance.choice(answer.results).id)

    async def say(self) -> None:
        commands = [f"/{each}" for each in Command if each not in LEFT_OUT]
        chosen = self.chance.choice([*SAYINGS, *commands])
        if chosen in commands:
            chosen = f"{chosen} {self.chance.choice(ARGUMENTS)}".strip()
        own = [each for each in self.messages if each.sender.id == self.user.id]
        if own and self.chance.random() < 0.1:
            self.steps.append(f"edits to {chosen!r}")
            self.chat.edits(self.user, own[-1], chosen)
            return
        replied = self.chance.choice([None, None, *self.messages[-3:]])
        self.steps.append(f"says {chosen!r}")
        if not self.chat.is_private and not chosen.startswith("/"):
            chosen = f"@{self.server.bot.username} {chosen}"
        self.chat.says(self.user, chosen, reply_to=replied)
        await self.next_message()

    async def next_message(self) -> Message:
        try:
            return await self.chat.next_message()
        except TimeoutError as error:
            raise AssertionError("\n".join(["no answer after:", *self.steps])) from error

    async def gets_an_answer(self) -> None:
        """Ask, and read on until the answer comes."""
        asked = self.chat.says(self.user, f"/ask {QUESTION}")
        while True:
            message = await self.next_message()
            if message.reply_to_message_id == asked.message_id:
                text, removed = message.text, any("taps 'vr:" in each for each in self.steps)
                assert ANSWER in text or (removed and REMOVED.search(text)), "\n".join(self.steps)
                return


@pytest.mark.parametrize("seed", range(5))
async def test_after_any_messages_and_taps_a_reader_gets_an_answer(
    server: BotApiServer, chat: Chat, ani: User, bot: RunningBot, seed: int
) -> None:
    person = Person(server, chat, ani, random.Random(seed))
    for _ in range(STEPS):
        await person.act()
    await person.gets_an_answer()
    assert not bot.task.done()


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_messages_and_taps_an_owner_gets_an_answer(
    server: BotApiServer, admin_chat: Chat, admin: User, bot: RunningBot, seed: int
) -> None:
    person = Person(server, admin_chat, admin, random.Random(100 + seed))
    for _ in range(STEPS):
        await person.act()
    await person.gets_an_answer()
    assert not bot.task.done()


@pytest.mark.parametrize("forum", [False, True])
async def test_after_any_messages_and_taps_a_group_gets_an_answer(
    server: BotApiServer, ani: User, bot: RunningBot, *, forum: bool
) -> None:
    budi = server.user("Budi", language_code="en")
    group = server.group("Warga", ani, budi, forum=forum)
    chance = random.Random(200 + forum)
    people = [Person(server, group, user, chance) for user in (ani, budi)]
    for _ in range(STEPS):
        await chance.choice(people).act()
    for person in people:
        await person.gets_an_answer()
    assert not bot.task.done()
