"""Announcements of admins to many chats: draft, choose the audience, start, stop.

Permissions are checked by the caller; ``bot.outbox.worker`` sends the messages.
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
"""A first line that limits the audience to the subscribers of a topic."""


def addressed(written: FormattedText) -> tuple[Audience, FormattedText]:
    """Split what an admin wrote into the audience and the text.

    Raises TopicUnclear, or BroadcastEmpty if there is no text.
    """
    audience, content = Audience(), stripped(written)
    if line := TOPIC_LINE.match(content.text):
        audience = Audience(topic=str(read_topic(line["topic"].strip())))
        content = stripped(content, line.end())
    if not content.text:
        raise BroadcastEmpty
    return audience, content


def stripped(content: FormattedText, start: int = 0) -> FormattedText:
    """Return the text from ``start`` on without surrounding white space; entities move along."""
    start += len(content.text[start:]) - len(content.text[start:].lstrip())
    text = content.text[start:].rstrip()
    moved = (
        each._replace(start=max(each.start - start, 0), end=min(each.end - start, len(text)))
        for each in content.entities
    )
    return FormattedText(text, tuple(each for each in moved if each.start < each.end))


class AnnouncementService:
    """Drafts and sends announcements.

    ``started`` is notified when one is started or stopped, ``queued`` called when messages are in
    the outbox. Methods with a number raise BroadcastOver if that draft was sent or discarded.
    """

    def __init__(
        self, store: AnnouncementStore, *, started: Wakeup, queued: Callable[[], None]
    ) -> None:
        self.store = store
        self.started = started
        self._queued = queued

    async def draft(self, written: FormattedText, created_by: int) -> Announcement:
        """Store a draft; raises what ``addressed`` raises."""
        audience, content = addressed(written)
        return await self.store.draft(content, audience, created_by)

    async def choose(self, number: int, language: Language | None) -> Announcement:
        """Limit the audience of a draft to a language, or to none."""
        return _found(
            await self.store.choose(number, lambda chosen: replace(chosen, language=language))
        )

    async def start(self, number: int, by: int, message_id: int) -> Announcement:
        """Queue the draft for its audience, once; progress is shown in this message to ``by``."""
        if not await self.store.start(number, by, message_id):
            raise BroadcastOver
        self._queued()
        self.started.notify()
        return await self._existing(number)

    async def stop(self, number: int) -> Announcement:
        """Send no further messages of an announcement."""
        if not await self.store.stop(number):
            raise BroadcastOver
        self.started.notify()
        return await self._existing(number)

    async def discard(self, number: int) -> Announcement:
        """Delete the draft."""
        return _found(await self.store.discard(number))

    async def _existing(self, number: int) -> Announcement:
        return _found(await self.store.get(number))


def _found(announcement: Announcement | None) -> Announcement:
    if announcement is None:
        raise BroadcastOver
    return announcement
