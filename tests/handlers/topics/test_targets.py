"""Whose topics are meant, and who may change them."""

from typing import Any

import pytest
from telegram import AcceptedGiftTypes, ChatFullInfo, ChatMemberAdministrator, ChatMemberOwner, User
from telegram.constants import ChatType

from bot.model.interface_language import InterfaceLanguage
from bot.model.topics import ChatTarget
from bot.texts import texts_for
from handlers.callback_data.topics import ListTopics, MuteTopics, NarrowTopics, PauseTopic
from tests.handlers.harness import BOT, CHANNEL, GROUP, OTHER, READER, Harness, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def poster(user: User, *, posts: bool = True) -> ChatMemberAdministrator:
    rights: dict[str, Any] = dict.fromkeys(RIGHTS, True)
    return ChatMemberAdministrator(user, **rights, can_post_messages=posts)


@pytest.fixture
def news(harness: Harness) -> ChatFullInfo:
    """Ani's channel, which the bot administers."""
    info = ChatFullInfo(
        CHANNEL.id,
        ChatType.CHANNEL,
        0,
        1,
        accepted_gift_types=AcceptedGiftTypes(*[True] * 5),
        title="Warta",
    )
    harness.known.chats |= {"@warta": info, CHANNEL.id: info}
    harness.known.administrators[CHANNEL.id] = (ChatMemberOwner(READER, False), poster(BOT))
    return info


async def total(harness: Harness, chat_id: int) -> int:
    return (await harness.services.alerts.subscriptions.page(chat_id)).total


async def test_administrators_change_a_groups_topics(harness: Harness) -> None:
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(READER, False),)
    await harness.says("/subscribe banjir", chat=GROUP)
    refused = await harness.says("/subscribe gempa", OTHER, chat=GROUP)
    assert refused.text == ENGLISH.topics_admins_only
    anonymous = User(1087968824, "Group", is_bot=True)
    await harness.says("/subscribe kebakaran", anonymous, chat=GROUP, sender_chat=GROUP)
    channel = User(136817688, "Channel", is_bot=True)
    await harness.says("/subscribe longsor", channel, chat=GROUP, sender_chat=CHANNEL)
    assert await total(harness, GROUP.id) == 2


async def test_a_forum_topic_is_part_of_the_target(harness: Harness) -> None:
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(READER, False),)
    await harness.says("/subscribe banjir", chat=GROUP, message_thread_id=5, is_topic_message=True)
    (topic,) = (await harness.services.alerts.subscriptions.page(GROUP.id)).topics
    assert topic.target == ChatTarget(GROUP.id, 5)


@pytest.mark.usefixtures("news")
async def test_a_channel_is_managed_from_the_private_chat(harness: Harness) -> None:
    outcome = await harness.says("/subscribe @warta banjir")
    assert ENGLISH.format("topic_in_channel", title="Warta") in outcome.text
    assert await total(harness, CHANNEL.id) == 1
    assert await total(harness, READER.id) == 0
    listed = await harness.presses(ListTopics(0, -CHANNEL.id))
    assert getattr(payloads(listed.reply)[0], "channel", 0) == -CHANNEL.id


@pytest.mark.usefixtures("news")
async def test_a_channel_of_others_is_refused(harness: Harness) -> None:
    theirs = await harness.says("/topics @warta", OTHER)
    assert theirs.text == ENGLISH.format("channel_not_yours", name="Warta")
    unknown = await harness.says("/topics @kabar")
    assert unknown.text == ENGLISH.format("channel_unknown", name="@kabar")
    in_group = await harness.says("/topics @warta", chat=GROUP)
    assert in_group.text == ENGLISH.format("channel_in_private", username="kutip_bot")
    harness.known.administrators[CHANNEL.id] = (
        ChatMemberOwner(READER, False),
        poster(BOT, posts=False),
    )
    silent = await harness.says("/topics @warta")
    assert silent.text == ENGLISH.format("channel_unknown", name="Warta")


async def test_a_members_press_is_refused_with_a_notice(harness: Harness) -> None:
    added = await harness.services.alerts.subscriptions.subscribe(ChatTarget(GROUP.id), "banjir")
    refused = await harness.presses(PauseTopic(added.topic.id), chat=GROUP)
    assert refused.notice == ENGLISH.topics_admins_only
    assert not refused.edited
    assert (await harness.presses(ListTopics(0), chat=GROUP)).edited


@pytest.mark.usefixtures("news")
async def test_under_a_post_of_a_channel_its_administrators_are_led_to_the_private_chat(
    harness: Harness,
) -> None:
    added = await harness.services.alerts.subscriptions.subscribe(ChatTarget(CHANNEL.id), "banjir")
    ids = (added.topic.id,)
    led = await harness.presses(NarrowTopics(1, ids), chat=CHANNEL)
    assert [each.url for each in led.notices] == [
        f"https://t.me/kutip_bot?start=o_{added.topic.id}_{-CHANNEL.id}"
    ]
    assert (await harness.says(f"/start o_{added.topic.id}_{-CHANNEL.id}")).sent
    refused = await harness.presses(NarrowTopics(1, ids), OTHER, chat=CHANNEL)
    assert refused.notice == ENGLISH.topics_admins_only
    muted = await harness.presses(MuteTopics(ids), chat=CHANNEL)
    assert muted.notice is not None
    assert muted.notice.startswith(ENGLISH.format("alert_muted", moment="{").partition("{")[0])
    assert not muted.sent
