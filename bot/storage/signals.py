"""Words that a process tells the others on its database, to wake them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

OnWord = Callable[[], None]
"""Called on the event loop; must not raise."""


class Signals(Protocol):
    """Tells words to the other processes, and hears theirs.

    Some are lost, as while the database can't be reached: a clock must make up for them.
    """

    def on(self, word: str, callback: OnWord) -> None:
        """Call ``callback`` when another process tells ``word``, or may have told it."""

    def tell(self, word: str) -> None:
        """Tell the others a word, soon; once if it is told repeatedly until then."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Tell and hear words during the block."""
