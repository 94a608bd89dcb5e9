"""Which updates of a fetched batch are handled at once, and which after those of other chats.

Pure: the updates are as Telegram sends them, since parsing takes most of the time of a flood.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Any

from bot.model.group_language import MAX_MESSAGES
from handlers.telegram.incoming import COMMANDS
from handlers.telegram.turns import CHAT_WAITING, PERSON_WAITING

MAX_AT_ONCE = 5
"""If more of one chat or one person come in a batch, they wait until it is handled."""

SLICE = PERSON_WAITING + 1
"""So many of a chat are handled together, at least; the turns take that for a flood, too."""

SLICES = 50
"""In so many slices all that waits is handled, at most, so that it cannot grow without end."""

MAX_TALK = 3 * MAX_MESSAGES
"""Of what people in a group say to each other: the language of some messages cannot be told."""

MEANT_FOR_SOMEBODY = frozenset({"entities", "reply_to_message", "external_reply"})
"""Fields of which one is there in a message of a group that is meant for the bot."""

ELSEWHERE = frozenset({"inline_query", "chosen_inline_result", "guest_message"})
"""Updates of which the chat is not the bot's, or not said."""

RawUpdate = dict[str, Any]
Source = tuple[object, object]
"""The chat of an update and its author; None for what is not said."""


class DeferredUpdates:
    """Updates of busy chats, by chat; the older ones of a flood of questions are dropped.

    ``dropped`` is called with them.
    """

    def __init__(self, dropped: Callable[[Sequence[RawUpdate]], None] = lambda _: None) -> None:
        self._dropped = dropped
        self._chats: OrderedDict[object, deque[RawUpdate]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._chats.values()))

    def sort(self, updates: list[Any], username: str) -> list[RawUpdate]:
        """Return what is handled at once, and keep the rest; what is no update is dropped.

        Nothing overtakes what waits of its chat.
        """
        sources = [(each, source_of(each)) for each in self._without_typing(updates)]
        chats = Counter(chat for _, (chat, _) in sources)
        authors = Counter(author for _, (_, author) in sources)
        at_once, busy = [], OrderedDict[object, list[RawUpdate]]()
        for update, (chat, author) in sources:
            if chat in self._chats or max(chats[chat], authors[author]) > MAX_AT_ONCE:
                busy.setdefault(chat, []).append(update)
            else:
                at_once.append(update)
        for chat, more in busy.items():
            waiting = [*self._chats.get(chat, ()), *more]
            kept = without_flood(waiting, username)
            self._chats[chat] = deque(kept)
            if len(kept) < len(waiting):
                stays = set(map(id, kept))
                self._dropped([each for each in waiting if id(each) not in stays])
        return at_once

    def _without_typing(self, updates: list[Any]) -> list[RawUpdate]:
        """Drop what somebody typed before they typed more: nobody waits for its cards."""
        known = [each for each in updates if isinstance(each, dict)]
        newest = {_typist(each): each for each in known}
        passed = [
            each
            for each in known
            if (typist := _typist(each)) is not None and newest[typist] is not each
        ]
        if passed:
            self._dropped(passed)
        left = set(map(id, passed))
        return [each for each in known if id(each) not in left]

    def take(self) -> list[RawUpdate]:
        """Remove and return the next slice, which is of one chat; [] if nothing waits."""
        if not self._chats:
            return []
        count = max(SLICE, len(self) // SLICES)
        chat, waiting = self._chats.popitem(last=False)
        taken = [waiting.popleft() for _ in range(min(count, len(waiting)))]
        if waiting:
            self._chats[chat] = waiting
        return taken

    def take_all(self) -> list[RawUpdate]:
        """Remove and return all that waits."""
        taken = [update for waiting in self._chats.values() for update in waiting]
        self._chats.clear()
        return taken


def without_flood(updates: list[RawUpdate], username: str) -> list[RawUpdate]:
    """Drop the older of too many questions and commands of one person, or of a whole chat.

    So many are left that the turns, too, take it for a flood. Of what people say to each other
    so many are left that the language of a group can be told.
    """
    kept, authors, chats, talk = [], Counter[Source](), Counter[object](), Counter[int]()
    for update in reversed(updates):
        if (group := _group_of_talk(update)) is not None:
            talk[group] += 1
            if talk[group] > MAX_TALK:
                continue
        if (source := _source_of_words(update, username)) is not None:
            authors[source] += 1
            if authors[source] > PERSON_WAITING + 1 or chats[source[0]] > CHAT_WAITING:
                continue
            chats[source[0]] += 1
        kept.append(update)
    return kept[::-1]


def source_of(update: RawUpdate) -> Source:
    """Return the chat and the author of an update of any kind and shape.

    The author stands for the chat of what is in none of the bot's.
    """
    payload = _payload(update)
    author = payload.get("sender_chat") or payload.get("from")
    if ELSEWHERE.isdisjoint(update):
        chat = payload.get("chat") or _dict(payload.get("message")).get("chat")
    else:
        chat = author
    return _id(chat), _id(author)


def _typist(update: RawUpdate) -> int | None:
    """Return the author of an inline query; None for all else."""
    return _id(_dict(update.get("inline_query")).get("from"))


def _source_of_words(update: RawUpdate, username: str) -> Source | None:
    """Return the source of a new text in private, or of one of the bot's commands; else None.

    Of other texts in a group it is not known yet whether they are for the bot.
    """
    message = _dict(update.get("message"))
    text, chat = message.get("text"), _dict(message.get("chat"))
    source = source_of(update)
    if not isinstance(text, str) or None in source:
        return None
    is_ours = chat.get("type") == "private" or _is_command(text, username)
    return source if is_ours else None


def _group_of_talk(update: RawUpdate) -> int | None:
    """Return the group of a text that cannot be meant for the bot; else None.

    What is said in a forum topic replies, in form, and may show that just this topic is open.
    """
    message = _dict(update.get("message"))
    is_text = isinstance(message.get("text"), str) and not message["text"].startswith("/")
    group = _dict(message.get("chat"))
    if not is_text or group.get("type") == "private" or not MEANT_FOR_SOMEBODY.isdisjoint(message):
        return None
    return _id(group)


def _is_command(text: str, username: str) -> bool:
    """Return whether a text begins with a command of the bot."""
    if not text.startswith("/"):
        return False
    command, _, name = "".join(text[1:].split(maxsplit=1)[:1]).lower().partition("@")
    return command in COMMANDS and name in {"", username.lower()}


def _payload(update: RawUpdate) -> RawUpdate:
    return next((value for value in update.values() if isinstance(value, dict)), {})


def _dict(value: Any) -> RawUpdate:
    return value if isinstance(value, dict) else {}


def _id(value: Any) -> int | None:
    number = _dict(value).get("id")
    return number if isinstance(number, int) else None
