"""The JSON that the page gets: people, chats, messages and events, near the Bot API's objects."""

from dataclasses import dataclass, field
from typing import Any

from bot.playground.chat_record import MEMBER_STATUSES
from bot.playground.chats import Chat
from bot.playground.errors import JSON
from bot.playground.inline_queries import InlineAnswer, InlineQuery
from bot.playground.messages import Message, User
from bot.playground.methods.profile import scope_key
from bot.playground.server_state import ServerState

MAX_MESSAGES = 300
"""Messages of a chat that a page which opens is shown."""


@dataclass(slots=True)
class Cast:
    """The people whom one may be on the page, and their chats, in the order of its list.

    ``owner`` is the person with the newsroom's commands.
    """

    owner: User
    people: list[User] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)


def snapshot(state: ServerState, cast: Cast, *, ready: bool) -> JSON:
    """Return all that the page shows."""
    people = [person.as_json() | {"owner": person is cast.owner} for person in cast.people]
    return {
        "kind": "snapshot",
        "bot": state.bot.as_json(),
        "people": people,
        "chats": [show_chat(chat, cast) for chat in cast.chats],
        "ready": ready,
    }


def show_chat(chat: Chat, cast: Cast) -> JSON:
    """Return a chat with its last messages."""
    topics = [
        {"id": thread, "name": (message.service or {})["forum_topic_created"]["name"]}
        for thread, message in chat.topics.items()
    ]
    members = [each.id for each in cast.people if chat.members.get(each.id) in MEMBER_STATUSES]
    recent = list(chat.messages.values())[-MAX_MESSAGES:]
    return chat.as_json() | {
        "title": chat.title,
        "members": members,
        "topics": topics,
        "messages": [show_message(chat, message) for message in recent],
    }


def show_message(chat: Chat, message: Message) -> JSON:
    """Return a message as its readers see it: with what only they and not the bot get."""
    shown = chat.show(message)
    markup = message.reply_markup or {}
    if markup.get("force_reply"):
        shown["force_reply"] = str(markup.get("input_field_placeholder", ""))
    if message.disable_notification:
        shown["silent"] = True
    return shown


def show_event(event: JSON) -> JSON:
    """Return an event of the server as the page gets it."""
    chat: Chat | None = event.get("chat")
    shown: JSON = {"kind": event["kind"]} | ({"chat": chat.id} if chat else {})
    match event["kind"]:
        case "message" if chat:
            shown["message"] = show_message(chat, event["message"])
        case "deleted":
            shown["id"] = event["message"].message_id
        case "action":
            shown |= {"action": event["action"], "thread": event["thread"]}
        case "callback_answer":
            answer = event["answer"]
            shown |= {
                "id": answer.id,
                "text": answer.text,
                "alert": answer.show_alert,
                "url": answer.url,
            }
        case "inline_answer":
            shown |= _show_cards(event["query"], event["answer"])
    return shown


def _show_cards(query: InlineQuery, answer: InlineAnswer) -> JSON:
    """Return the cards that a person is offered, and whose and of which words they are."""
    cards = [
        {"id": each.id, "title": each.title, "description": each.description}
        for each in answer.results
    ]
    return {
        "id": query.id,
        "chat": query.chat_id,
        "person": query.user.id,
        "query": query.query,
        "offset": query.offset,
        "cards": cards,
        "next": answer.next_offset,
    }


def menu(state: ServerState, chat: Chat, person: User) -> list[JSON]:
    """Return the commands that a person's menu in a chat has: those of the narrowest scope."""
    language = person.language_code
    scopes = _scopes(chat, person)
    found = (
        state.profile.commands.get((scope, code)) for scope in scopes for code in (language, "")
    )
    return next(filter(None, found), [])


def _scopes(chat: Chat, person: User) -> list[str]:
    """Return the keys of the scopes that count, the narrowest first."""
    own = scope_key("chat", chat.id)
    if chat.is_private:
        return [own, "all_private_chats", "default"]
    member = scope_key("chat_member", chat.id, person.id)
    leads = chat.members.get(person.id) in {"creator", "administrator"}
    leading = [scope_key("chat_administrators", chat.id), own, "all_chat_administrators"]
    return [member, *(leading if leads else [own]), "all_group_chats", "default"]


def described(state: ServerState, person: User) -> Any:
    """Return what the bot says of itself in a chat that is not begun."""
    texts = state.profile.descriptions
    return texts.get(person.language_code) or texts.get("", "")
