"""Start, help, language, privacy, forget, and commands that do not exist."""

import pytest
from telegram import ChatMemberOwner

from bot.model.interface_language import InterfaceLanguage
from bot.model.topics import ChatTarget
from bot.texts import texts_for
from handlers.callback_data.articles import AskQuestion, ChooseLanguage
from tests.handlers.harness import GROUP, OWNER, READER, Harness, labels, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)


async def test_start_introduces_the_bot_with_questions_to_press(harness: Harness) -> None:
    outcome = await harness.says("/start")
    assert outcome.text.startswith(ENGLISH.start_title)
    assert ENGLISH.start_samples in outcome.text
    assert payloads(outcome.reply)[0] == AskQuestion(0)


async def test_start_opens_the_article_of_a_deep_link(harness: Harness) -> None:
    (newest,) = await harness.services.library.latest(limit=1)
    assert (await harness.says(f"/start r_{newest.id}")).text.startswith(newest.title)
    gone = await harness.says("/start r_9999")
    assert gone.text.startswith(ENGLISH.start_title)


async def test_start_reactivates_the_alerts_of_whoever_had_blocked_the_bot(
    harness: Harness,
) -> None:
    alerts = harness.services.alerts
    await alerts.subscriptions.subscribe(ChatTarget(READER.id), "banjir")
    await alerts.chat_settings.deactivate(READER.id, "kicked")
    await harness.says("/start")
    assert (await alerts.outbox.counts()).unreachable == 0


async def test_help_lists_the_commands_of_the_role(harness: Harness) -> None:
    assert "/backup" not in (await harness.says("/help")).text
    assert "/backup" in (await harness.says("/help", OWNER)).text


async def test_a_language_is_chosen_by_button_for_answers_and_alerts(harness: Harness) -> None:
    offered = await harness.says("/language")
    assert ENGLISH.language_ask in offered.text
    await harness.services.alerts.chat_settings.set_language_once(
        READER.id, InterfaceLanguage.ENGLISH
    )
    chosen = await harness.presses(
        ChooseLanguage(InterfaceLanguage.INDONESIAN), under=offered.reply
    )
    assert chosen.edited
    assert chosen.text == INDONESIAN.language_chosen
    assert INDONESIAN.format("language_current", name="Bahasa Indonesia") in labels(chosen.reply)
    assert (await harness.says("/privacy")).text.startswith(INDONESIAN.privacy_title)
    assert await harness.services.alerts.chats.language(READER.id) is InterfaceLanguage.INDONESIAN


async def test_forget_deletes_the_reader(harness: Harness) -> None:
    await harness.presses(ChooseLanguage(InterfaceLanguage.INDONESIAN))
    assert (await harness.says("/forget")).text == ENGLISH.forgotten


async def test_an_unknown_command_is_answered_in_private_only(harness: Harness) -> None:
    assert (await harness.says("/whatever")).text == ENGLISH.unknown_command
    assert (await harness.says("/start id")).text == ENGLISH.format("person_number", id=READER.id)


async def test_help_shows_the_commands_of_each_role_apart(harness: Harness) -> None:
    theirs = (await harness.says("/help", OWNER)).text.split("\n\n")
    heads = [each.splitlines()[0] for each in theirs if "\n/" in each]
    assert heads[-3:] == [
        "For owners, admins and editors",
        "For owners and admins",
        "For owners",
    ]
    assert "For owners" not in (await harness.says("/help")).text


async def test_start_shows_staff_their_commands(harness: Harness) -> None:
    assert "For owners\n/backup" in (await harness.says("/start", OWNER)).text
    assert "For owners" not in (await harness.says("/start")).text


@pytest.mark.parametrize("command", ["/cancel", "/batal", "/BATAL"])
async def test_there_is_nothing_to_cancel(harness: Harness, command: str) -> None:
    assert (await harness.says(command)).text == ENGLISH.nothing_to_cancel


async def test_the_language_of_a_group_is_its_administrators_choice(harness: Harness) -> None:
    refused = await harness.presses(ChooseLanguage(InterfaceLanguage.INDONESIAN), chat=GROUP)
    assert refused.notice == ENGLISH.topics_admins_only
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(READER, is_anonymous=False),)
    await harness.presses(ChooseLanguage(InterfaceLanguage.INDONESIAN), chat=GROUP)
    assert (await harness.says("/privacy", chat=GROUP)).text.startswith(INDONESIAN.privacy_title)
    assert (await harness.says("/privacy")).text.startswith(ENGLISH.privacy_title)
