"""Changes of a chat as a whole."""

import inspect
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
    ForumTopicReopened,
)

from bot.model.topics import ChatTarget
from handlers.membership import is_in_chat, may_write
from tests.handlers.harness import BOT, CHANNEL, GROUP, READER, Harness, now

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
