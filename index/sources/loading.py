"""The state of loading one file: which of its items is parsed now, and what it may still unpack.

A process that parses the items of a file may have to be ended in the middle of one. Another then
loads the file again up to there: passes over what was delivered, and fails the item that hung.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from index.errors import LOAD_HUNG, LoadError


def _ignore(_ordinal: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Loading:
    """Counts the items of a file as each begins; an item may yield several articles and errors.

    - ``ordinal``: of the item that is parsed now, from 0; -1 before the first
    - ``resume``: the ordinal of the first item that was not delivered
    - ``hung``: the ordinals of items that are not to be parsed again
    - ``on_item``: called with the ordinal of each item before it is parsed
    - ``unpacked_left``: bytes or characters that packed data may still unpack to
    """

    resume: int = 0
    hung: Collection[int] = ()
    on_item: Callable[[int], None] = _ignore
    ordinal: int = -1
    unpacked_left: float = field(default=math.inf)

    def begin(self) -> None:
        """Begin the next item."""
        self.ordinal += 1
        self.on_item(self.ordinal)

    @property
    def is_passing(self) -> bool:
        """Whether the item was delivered already: there is no need to parse it."""
        return max(self.ordinal, 0) < self.resume

    @property
    def has_hung(self) -> bool:
        """Whether the item is not to be parsed again."""
        return self.ordinal in self.hung

    def check(self, where: str) -> None:
        """Raise LoadError if the item, which is named ``where``, is not to be parsed again."""
        if self.has_hung:
            raise LoadError(where, LOAD_HUNG)

    def unpack(self, amount: int) -> bool:
        """Count what was unpacked, also of what then fails; return whether it was within bounds."""
        self.unpacked_left -= amount
        return self.unpacked_left >= 0
