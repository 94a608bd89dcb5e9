"""Changes of a chat as a whole."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    ForumTopicClosed,
    ForumTopicReopened,
    User,
)

from bot.model.interface_language import InterfaceLanguage
from bot.model.suspensions import MIN_PAUSE, SuspensionReason
from bot.model.topics import ChatTarget
from bot.texts import texts_for
from handlers.membership import is_in_chat, may_write
from tests.handlers.harness import BOT, CHANNEL, GROUP, READER, Harness, now

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
IN, OUT = ChatMemberMember(BOT), ChatMemberLeft(BOT)


def restricted(*, can_send_messages: bool) -> ChatMember:
    names = inspect.signature(ChatMemberRestricted).parameters
    rights: dict[str, Any] = {name: True for name in names if name.startswith("can_")}
    rights["can_send_messages"] = can_send_messages
    return ChatMemberRestricted(BOT, is_member=True, until_date=now(), **rights)


async def unreachable(harness: Harness) -> int:
    return (await harness.services.alerts.outbox.counts()).unreachable


async def test_alerts_stop_where_the_bot_is_removed_and_begin_anew_where_it_is_back(
    harness: Harness,
) -> None:
    await harness.services.alerts.subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    await harness.update(my_chat_member=ChatMemberUpdated(GROUP, READER, now(), IN, OUT))
    assert await unreachable(harness) == 1
    await harness.update(my_chat_member=ChatMemberUpdated(GROUP, READER, now(), OUT, IN))
    assert await unreachable(harness) == 0


async def test_a_group_that_became_a_supergroup_keeps_its_topics(harness: Harness) -> None:
    subscriptions = harness.services.alerts.subscriptions
    await subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    await harness.says(chat=GROUP, migrate_to_chat_id=-777)
    assert (await subscriptions.page(-777)).total == 1


async def test_a_reopened_forum_topic_reactivates_the_alerts(harness: Harness) -> None:
    alerts = harness.services.alerts
    await alerts.subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    await alerts.chat_settings.deactivate(GROUP.id, "closed")
    await harness.says(chat=GROUP, forum_topic_reopened=ForumTopicReopened())
    assert await unreachable(harness) == 0


async def until_next_try(harness: Harness, thread_id: int = 0) -> timedelta | None:
    """How long the group, suspended, waits for the next try; None if it is suspended no more."""
    services = harness.services
    state = await services.alerts.chats.state(GROUP.id)
    suspension = state.suspensions.get(thread_id)
    return suspension.retry_at - services.now() if suspension else None


async def test_whatever_happens_in_a_chat_brings_the_next_try_forward(harness: Harness) -> None:
    alerts = harness.services.alerts
    await alerts.subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    signs: list[Callable[[], Awaitable[object]]] = [
        lambda: harness.says("/help", chat=GROUP),
        lambda: harness.says("not for the bot", chat=GROUP),
        lambda: harness.says(chat=GROUP, new_chat_title="Warga Baru"),
        lambda: harness.says("from another bot", User(77, "Robot", is_bot=True), chat=GROUP),
        lambda: harness.edits(harness.message("said", chat=GROUP), "said otherwise"),
        lambda: harness.presses_data("anything", chat=GROUP),
    ]
    for sign in signs:
        await alerts.chat_settings.suspend(GROUP.id)
        before = await until_next_try(harness)
        await sign()
        after = await until_next_try(harness)
        assert before is not None
        assert after is not None
        assert before > timedelta(seconds=50)
        assert after <= MIN_PAUSE
        await alerts.chat_settings.resume(GROUP.id)


async def test_a_farewell_is_no_sign_of_life(harness: Harness) -> None:
    alerts, thread = harness.services.alerts, 9
    await alerts.subscriptions.subscribe(ChatTarget(GROUP.id, thread), "banjir")
    await alerts.chat_settings.suspend(GROUP.id)
    for farewell in (
        {"left_chat_member": BOT},
        {"forum_topic_closed": ForumTopicClosed(), "message_thread_id": thread},
    ):
        await harness.says(**{"chat": GROUP} | farewell)
        left = await until_next_try(harness, thread)
        assert left is not None
        assert left > timedelta(seconds=50)


async def test_a_bot_that_is_silenced_waits_and_one_that_may_write_again_does_not(
    harness: Harness,
) -> None:
    await harness.services.alerts.subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    silenced = restricted(can_send_messages=False)
    await harness.update(my_chat_member=ChatMemberUpdated(GROUP, READER, now(), IN, silenced))
    assert await until_next_try(harness) is not None
    assert await unreachable(harness) == 0
    await harness.update(my_chat_member=ChatMemberUpdated(GROUP, READER, now(), silenced, IN))
    assert await until_next_try(harness) is None


async def test_the_list_of_topics_says_why_nothing_comes(harness: Harness) -> None:
    alerts = harness.services.alerts
    for thread in (0, 9):
        await alerts.subscriptions.subscribe(ChatTarget(GROUP.id, thread), "banjir")
    await alerts.chats.suspend(GROUP.id, SuspensionReason.CLOSED, harness.services.now())
    listed = await harness.says("/topics", chat=GROUP)
    assert ENGLISH.delivery.topics_closed in listed.text
    assert listed.text.count("⏸") == 3  # the reason once, and the mark of each topic
    await alerts.chats.suspend(GROUP.id, SuspensionReason.RIGHTS, harness.services.now())
    listed = await harness.says("/topics", chat=GROUP)
    assert ENGLISH.delivery.format("topics_no_rights", moment="{").partition("{")[0] in listed.text
    await alerts.chat_settings.deactivate(GROUP.id, "kicked")
    listed = await harness.says("/topics", chat=GROUP)
    assert ENGLISH.delivery.topics_unreachable in listed.text
    assert "⏸" not in (await harness.says("/topics", chat=GROUP)).text


def channel_admin(*, can_post_messages: bool) -> ChatMember:
    names = inspect.signature(ChatMemberAdministrator).parameters
    rights: dict[str, Any] = {name: True for name in names if name.startswith(("can_", "is_"))}
    return ChatMemberAdministrator(BOT, **(rights | {"can_post_messages": can_post_messages}))


@pytest.mark.parametrize(
    ("member", "chat", "is_in", "expected"),
    [
        (IN, GROUP, True, True),
        (IN, CHANNEL, True, False),
        (OUT, GROUP, False, False),
        (ChatMemberBanned(BOT, now()), GROUP, False, False),
        (restricted(can_send_messages=True), GROUP, True, True),
        (restricted(can_send_messages=False), GROUP, True, False),
        (channel_admin(can_post_messages=True), CHANNEL, True, True),
        (channel_admin(can_post_messages=False), CHANNEL, True, False),
    ],
)
def test_a_member_may_write_unless_removed_or_silenced(
    member: ChatMember, chat: Chat, is_in: bool, expected: bool
) -> None:
    assert is_in_chat(member) is is_in
    assert (is_in_chat(member) and may_write(member, chat)) is expected
