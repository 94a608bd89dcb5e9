"""/reload: the audit log has what was done, and nothing that was refused."""

import asyncio

from bot.services.bot import BotServices
from tests.handlers.harness import OWNER, Harness, text_of


async def deeds(services: BotServices) -> list[tuple[str, str]]:
    entries = await services.staff.audit.latest(9)
    return [(entry.action, entry.subject) for entry in entries]


async def test_a_reload_without_its_folder_is_not_recorded(
    harness: Harness, services: BotServices
) -> None:
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    await harness.says("/reload", OWNER)
    await harness.finish()
    assert await deeds(services) == []


async def test_of_two_reloads_at_once_the_refused_one_is_not_recorded(
    harness: Harness, services: BotServices
) -> None:
    await asyncio.gather(harness.says("/reload", OWNER), harness.says("/reload", OWNER))
    await harness.finish()
    said = [text_of(reply) for _, reply in harness.messenger.sent]
    said += [text_of(reply) for _, reply in harness.messenger.edited]
    assert any("already running" in text for text in said)
    assert await deeds(services) == [("did_reload", "folder")]


async def test_of_all_each_part_is_recorded_when_it_was_done(
    harness: Harness, services: BotServices
) -> None:
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    await harness.says("/reload all", OWNER)
    await harness.finish()
    assert await deeds(services) == [("did_reload", "feeds")]
