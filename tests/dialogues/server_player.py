"""Play a dialogue with the running bot over the loopback Bot API server."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.quotations.listing import PersonsOffered
from bot.services.bot import BotServices
from index.types import Language
from tests.bot.samples import Clock
from tests.dialogues.channel import begin, end, titles
from tests.dialogues.checking import Seen, check, has, missing
from tests.dialogues.script import Dialogue, Turn
from tests.handlers.harness import OWNER

BETWEEN = timedelta(seconds=5)

Show = Callable[[Turn, list[Message], str], None]


async def is_reading(services: BotServices) -> bool:
    """Whether articles wait to be read for quotations, which goes on beside the answers."""
    nobody = await services.quotations.named("Qwertyzzz", "", Language.INDONESIAN)
    return isinstance(nobody, PersonsOffered) and nobody.is_reading


@dataclass(slots=True)
class ServerPlayer:
    """Plays one dialogue in a chat of its own; its owner has one private chat for all.

    ``show`` is called with each turn and what came back of it.
    """

    server: BotApiServer
    services: BotServices
    clock: Clock
    dialogue: Dialogue
    people: dict[int, User] = field(default_factory=dict)
    answers: dict[int, Message] = field(default_factory=dict)  # the last of each turn, from 1
    posts: dict[int, Message] = field(default_factory=dict)  # by turn, from 1
    chat: Chat = field(init=False)
    channel: Chat = field(init=False)
    thread: int | None = None
    show: Show | None = None

    async def play(self) -> None:
        """Play every turn; raises AssertionError with the turn and all that came back."""
        self.chat = self._open_chat()
        person = self._person(1)
        owner = self.server.user("Orang") if self.dialogue.foreign else person
        self.channel = self.server.channel("Warta Kita", owner, self.dialogue.channel)
        await begin(self.dialogue, person.id, self.channel.id, self.services)
        try:
            for number, turn in enumerate(self.dialogue.turns, 1):
                await self._turn(number, turn)
        finally:
            if self.dialogue.channel:
                await end(self.channel.id, self.services)
                self.channel.username = ""  # which the next dialogue's has

    def _open_chat(self) -> Chat:
        kind, first = self.dialogue.chat, self._person(1)
        if kind == "private":
            known = self.server.state.chats.get(first.id)
            return known or self.server.private_chat(first, started=True)
        people = [first, *(self._person(turn.by) for turn in self.dialogue.turns if turn.by > 1)]
        members = list(dict.fromkeys(people))
        if kind == "elsewhere":
            return self.server.foreign_group("Warga", *members)
        group = self.server.group("Warga", *members, forum=kind == "forum")
        self.thread = group.topic("Kabar") if group.is_forum else None
        return group

    def _person(self, by: int) -> User:
        if by not in self.people:
            is_owner = self.dialogue.role == "owner" and by == 1
            number = OWNER.id if is_owner else None
            locale = self.dialogue.locale
            self.people[by] = self.server.user("Ani", id=number, language_code=locale)
        return self.people[by]

    async def _turn(self, number: int, turn: Turn) -> None:
        self.clock.advance(BETWEEN + timedelta(seconds=turn.wait))
        while self.chat.unread:  # what came late of the turn before
            await self.chat.next_message()
        notice, came = "", list[Message]()
        if turn.types is not None:
            seen = await self._typed(turn)
        else:
            notice = "" if self._posts(turn, number) else await self._act(turn)
            seen, came = await self._watch(turn, notice)
        if came:
            self.answers[number] = came[-1]
        if self.show:
            self.show(turn, came, notice)
        check(self.dialogue, turn, seen, await self._problems_stored(turn))

    def _posts(self, turn: Turn, number: int) -> bool:
        """Post or edit what the turn says in the channel; False if it does neither."""
        person, channel = self._person(1), self.channel
        if turn.edits:
            channel.edits(person, self.posts[turn.edits], turn.posts)
        elif turn.album:
            self.posts[number] = channel.sends_album(person, *turn.album)[0]
        elif turn.posts:
            posted = channel.forwards(person, turn.posts, "Budi") if turn.forwarded else None
            self.posts[number] = posted or channel.says(person, turn.posts)
        return bool(turn.album or turn.posts)

    async def _typed(self, turn: Turn) -> Seen:
        self.chat.types_inline(self._person(turn.by), turn.types or "")
        answer = await self.server.next_inline_answer()
        cards = [each.message for each in answer.results]
        texts = [f"{each.title}\n{each.description}" for each in answer.results]
        texts += [each["text"] for each in cards]
        labels = [answer.button["text"]] if answer.button else []
        rows = [(each.get("reply_markup") or {}).get("inline_keyboard", []) for each in cards]
        labels += [button["text"] for keyboard in rows for row in keyboard for button in row]
        return Seen("\n".join(texts), "\n".join(labels), is_reply=True)

    async def _act(self, turn: Turn) -> str:
        """Say or tap it; the notice that a tap is answered with."""
        person, replied = self._person(turn.by), self.answers.get(turn.replies_to)
        if turn.taps:
            message, label = self._button(turn.taps)
            self.chat.presses(person, message, label)
            return (await self.server.next_callback_answer()).text
        if turn.sends == "photo":
            self.chat.sends_photo(person, turn.says)
        elif turn.forwarded:
            self.chat.forwards(person, turn.says, "Budi")
        else:
            self.chat.says(person, turn.says, reply_to=replied, topic=self.thread)
        return ""

    def _button(self, label: str) -> tuple[Message, str]:
        """The button of the message that was shown last, and its label."""
        shown = sorted(self.chat.messages.values(), key=lambda each: each.edit_date or each.date)
        for message in reversed(shown):
            for button in message.buttons:
                if "callback_data" in button and has(button["text"], label):
                    return message, button["text"]
        raise AssertionError(f"{self.dialogue.name}: no button {label!r}")

    async def _watch(self, turn: Turn, notice: str) -> tuple[Seen, list[Message]]:
        """Read messages and edits until all that is to come has come; none if none is to come."""
        came = list[Message]()
        while not turn.silent and (not came or missing(turn, _seen(came, notice))):
            reading = [asyncio.create_task(self.chat.next_message(), name="message")]
            reading += [asyncio.create_task(self.chat.next_edit(), name="edit")]
            done, waiting = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            if any(task.exception() for task in done):
                break  # nothing more has come: the check says what is missing
            came += [task.result() for task in done]
        return _seen(came, notice), came

    async def _articles_missing(self, wanted: list[str]) -> list[str]:
        """Wait until the channel's articles are these; nothing tells of them."""
        stored = await titles(self.channel.id, self.services)
        try:
            async with asyncio.timeout(20):
                while stored != wanted:
                    await asyncio.sleep(0.05)
                    stored = await titles(self.channel.id, self.services)
        except TimeoutError:
            return [f"articles: {stored}"]
        return []

    async def _problems_stored(self, turn: Turn) -> list[str]:
        problems = list[str]()
        if turn.articles is not None:
            problems += await self._articles_missing(sorted(turn.articles))
        if turn.topics is not None:
            page = await self.services.alerts.subscriptions.page(self.chat.id)
            topics = tuple(topic.text for topic in page.topics)
            problems += [f"topics: {topics}"] if topics != turn.topics else []
        if turn.language:
            person = self._person(turn.by)
            stored = await self.services.preferences.language(person.id, person.language_code)
            problems += [f"language: {stored}"] if stored != turn.language else []
        return problems


def _seen(came: list[Message], notice: str) -> Seen:
    labels = [button["text"] for message in came for button in message.buttons]
    text = "\n---\n".join([*(message.text for message in came), notice])
    return Seen(text, "\n".join(labels), bool(came))
