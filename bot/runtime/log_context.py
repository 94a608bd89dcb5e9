"""The update or the job that work is done for, which each line of the log names.

Light: structlog's own variables take 110 ms to import, which ``kutip ask`` would pay for nothing.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

OWN_PACKAGES = ("bot", "handlers", "index")
"""Loggers whose records are ours: no library logs less than a warning, whatever the level is.

At DEBUG, python-telegram-bot logs each update whole, and aiosqlite each row that is written.
"""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_BOUND: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=_NOTHING)


def log_context() -> Mapping[str, str]:
    """Return what is bound: ``update``, ``job``, both or neither."""
    return _BOUND.get()


def new_update_id() -> str:
    """Return an id for the log: random, so that it says nothing of a person or a chat."""
    return secrets.token_hex(4)


def current_update() -> str | None:
    """Return the id of the update that work is done for now; None if it is for none."""
    return log_context().get("update")


def common_update(updates: Collection[str | None]) -> str | None:
    """Return the update of what is done together; None if it is of several, or of none."""
    return next(iter(updates)) if len(set(updates)) == 1 else None


@contextmanager
def in_update(update_id: str | None) -> Iterator[None]:
    """Log what the block does, and the tasks that it starts, as caused by an update.

    None binds nothing: the cause is not known.
    """
    with _bound({**_BOUND.get(), "update": update_id} if update_id else _BOUND.get()):
        yield


@contextmanager
def in_job(name: str) -> Iterator[None]:
    """Log what the block does as a job's, whatever update it was started in: it serves others."""
    with _bound({"job": name} if name else _NOTHING):
        yield


@contextmanager
def _bound(values: Mapping[str, str]) -> Iterator[None]:
    token = _BOUND.set(values)
    try:
        yield
    finally:
        _BOUND.reset(token)
