"""A chat in which people type after the bot's name, or mention it though it is no member."""

from bot.playground.chat_events import ChatEvents
from bot.playground.chat_record import MEMBER_STATUSES
from bot.playground.errors import JSON
from bot.playground.inline_queries import (
    MAX_QUERY,
    GuestQuery,
    InlineAnswer,
    InlineQuery,
)
from bot.playground.messages import Message, User

CHAT_TYPE_OF_BOT = "sender"
"""The private chat with the bot itself, as an inline query names it."""


class InlineChat(ChatEvents):
    """A chat, the bot's or any other, with what the bot gets to see of it by inline queries."""

    def types_inline(self, user: User, query: str, offset: str = "") -> str:
        """Type ``query`` after the bot's name as ``user``; return the id of the inline query.

        What is cached is shown without asking the bot.
        """
        state = self._state
        if not state.inline.is_on:
            raise ValueError("inline mode is off")
        number = str(state.next_number())
        typed = InlineQuery(number, user, query[:MAX_QUERY], offset, self.id, state.clock())
        state.inline.queries[number] = typed
        cached = state.inline.cached_answer(typed)
        if cached is not None:
            state.inline.show(typed, cached)
            return number
        payload: JSON = {
            "id": number,
            "from": user.as_json(),
            "query": typed.query,
            "offset": offset,
            "chat_type": CHAT_TYPE_OF_BOT if self.is_private else self.type,
        }
        state.updates.put("inline_query", payload)
        return number

    def chooses(self, user: User, answer: InlineAnswer, card: str) -> Message:
        """Send what a card of ``answer`` says, found by its id or by words of its title."""
        state, result = self._state, answer.result(card)
        more = {"via_bot": state.bot.as_json()}
        message = self._add(user, more=more, **result.message)
        self._notify_bot("message", message)
        if state.inline.reports_chosen:
            query = state.inline.queries[answer.query_id].query
            chosen: JSON = {"result_id": result.id, "from": user.as_json(), "query": query}
            if message.buttons:
                chosen["inline_message_id"] = f"inline{message.message_id}"
            state.updates.put("chosen_inline_result", chosen)
        return message

    def _notify_bot(self, kind: str, message: Message) -> None:
        super()._notify_bot(kind, message)
        if kind == "message" and self._asks_guest(message):
            number = str(self._state.next_number())
            query = GuestQuery(number, self.id, message, self._state.clock())
            self._state.inline.guests[number] = query
            payload = self.show(message) | {"guest_query_id": number}
            self._state.updates.put("guest_message", payload)

    def _asks_guest(self, message: Message) -> bool:
        """Return whether the message mentions the bot where it is no member but may be a guest."""
        state = self._state
        is_member = self.members.get(state.bot.id, "left") in MEMBER_STATUSES
        if is_member or self.type == "channel" or not state.inline.takes_guests:
            return False
        name = f"@{state.bot.username}".lower()
        return name in map(str.lower, message.entity_texts("mention"))

    def _is_meant_for_bot(self, message: Message) -> bool:
        """Return whether the message is for the bot; what was sent via it is."""
        via = (message.more or {}).get("via_bot")
        return (via or {}).get("id") == self._state.bot.id or super()._is_meant_for_bot(message)
