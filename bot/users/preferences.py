"""What Kutip knows of its readers: their language, and which reply belongs to which question.

Knows no texts and no Telegram; ids are Telegram's numbers.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.storage.readers import ReaderStore
from bot.storage.replies import ReplyStore
from index.types import Language

log = logging.getLogger(__name__)

UNDERSTOOD = {
    "id": Language.INDONESIAN,
    "ms": Language.INDONESIAN,  # Malay, mutually intelligible
    "jv": Language.INDONESIAN,  # Javanese: its speakers read Indonesian
    "en": Language.ENGLISH,
}


class Preferences:
    """Remembers what a reader chose, and forgets it when asked."""

    def __init__(
        self,
        readers: ReaderStore,
        replies: ReplyStore,
        *,
        default_language: Language,
        now: Callable[[], datetime],
    ) -> None:
        self._readers = readers
        self._replies = replies
        self._default_language = default_language
        self._now = now

    async def language(self, reader_id: int, hint: str | None) -> Language:
        """The language that the reader chose, else the one that ``hint`` stands for.

        ``hint`` is an IETF language tag, as Telegram sends it (``en``, ``pt-br``).
        """
        chosen = await self._readers.language(reader_id)
        return chosen or guess_language(hint, self._default_language)

    async def choose_language(self, reader_id: int, language: Language) -> None:
        """Answer this reader in ``language`` from now on."""
        await self._readers.choose_language(reader_id, language)

    async def remember_reply(
        self, chat_id: int, question_id: int, reply_id: int, reader_id: int
    ) -> None:
        """Remember that message ``reply_id`` answers message ``question_id``, for 48 hours."""
        await self._replies.remember(
            chat_id, question_id, reply_id=reply_id, reader_id=reader_id, now=self._now()
        )

    async def reply_to(self, chat_id: int, question_id: int) -> int | None:
        """Which message answered a question; None where that is not known, or no longer."""
        return await self._replies.reply_to(chat_id, question_id)

    async def forget(self, reader_id: int) -> None:
        """Delete everything that is stored of a reader."""
        await self._readers.forget(reader_id)

    async def follow_migration(self, old_chat: int, new_chat: int) -> None:
        """A group became a supergroup: what was remembered of the old one is of no more use.

        A supergroup numbers its messages anew, so that an old question's number would soon be
        another message's.
        """
        dropped = await self._replies.forget_chat(old_chat)
        log.info("group %d is now %d; dropped %d of its replies", old_chat, new_chat, dropped)


def guess_language(hint: str | None, default: Language) -> Language:
    """The language of ours that speakers of the language tag ``hint`` read best."""
    tag = (hint or "").replace("_", "-").lower()
    return UNDERSTOOD.get(tag.split("-")[0], default)
