"""A digest in a channel: a reader who turns its pages does so in private, for nobody else."""

import pytest
from telegram import AcceptedGiftTypes, ChatFullInfo, ChatMemberLeft, ChatMemberMember
from telegram.constants import ChatType

from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Digest, DigestGroup, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.storage.outbox import outbox_row
from bot.storage.tables.outbox import outbox
from bot.texts import texts_for
from handlers.callback_data.topics import ChannelDigest, TurnDigest
from tests.handlers.harness import CHANNEL, GROUP, OTHER, READER, Harness, now, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
STORIES = 23


@pytest.fixture
async def digest(harness: Harness) -> int:
    """The id of a digest that stands in the channel."""
    stories = tuple(
        StoryLine(n, n, f"Judul {n}", "Warta", None, "", others=0) for n in range(STORIES)
    )
    sent = Digest((DigestGroup(TopicName(1, "banjir"), stories),))
    row = outbox_row(ChatTarget(CHANNEL.id), "digest", sent, now())
    await harness.services.alerts.outbox._database.execute(outbox.insert().values(id=5, **row))
    return 5


def channel(harness: Harness, kind: str = ChatType.CHANNEL, username: str | None = None) -> None:
    info = ChatFullInfo(
        CHANNEL.id,
        kind,
        0,
        1,
        accepted_gift_types=AcceptedGiftTypes(*[True] * 5),
        title="Warta",
        username=username,
    )
    harness.known.chats[CHANNEL.id] = info


async def linked(harness: Harness, digest: int, page: int) -> str:
    """What the address says that a reader is led to who turns the page in the channel."""
    pressed = await harness.presses(TurnDigest(digest, page), OTHER, chat=CHANNEL)
    assert not pressed.edited
    assert not pressed.sent
    (notice,) = pressed.notices
    assert notice.url is not None
    return notice.url.partition("=")[2]


async def test_turning_in_the_channel_changes_nothing_there(harness: Harness, digest: int) -> None:
    channel(harness, username="warta")
    opened = await harness.says(f"/start {await linked(harness, digest, 1)}", OTHER)
    assert "11  Judul 10" in opened.text
    number = -CHANNEL.id
    turns = [each for each in payloads(opened.reply) if isinstance(each, ChannelDigest)]
    assert turns == [ChannelDigest(digest, 0, number), ChannelDigest(digest, 2, number)]
    turned = await harness.presses(turns[1], OTHER)
    assert "21  Judul 20" in turned.text
    assert turned.edited


async def test_who_cannot_read_the_channel_cannot_read_its_digest(
    harness: Harness, digest: int
) -> None:
    """Nor a group's, nor another person's: a link can be made up."""
    link = await linked(harness, digest, 1)
    unknown = ENGLISH.format("channel_unknown", name=str(CHANNEL.id))
    assert (await harness.says(f"/start {link}", OTHER)).text == unknown
    channel(harness)
    assert (await harness.says(f"/start {link}", OTHER)).text == unknown
    harness.known.members[CHANNEL.id, OTHER.id] = ChatMemberLeft(OTHER)
    assert (await harness.says(f"/start {link}", OTHER)).text == unknown
    harness.known.members[CHANNEL.id, OTHER.id] = ChatMemberMember(OTHER)
    assert "11  Judul 10" in (await harness.says(f"/start {link}", OTHER)).text
    channel(harness, ChatType.SUPERGROUP, username="warga")
    assert (await harness.says(f"/start {link}", OTHER)).text == unknown


async def test_in_chats_pages_are_turned_where_they_stand(harness: Harness, digest: int) -> None:
    row = outbox.update().values(chat_id=GROUP.id)
    await harness.services.alerts.outbox._database.execute(row)
    turned = await harness.presses(TurnDigest(digest, 1), READER, chat=GROUP)
    assert "11  Judul 10" in turned.text
    assert turned.edited
