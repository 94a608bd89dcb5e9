"""The updates that led to what is done later, in memory, for the log alone."""

from collections import OrderedDict
from collections.abc import Hashable

from bot.runtime.log_context import log_context

MAX_CAUSES_NOTED = 10_000
"""Of the newest things; what waits longer than they take to be done is logged without its cause."""


class Causes:
    """Notes by which update an article, a post or an announcement came, until this process ends."""

    def __init__(self) -> None:
        self._noted: OrderedDict[Hashable, str] = OrderedDict()

    def note(self, *things: Hashable) -> None:
        """Note that things came by the update that is handled now, if one is."""
        if (update := log_context().get("update")) is None:
            return
        for thing in things:
            self._noted[thing] = update
            self._noted.move_to_end(thing)
        while len(self._noted) > MAX_CAUSES_NOTED:
            self._noted.popitem(last=False)

    def of(self, *things: Hashable) -> str | None:
        """Return the id of the update by which the first of the things that is known came."""
        return next((self._noted[thing] for thing in things if thing in self._noted), None)
