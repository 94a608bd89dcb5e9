"""Two people on the same handlers, and the table of what they do at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.model.announcements import FormattedText
from bot.model.topics import ChatTarget, TopicState
from bot.users.permissions import Command
from tests.bot.two_at_once import at_once
from tests.handlers.harness import GROUP, OTHER, OWNER, Harness, text_of

FIRST, SECOND = OWNER, OTHER
"""Both own the bot and administer the group."""


STORY = "Pelabuhan Batu Karang dibuka lagi setelah dermaganya diperbaiki selama tujuh bulan."


@dataclass
class Stage:
    """The handlers, what two people did, and what went wrong."""

    harness: Harness
    errors: list[BaseException] = field(default_factory=list)

    @property
    def services(self) -> Any:
        return self.harness.services

    def says(self, text: str, by: Any = FIRST, **more: Any) -> Awaitable[Any]:
        """Write in private."""
        return self.harness.says(text, by, **more)

    def here(self, text: str, by: Any = FIRST) -> Awaitable[Any]:
        """Write in the group."""
        return self.harness.says(text, by, chat=GROUP)

    def presses(self, payload: Any, by: Any = FIRST, **more: Any) -> Awaitable[Any]:
        """Press under a message in the group, or with ``chat`` elsewhere."""
        return self.harness.presses(payload, by, **({"chat": GROUP} | more))

    def pressing(self, payload: Any, by: Any) -> Awaitable[Any]:
        """Press under a message in private."""
        return self.harness.presses(payload, by)

    async def both(self, *works: Awaitable[Any]) -> None:
        """Do both at once, and wait for what they leave to the background."""
        results = await at_once(*works)
        self.errors += [each for each in results if isinstance(each, BaseException)]
        names = {"reload", "document"}
        tasks = [task for task in asyncio.all_tasks() if task.get_name() in names]
        await asyncio.gather(*tasks, return_exceptions=True)

    async def topic(self, text: str) -> int:
        """Subscribe the group to a topic."""
        subscribed = await self.services.alerts.subscriptions.subscribe(ChatTarget(GROUP.id), text)
        return int(subscribed.topic.id)

    async def stored(self, topic_id: int) -> TopicState:
        topic: TopicState = await self.services.alerts.subscriptions.topic(GROUP.id, topic_id)
        return topic

    async def texts(self) -> list[str]:
        """The texts of the group's topics."""
        page = await self.services.alerts.subscriptions.page(GROUP.id)
        return sorted(topic.text for topic in page.topics)

    async def draft(self) -> int:
        """The number of a fetched page that awaits its fate."""
        return int((await self.services.drafts.fetch("https://example.org/pelabuhan")).number)

    async def announcement(self) -> int:
        """The number of a drafted announcement."""
        announcements = self.services.announcements
        draft = await announcements.draft(FormattedText("Kami pindah."), FIRST.id)
        return int(draft.number)

    async def deeds(self) -> list[str]:
        """The actions in the audit log, oldest first."""
        return [entry.action for entry in reversed(await self.services.staff.audit.latest(50))]

    @property
    def said(self) -> list[str]:
        """Everything that was said and noticed."""
        messenger = self.harness.messenger
        replies = [reply for _, reply in [*messenger.sent, *messenger.edited]]
        return [*map(text_of, replies), *(notice.text or "" for notice in messenger.notices)]


Case = Callable[[Stage], Awaitable[None]]
CASES: dict[str, Case] = {}
COVERED: set[Command | type] = set()


def case(*covers: Command | type) -> Callable[[Case], Case]:
    """Put a function into the table: the two do something at once, and it looks what came of it."""

    def add(function: Case) -> Case:
        CASES[getattr(function, "__name__", "?")] = function
        COVERED.update(covers)
        return function

    return add
