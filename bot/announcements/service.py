"""Announcements of admins to many chats: draft, choose the audience, start, stop.

Permissions are checked by the caller; ``bot.outbox.worker`` sends the messages.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.alerts.previews import read_topic
from bot.announcements.audience import topics_that_say
from bot.errors import BroadcastEmpty, BroadcastOver, TopicNotFound
from bot.model.announcements import (
    Announcement,
    Audience,
    AudienceReach,
    FormattedText,
    TopicCount,
)
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import AnnouncementMessage
from bot.runtime.causes import Causes
from bot.runtime.wakeup import Wakeup
from bot.storage.announcements import AnnouncementStore, Choose

Stored = TypeVar("Stored")

MAX_ATTEMPTS = 5
"""To start a draft whose audience others change meanwhile."""

TOPIC_LINE = re.compile(r"(?:topik|topic):(?P<topic>[^\n]*)(?:\n|$)", re.IGNORECASE)
"""A first line that limits the audience to the subscribers of topics."""


def addressed(written: FormattedText) -> tuple[Audience, FormattedText]:
    """Split what an admin wrote into the audience and the text.

    Raises TopicUnclear, or BroadcastEmpty if the text or the topic is missing.
    """
    content, topic = stripped(written), None
    if line := TOPIC_LINE.match(content.text):
        topic = line["topic"].strip() and str(read_topic(line["topic"].strip()))
        content = stripped(content, line.end())
    if not content.text or topic == "":
        raise BroadcastEmpty(topic)
    return Audience(topic=topic or ""), content


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
        self,
        store: AnnouncementStore,
        *,
        started: Wakeup,
        queued: Callable[[], None],
        causes: Causes,
    ) -> None:
        self.store = store
        self.started = started
        self._queued = queued
        self._causes = causes

    async def draft(self, written: FormattedText, created_by: int) -> Announcement:
        """Store a draft; raises what ``addressed`` raises."""
        audience, content = addressed(written)
        return await self.store.draft(content, audience, created_by)

    async def get_draft(self, number: int) -> Announcement:
        """Return the draft."""
        found = _found(await self.store.get(number))
        if found.recipients is not None:
            raise BroadcastOver
        return found

    async def choose_language(
        self, number: int, language: InterfaceLanguage | None
    ) -> Announcement | None:
        """Limit the audience of a draft to a language, or to none; None if it is so already."""
        return await self._choose(number, lambda chosen: replace(chosen, language=language))

    async def choose_topic(self, number: int, topic_id: int) -> Announcement | None:
        """Limit the audience to one topic, or with 0 to none of those that say what was written.

        Returns None if it is so already; raises TopicNotFound.
        """
        only = await self.store.topic_text(topic_id) if topic_id else ""
        if only is None:
            raise TopicNotFound
        return await self._choose(number, lambda chosen: replace(chosen, only=only))

    async def reach(self, audience: Audience) -> AudienceReach:
        """Count the chats of an audience, and the topics to choose from."""
        if not audience.topic:
            return AudienceReach(await self.count(audience))
        counts, said = await self._said(audience.topic)
        texts = [audience.only] if audience.only else [each.text for each in said]
        chats = await self.store.count(audience.language, texts)
        return AudienceReach(chats, said or counts, said=bool(said))

    async def topics(self) -> Sequence[TopicCount]:
        """Return all topics, most chats first."""
        return await self.store.topic_counts()

    async def count(self, audience: Audience) -> int:
        """Return how many reachable chats an audience has."""
        return await self.store.count(audience.language, await self._topics(audience))

    async def start(
        self, number: int, by: int, message_id: int, language: InterfaceLanguage | None = None
    ) -> Announcement:
        """Queue the draft for its audience, once.

        Progress is shown in this message to ``by``, in ``language`` or in the one that they chose.
        """
        for _ in range(MAX_ATTEMPTS):
            draft = await self.get_draft(number)
            topics = await self._topics(draft.audience)
            self._causes.note(AnnouncementMessage(number))
            if await self.store.start(draft, topics, by, message_id, language):
                self._queued()
                self.started.notify()
                return await self._existing(number)
        raise BroadcastOver

    async def stop(self, number: int) -> Announcement:
        """Send no further messages of an announcement."""
        if not await self.store.stop(number):
            raise BroadcastOver
        self.started.notify()
        return await self._existing(number)

    async def discard(self, number: int) -> Announcement:
        """Delete the draft."""
        return _found(await self.store.discard(number))

    async def _choose(self, number: int, choose: Choose) -> Announcement | None:
        before, after = _found(await self.store.choose(number, choose))
        return None if before == after.audience else after

    async def _topics(self, audience: Audience) -> Sequence[str] | None:
        """Return the texts of the audience's topics; None if it has chats with any."""
        if audience.only or not audience.topic:
            return [audience.only] if audience.only else None
        _, said = await self._said(audience.topic)
        return [each.text for each in said]

    async def _said(self, topic: str) -> tuple[Sequence[TopicCount], Sequence[TopicCount]]:
        """Return all topics, and those of them that say ``topic``."""
        counts = await self.store.topic_counts()
        return counts, await asyncio.to_thread(topics_that_say, topic, counts)

    async def _existing(self, number: int) -> Announcement:
        return _found(await self.store.get(number))


def _found(stored: Stored | None) -> Stored:
    if stored is None:
        raise BroadcastOver
    return stored
