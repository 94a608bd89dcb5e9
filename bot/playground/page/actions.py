"""The actions of people on the page: each checks what it was given, and acts in the chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON
from bot.playground.formatting import CAPTION_LIMIT, TEXT_LIMIT
from bot.playground.messages import Message, User
from bot.playground.page.view import Cast
from bot.playground.server_state import ServerState

MAX_NAME_LENGTH = 128
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


class ActionError(Exception):
    """An action that cannot be done; the message is for a developer."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a chat, and what the page sent with the action."""

    state: ServerState
    chat: Chat
    person: User
    given: JSON

    def text(self, name: str, limit: int = TEXT_LIMIT) -> str:
        """Return a text; raises ActionError if it is none, empty or too long."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise ActionError(f"{name}: a text of 1 to {limit} characters")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ActionError(f"{name}: half a character")
        return value

    def number(self, name: str) -> int:
        """Return a number, 0 if absent; raises ActionError if it is none."""
        value = self.given.get(name, 0)
        if not isinstance(value, int):
            raise ActionError(f"{name}: a number")
        return value

    def message(self, name: str) -> Message:
        """Return the message of this number; raises ActionError if there is none."""
        if (message := self.chat.find(self.number(name))) is None:
            raise ActionError(f"{name}: there is no such message")
        return message

    @property
    def topic(self) -> int | None:
        """Return the thread of the forum topic, None for the general one."""
        thread = self.number("topic")
        if thread and thread not in self.chat.topics:
            raise ActionError("topic: there is no such topic")
        return thread or None


def actor_of(state: ServerState, cast: Cast, given: Any) -> Actor:
    """Return who acts where; raises ActionError unless the person is in the chat."""
    if not isinstance(given, dict):
        raise ActionError("an object")
    people = {person.id: person for person in cast.people}
    chats = {chat.id: chat for chat in cast.chats}
    person, chat = _of(people, given.get("person")), _of(chats, given.get("chat"))
    if person is None or chat is None or person.id not in chat.members:
        raise ActionError("person, chat: nobody, or not there")
    return Actor(state, chat, person, given)


def _of(known: Mapping[int, Any], number: Any) -> Any:
    return known.get(number) if isinstance(number, int) else None


def act(actor: Actor) -> JSON:
    """Do the action that is named ``act``; raises ActionError."""
    action = ACTIONS.get(str(actor.given.get("act")))
    if action is None:
        raise ActionError("act: there is no such action")
    try:
        return action(actor)
    except (LookupError, ValueError) as error:
        raise ActionError(str(error)) from None


def say(actor: Actor) -> JSON:
    """Send a text."""
    replied = actor.message("reply_to") if actor.given.get("reply_to") else None
    message = actor.chat.says(actor.person, actor.text("text"), reply_to=replied, topic=actor.topic)
    return {"message": message.message_id}


def edit(actor: Actor) -> JSON:
    """Edit the person's own text."""
    message = actor.message("message")
    if message.media is not None or message.service is not None:
        raise ActionError("message: no text of one's own")
    actor.chat.edits(actor.person, message, actor.text("text"))
    return {}


def press(actor: Actor) -> JSON:
    """Press a button by its data; return the number of the query."""
    query = actor.chat.presses(actor.person, actor.message("message"), actor.text("data"))
    return {"query": query}


def ask_inline(actor: Actor) -> JSON:
    """Type words after the bot's name; the cards come as an event."""
    query = str(actor.given.get("query", ""))
    offset = actor.text("offset") if actor.given.get("offset") else ""
    actor.chat.types_inline(actor.person, actor.text("query") if query else "", offset)
    return {}


def choose(actor: Actor) -> JSON:
    """Send what a card says, of those that this person was offered here."""
    number, inline = actor.text("id"), actor.state.inline
    answer, query = inline.shown.get(number), inline.queries.get(number)
    if answer is None or query is None:
        raise ActionError("id: there is no such answer")
    if (query.user, query.chat_id) != (actor.person, actor.chat.id):
        raise ActionError("id: there is no such answer")
    actor.chat.chooses(actor.person, answer, actor.text("card"))
    return {}


# Each returns what the page has to know at once.
ACTIONS: Mapping[str, Callable[[Actor], JSON]] = {
    "say": say,
    "edit": edit,
    "press": press,
    "inline": ask_inline,
    "choose": choose,
}


def upload(actor: Actor, content: bytes) -> JSON:
    """Send a picture, or any other file as a document."""
    if not content:
        raise ActionError("the file is empty")
    name = actor.text("name", MAX_NAME_LENGTH)
    caption = actor.text("caption", CAPTION_LIMIT) if actor.given.get("caption") else ""
    if picture_type(content) and not actor.given.get("as_document"):
        message = actor.chat.sends_photo(actor.person, caption, content)
    else:
        message = actor.chat.sends_document(actor.person, name, content, caption)
    return {"message": message.message_id}


def picture_type(content: bytes) -> str:
    """Return the media type of a picture that browsers show, "" for any other content."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in PICTURES.items() if content.startswith(start)), "")
