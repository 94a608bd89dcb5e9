"""Changes of a chat as a whole."""

import inspect
from typing import Any

import pytest
from telegram import (
    ChatMember,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    ForumTopicReopened,
)

from bot.model.topics import ChatTarget
from handlers.membership import may_write
from tests.handlers.harness import BOT, GROUP, READER, Harness, now

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


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        (IN, True),
        (OUT, False),
        (ChatMemberBanned(BOT, now()), False),
        (restricted(can_send_messages=True), True),
        (restricted(can_send_messages=False), False),
    ],
)
def test_a_member_may_write_unless_removed(member: ChatMember, expected: bool) -> None:
    assert may_write(member) is expected
