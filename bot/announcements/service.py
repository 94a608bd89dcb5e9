"""What an admin says to many chats: drafted, looked at, sent through the outbox, and stopped.

Knows no Telegram. Who may do it is the caller's to know; how fast it goes is
``bot.outbox.worker``'s.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.alerts.previews import read_topic
from bot.errors import BroadcastEmpty, BroadcastOver
from bot.model.announcements import Announcement, Audience, FormattedText
from bot.runtime.wakeup import Wakeup
from bot.storage.announcements import AnnouncementStore
from index.types import Language

TOPIC_LINE = re.compile(r"(?:topik|topic):(?P<topic>[^\n]*)(?:\n|$)", re.IGNORECASE)
"""The first line of what is to be said, where it is meant for a topic's subscribers only."""


def addressed(written: FormattedText) -> tuple[Audience, FormattedText]:
    """To whom an admin's words are, and the words.

    Raises TopicUnclear, and BroadcastEmpty where there are no words.
    """
    audience, words = Audience(), stripped(written)
    if line := TOPIC_LINE.match(words.text):
        audience = Audience(topic=str(read_topic(line["topic"].strip())))
        words = stripped(words, line.end())
    if not words.text:
        raise BroadcastEmpty
    return audience, words


def stripped(words: FormattedText, start: int = 0) -> FormattedText:
    """The words from ``start`` on without the white space around them."""
    start += len(words.text[start:]) - len(words.text[start:].lstrip())
    text = words.text[start:].rstrip()
    moved = (
        mark._replace(start=max(mark.start - start, 0), end=min(mark.end - start, len(text)))
        for mark in words.marks
    )
    return FormattedText(text, tuple(mark for mark in moved if mark.start < mark.end))


class AnnouncementService:
    """Announcements; ``begun`` rings when one has, ``queued`` is called when the outbox has more.

    Methods with a number raise BroadcastOver where that draft was sent or discarded already.
    """

    def __init__(
        self, store: AnnouncementStore, *, begun: Wakeup, queued: Callable[[], None]
    ) -> None:
        self.store = store
        self.begun = begun
        self._queued = queued

    async def draft(self, written: FormattedText, created_by: int) -> Announcement:
        """Keep the words; raises what ``addressed`` raises."""
        audience, words = addressed(written)
        return await self.store.draft(words, audience, created_by)

    async def choose(self, number: int, language: Language | None) -> Announcement:
        """The draft for those only who speak the language, or for all."""
        draft = await self._draft(number)
        audience = replace(draft.audience, language=language)
        await self.store.choose(number, audience)
        return replace(draft, audience=audience)

    async def start(self, number: int, by: int, message_id: int) -> Announcement:
        """Send the draft, once however often this is asked for.

        How it goes is shown to ``by``, in that message.
        """
        if not await self.store.start(number, by, message_id):
            raise BroadcastOver
        self._queued()
        self.begun.notify()
        return await self._there(number)

    async def stop(self, number: int) -> Announcement:
        """Send no more of it."""
        if not await self.store.stop(number):
            raise BroadcastOver
        self.begun.notify()
        return await self._there(number)

    async def discard(self, number: int) -> Announcement:
        """Forget the draft."""
        draft = await self._draft(number)
        await self.store.discard(number)
        return draft

    async def _draft(self, number: int) -> Announcement:
        found = await self._there(number)
        if found.recipients is not None:
            raise BroadcastOver
        return found

    async def _there(self, number: int) -> Announcement:
        found = await self.store.get(number)
        if found is None:
            raise BroadcastOver
        return found
