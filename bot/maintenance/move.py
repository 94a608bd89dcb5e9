"""Move an installation to another database, of which it is a copy: nothing is deleted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bot.errors import MoveError
from bot.maintenance.backup import running_on
from bot.runtime.tempdir import replacing
from bot.storage.backup_file import disk_errors
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.transfer import CopiedTable, OnCopied, check_unused, copy_all


async def move_database(
    source: DatabaseAddress, target: DatabaseAddress, on_copied: OnCopied
) -> list[CopiedTable]:
    """Copy all rows from ``source`` to ``target``, an empty database or a file that is not there.

    Raises MoveError, BackupError if a bot uses a folder, and StorageError; the target has no rows
    then, and a file is not there.
    """
    if source.url is None and target.url is None:
        raise MoveError("move_files")
    with _locked(source, target):
        if target.url is not None:
            await check_unused(target)
            return await _copy(source, target, on_copied)
        if target.file.exists():
            raise MoveError("move_target_there", path=str(target.file))
        with disk_errors(target.file), replacing(target.file) as unfinished:
            return await _copy(source, DatabaseAddress(unfinished), on_copied)


async def _copy(
    source: DatabaseAddress, target: DatabaseAddress, on_copied: OnCopied
) -> list[CopiedTable]:
    async with open_database(source, holds_lock=True) as origin, open_database(target) as copy:
        return await copy_all(origin, copy, on_copied)


@contextmanager
def _locked(*addresses: DatabaseAddress) -> Iterator[None]:
    """Lock the folders of files, in which no bot may run; raises BackupError."""
    with ExitStack() as stack:
        for folder in {each.file.parent: each.file for each in addresses if not each.url}.values():
            stack.enter_context(running_on(folder))
        yield
