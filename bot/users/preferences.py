"""Readers' languages, which reply belongs to which question, and what was asked before."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.model.conversation import Exchange, Speaker
from bot.model.interface_language import InterfaceLanguage
from bot.storage.readers import ReaderStore
from bot.storage.replies import ReplyStore

log = logging.getLogger(__name__)

MAX_HINTS = 10_000
MAX_HINT = 35
"""Characters of a language tag: https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1."""

READ_AS = {
    **{language.value: language for language in InterfaceLanguage},
    "jv": InterfaceLanguage.INDONESIAN,  # Javanese: its speakers read Indonesian
}
"""The language in which to answer speakers of another, by its primary subtag."""


class Preferences:
    """Stores what readers choose, and deletes it on request; then ``on_deleted`` are called."""

    def __init__(
        self,
        readers: ReaderStore,
        replies: ReplyStore,
        *,
        default_language: InterfaceLanguage,
        now: Callable[[], datetime],
    ) -> None:
        self._readers = readers
        self._replies = replies
        self._default_language = default_language
        self._now = now
        self._hints: OrderedDict[int, str] = OrderedDict()
        self.on_deleted: list[Callable[[], None]] = []

    async def language(self, reader_id: int | None, hint: str | None) -> InterfaceLanguage:
        """Return the language that the reader chose, else the one that ``hint`` stands for.

        ``hint`` is an IETF language tag, as Telegram sends it (``en``, ``pt-br``). Without one the
        last one is used that is in memory: it is not stored. Without a reader, as for anonymous
        administrators, it is the default.
        """
        if reader_id is None:
            return self._default_language
        if hint:
            self._hints[reader_id] = hint[:MAX_HINT]
            self._hints.move_to_end(reader_id)
            if len(self._hints) > MAX_HINTS:
                self._hints.popitem(last=False)
        chosen = await self._readers.language(reader_id)
        return chosen or guess_language(hint or self._hints.get(reader_id), self._default_language)

    async def choose_language(self, reader_id: int, language: InterfaceLanguage) -> None:
        """Store the language in which to answer a reader."""
        await self._readers.choose_language(reader_id, language)

    async def remember_reply(
        self,
        speaker: Speaker,
        question_id: int,
        reply_id: int,
        exchange: Exchange | None = None,
    ) -> None:
        """Store for 48 hours that message ``reply_id`` answers message ``question_id``.

        And what was asked and shown, ``exchange``, if it was a question.
        """
        await self._replies.remember(
            speaker, question_id, reply_id=reply_id, now=self._now(), exchange=exchange
        )

    async def history(
        self, speaker: Speaker, reply_id: int | None
    ) -> tuple[Sequence[Exchange], Exchange | None]:
        """Return the speaker's last exchanges, newest first, and anybody's with this reply."""
        return await self._replies.history(speaker, self._now(), reply_id)

    async def exchange(self, chat_id: int, question_id: int) -> Exchange | None:
        """Return what was asked by a message and shown; None if unknown or deleted."""
        return await self._replies.exchange(chat_id, question_id, self._now())

    async def asker(self, chat_id: int, reply_id: int) -> int | None:
        """Return who got a reply; None if unknown or deleted."""
        return await self._replies.asker(chat_id, reply_id)

    async def reply_to(self, chat_id: int, question_id: int) -> int | None:
        """Return which message answered a question; None if unknown or deleted."""
        return await self._replies.reply_to(chat_id, question_id)

    async def delete(
        self, reader_id: int, anonymize: Callable[[str], str] = lambda question: question
    ) -> None:
        """Delete everything that is stored of a reader; ``anonymize`` as ``ReaderStore.delete``."""
        self._hints.pop(reader_id, None)
        await self._readers.delete(reader_id, anonymize)
        for callback in self.on_deleted:
            callback()

    def drop_hints(self) -> None:
        """Drop the language tags of all readers: one of them was deleted by another process."""
        self._hints.clear()

    async def leave_chat(self, old_chat: int) -> None:
        """Delete the replies of a group that became a supergroup.

        A supergroup has new message ids, so that a question's old id would soon be another's.
        """
        dropped = await self._replies.delete_chat(old_chat)
        log.info("a group is now a supergroup; dropped %d of its replies", dropped)


def guess_language(hint: str | None, default: InterfaceLanguage) -> InterfaceLanguage:
    """Return the language in which to answer speakers of the language tag ``hint``."""
    tag = (hint or "").replace("_", "-").lower()
    return READ_AS.get(tag.split("-")[0], default)
