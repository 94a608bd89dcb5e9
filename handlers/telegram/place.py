"""The place of the update that is being handled: while it only waits, another may have it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar

Lend = Callable[[], AbstractContextManager[None]]

_LEND: ContextVar[Lend] = ContextVar("lend", default=nullcontext)


def lend_by(lend: Lend) -> None:
    """Set how the place is lent of the update that this task handles."""
    _LEND.set(lend)


def place_lent() -> AbstractContextManager[None]:
    """Lend the place of the update that this task handles, if it does, within the block."""
    return _LEND.get()()
