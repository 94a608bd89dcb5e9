"""An announcement: drafted, asked about, sent, stopped or discarded."""

import pytest
from telegram import MessageEntity

from bot.model.announcements import Entity, EntityType, FormattedText
from bot.model.interface_language import InterfaceLanguage
from bot.model.topics import ChatTarget
from bot.texts import texts_for
from handlers.announcements.commands import written_in
from handlers.callback_data.announcements import (
    CancelBroadcast,
    ChooseAudience,
    ChooseTopic,
    SendBroadcast,
    ShowAudiences,
    ShowDraft,
    StopBroadcast,
)
from tests.handlers.harness import OWNER, READER, Harness, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
TEXTS = ENGLISH.announcements


@pytest.fixture
async def reached(harness: Harness) -> None:
    """One chat that an announcement reaches."""
    await harness.services.alerts.subscriptions.subscribe(ChatTarget(READER.id), "banjir")


@pytest.mark.usefixtures("reached")
async def test_an_announcement_is_shown_as_it_would_arrive_and_then_sent(
    harness: Harness,
) -> None:
    shown, question = (await harness.says("/broadcast Halo semua", OWNER)).sent
    assert shown.html == "Halo semua"
    send = next(each for each in payloads(question) if isinstance(each, SendBroadcast))
    sent = await harness.presses(send, OWNER, under=question)
    assert sent.notice == ENGLISH.format("broadcast_begun", count=1)
    again = await harness.presses(send, OWNER, under=question)
    assert again.notice == TEXTS.broadcast_over
    stopped = await harness.presses(StopBroadcast(send.number), OWNER)
    assert stopped.notice == TEXTS.broadcast_stopping
    entries = await harness.services.staff.audit.latest(5)
    assert [(each.action, each.subject) for each in entries] == [
        ("did_stop_broadcast", "Halo semua"),
        ("did_broadcast", "Halo semua"),
    ]


@pytest.mark.usefixtures("reached")
async def test_choosing_the_audience_and_sending_are_apart(harness: Harness) -> None:
    _, question = (await harness.says("/broadcast topic: banjir\nHalo", OWNER)).sent
    kinds = [type(each) for each in payloads(question)]
    assert kinds == [ShowAudiences, SendBroadcast, CancelBroadcast]
    audiences = await harness.presses(payloads(question)[0], OWNER, under=question)
    kinds = [type(each) for each in payloads(audiences.reply)]
    assert kinds == [*[ChooseAudience] * 4, *[ChooseTopic] * 2, ShowDraft]
    for chosen in (payloads(audiences.reply)[0], payloads(audiences.reply)[4]):
        again = await harness.presses(chosen, OWNER, under=audiences.reply)
        assert again.notice == TEXTS.audience_chosen
        assert not again.edited
    narrowed = await harness.presses(payloads(audiences.reply)[5], OWNER, under=audiences.reply)
    assert TEXTS.format("audience_only", topic="banjir") in narrowed.text
    back = await harness.presses(payloads(audiences.reply)[6], OWNER, under=audiences.reply)
    assert [type(each) for each in payloads(back.reply)][1] is SendBroadcast


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("topic: banjir", ["broadcast_topics_said", "banjir: 1 chat"]),
        ("topic: banjir\nHalo", ["broadcast_topics_said", "banjir: 1 chat"]),
        ("topic: flood", ["broadcast_topic_nobody", "broadcast_topics", "banjir: 1 chat"]),
        ("topic: flood\nHalo", ["broadcast_topic_nobody", "broadcast_topics", "banjir: 1 chat"]),
        ("topic:", ["broadcast_topics", "banjir: 1 chat"]),
        ("topik:\nHalo", ["broadcast_topics", "banjir: 1 chat"]),
    ],
)
async def test_the_topics_that_there_are_are_offered(
    harness: Harness, written: str, said: list[str]
) -> None:
    shown = text_of((await harness.says(f"/broadcast {written}", OWNER)).sent[-1])
    topic = "banjir" if "banjir" in written else "flood"
    for each in said:
        expected = TEXTS.format(each, topic=topic) if "_" in each else each
        assert expected in shown


@pytest.mark.usefixtures("reached")
async def test_the_audience_is_chosen_by_language(harness: Harness) -> None:
    _, question = (await harness.says("/broadcast Halo", OWNER)).sent
    number = next(each.number for each in payloads(question) if isinstance(each, SendBroadcast))
    chosen = await harness.presses(ChooseAudience(number, 1), OWNER, under=question)
    assert chosen.edited
    language = texts_for(next(iter(InterfaceLanguage))).language_name
    assert TEXTS.format("audience_language", language=language) in chosen.text
    assert (await harness.presses(ChooseAudience(number, 9), OWNER)).notice == ENGLISH.stale_button


async def test_a_draft_is_discarded(harness: Harness) -> None:
    _, question = (await harness.says("/broadcast Halo", OWNER)).sent
    cancel = next(each for each in payloads(question) if isinstance(each, CancelBroadcast))
    assert (await harness.presses(cancel, OWNER)).text == TEXTS.broadcast_cancelled
    assert (await harness.presses(cancel, OWNER)).notice == TEXTS.broadcast_over


async def test_what_cannot_be_sent_is_explained(harness: Harness) -> None:
    assert (await harness.says("/broadcast", OWNER)).text == TEXTS.broadcast_how
    unclear = await harness.says('/broadcast topic: "banjir\nHalo', OWNER)
    assert ENGLISH.topic_open_quote in unclear.text
    assert "👉" in unclear.text


async def test_an_announcement_that_telegram_refuses_is_not_drafted(harness: Harness) -> None:
    harness.messenger.refusals = 1
    outcome = await harness.says("/broadcast Halo", OWNER)
    assert outcome.text == TEXTS.broadcast_how
    assert (await harness.presses(SendBroadcast(1), OWNER)).notice == TEXTS.broadcast_over


def test_formatting_is_kept_at_its_place_behind_the_command(harness: Harness) -> None:
    entities = [
        MessageEntity(MessageEntity.BOT_COMMAND, 0, 10),
        MessageEntity(MessageEntity.BOLD, 14, 5),  # after an emoji of two code units
        MessageEntity(MessageEntity.UNDERLINE, 11, 2),
    ]
    message = harness.message("/broadcast 😀 penting", OWNER, entities=entities)
    expected = FormattedText("😀 penting", (Entity(EntityType.BOLD, 2, 7),))
    assert written_in(message) == expected
