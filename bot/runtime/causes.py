"""The updates that led to what is done later, in memory, for the log alone."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from bot.runtime.log_context import current_update

MAX_CAUSES_NOTED = 10_000
"""Of the newest things; what waits longer than they take to be done is logged without its cause."""


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """The next poll of a feed, which somebody wants."""

    feed_id: int


@dataclass(frozen=True, slots=True)
class TopicDigest:
    """The next digest of a topic, which somebody wants."""

    topic_id: int


class Causes:
    """Notes by which update a thing came or is to come, until this process ends.

    Things are articles by their ids and keys, posts by their keys, digests and announcements as
    they are in the outbox, and what is wanted of a job.
    """

    def __init__(self) -> None:
        self._noted: OrderedDict[Hashable, str] = OrderedDict()

    def note(self, *things: Hashable) -> None:
        """Note that things came by the update that is handled now, if one is."""
        if (update := current_update()) is None:
            return
        for thing in things:
            self._noted[thing] = update
            self._noted.move_to_end(thing)
        while len(self._noted) > MAX_CAUSES_NOTED:
            self._noted.popitem(last=False)

    def of(self, *things: Hashable) -> str | None:
        """Return the id of the update by which the first of the things that is known came."""
        return next((self._noted[thing] for thing in things if thing in self._noted), None)

    def take(self, *things: Hashable) -> str | None:
        """Return what ``of`` returns, and forget the things: they happen once."""
        update = self.of(*things)
        for thing in things:
            self._noted.pop(thing, None)
        return update
