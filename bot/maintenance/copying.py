"""Make copies of the database apart: packing takes a processor for as long as answers would wait.

In a test of load a backup in a thread held up answers for 15 s.
"""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bot.errors import BackupError
from index.errors import BuildFailed
from index.workers import ProcessWorker, ThreadWorker, started


class _Refused(NamedTuple):
    """A BackupError's arguments, which pickle would lose."""

    key: str
    arguments: dict[str, str | int]


Copying: TypeAlias = Callable[..., Path]


async def run_copying(call: Copying, *arguments: object, path: Path, apart: bool) -> Path:
    """Call what makes a copy at ``path``, ``apart`` in a process of low priority, else in a thread.

    Raises BackupError, also if the process is ended.
    """
    work = ProcessWorker(_copying, call, arguments) if apart else None
    try:
        async with started(work or ThreadWorker(_copying(call, arguments))) as steps:
            made = await steps.finish(lambda _: None)
    except BuildFailed as error:
        raise BackupError("backup_disk", path=str(path)) from error
    if isinstance(made, _Refused):
        raise BackupError(made.key, **made.arguments)
    return made


def _copying(
    call: Copying, arguments: tuple[object, ...]
) -> Generator[None, None, Path | _Refused]:
    yield
    try:
        return call(*arguments)
    except BackupError as error:
        return _Refused(error.key, error.arguments)
