"""A backup goes to its owner only."""

import gzip

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from tests.handlers.harness import OWNER, Harness, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


async def test_a_packed_copy_of_the_database_is_sent_and_audited(harness: Harness) -> None:
    ((name, content, caption),) = (await harness.says("/backup", OWNER)).files
    assert name.startswith("kutip-")
    assert gzip.decompress(content).startswith(b"SQLite format 3")
    assert text_of(caption) == ENGLISH.format("backup_caption", name=name)
    entry = (await harness.services.staff.audit.latest(1))[0]
    assert (entry.action, entry.subject) == ("did_backup", name)


async def test_a_file_that_does_not_arrive_is_explained(harness: Harness) -> None:
    harness.messenger.refusals = 1
    assert (await harness.says("/backup", OWNER)).text == ENGLISH.backup.backup_unsent


async def test_a_second_backup_meanwhile_is_explained(harness: Harness) -> None:
    async with harness.services.backups.packed():
        outcome = await harness.says("/backup", OWNER)
    assert outcome.text == ENGLISH.backup.backup_running
    assert not outcome.files
