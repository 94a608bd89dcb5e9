"""/reload: the audit log has what was done, and nothing that was refused."""

import asyncio
import re
from pathlib import Path

import pytest
from telegram import User

from bot.model.interface_language import InterfaceLanguage
from bot.services.bot import BotServices
from bot.texts import texts_for
from handlers.callback_data.editorial import ReadFolder
from tests.handlers.harness import OWNER, READER, Harness, labels, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


async def audited(services: BotServices) -> list[tuple[str, str]]:
    entries = await services.staff.audit.latest(9)
    return [(entry.action, entry.subject) for entry in entries]


async def test_a_reload_without_its_folder_is_not_recorded(
    harness: Harness, services: BotServices
) -> None:
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    await harness.says("/reload", OWNER)
    await harness.finish()
    assert await audited(services) == []


async def test_of_two_reloads_at_once_the_refused_one_is_not_recorded(
    harness: Harness, services: BotServices
) -> None:
    await asyncio.gather(harness.says("/reload", OWNER), harness.says("/reload", OWNER))
    await harness.finish()
    said = [text_of(reply) for _, reply in harness.messenger.sent]
    said += [text_of(reply) for _, reply in harness.messenger.edited]
    assert any("already running" in text for text in said)
    assert await audited(services) == [("did_reload", "folder")]


async def test_of_all_each_part_is_recorded_when_it_was_done(
    harness: Harness, services: BotServices
) -> None:
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    await harness.says("/reload all", OWNER)
    await harness.finish()
    assert await audited(services) == [("did_reload", "feeds")]


async def test_the_folder_is_read_in_the_background_and_reported(harness: Harness) -> None:
    folder = harness.services.settings.articles
    (folder / "new.txt").write_text("Title: Baru\n\nSebuah berita baru.\n", "utf-8")
    await harness.says("/reload folder", OWNER)
    await harness.finish()
    assert text_of(harness.messenger.sent[0][1]) == ENGLISH.reload_started
    report = text_of(harness.messenger.edited[-1][1])
    assert report.startswith(ENGLISH.reload_done)
    assert ENGLISH.format("reload_added", count=1) in report


async def test_a_reload_that_fails_is_explained_in_its_message(
    harness: Harness, services: BotServices
) -> None:
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    await harness.says("/reload folder", OWNER)
    await harness.finish()
    expected = ENGLISH.format("folder_missing", path=str(folder))
    assert text_of(harness.messenger.edited[-1][1]) == expected


async def test_feeds_are_fetched_without_reading_the_folder(harness: Harness) -> None:
    outcome = await harness.says("/reload feeds", OWNER)
    assert outcome.text == ENGLISH.reload_no_feeds


async def test_anything_else_is_explained(harness: Harness) -> None:
    assert (await harness.says("/reload everything", OWNER)).text == ENGLISH.reload_how


async def test_the_status_counts_articles(harness: Harness) -> None:
    text = (await harness.says("/status", OWNER)).text
    assert ENGLISH.format("status_articles", count=4) in text
    assert "Feeds: 0 watched" in text
    assert re.search(r"Disk: database 1 MB · index [01] MB · free [1-9]", text)


def empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


async def test_what_the_folder_lost_is_removed_only_after_a_question(
    harness: Harness, services: BotServices
) -> None:
    empty(services.settings.articles)
    await harness.says("/reload folder", OWNER)
    await harness.finish()
    asked = harness.messenger.edited[-1][1]
    assert ": 4 of 4 articles. Nothing has been removed" in text_of(asked)
    assert labels(asked) == ["🗑 Remove 4"]
    assert payloads(asked) == [ReadFolder(4)]
    assert (await services.library.status()).articles == 4
    assert await audited(services) == []


@pytest.mark.parametrize(("by", "offered", "left"), [(READER, 4, 4), (OWNER, 3, 4), (OWNER, 4, 0)])
async def test_the_button_removes_as_many_as_it_says(
    harness: Harness, services: BotServices, by: User, offered: int, left: int
) -> None:
    empty(services.settings.articles)
    await harness.presses(ReadFolder(offered), by)
    await harness.finish()
    assert (await services.library.status()).articles == left
    assert await audited(services) == ([] if left else [("did_reload", "folder")])
