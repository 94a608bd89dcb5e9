"""Chats: who may write, and which updates the bot gets."""

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna", language_code="id", username="anna", last_name="Sari")


@pytest.fixture
def group(server: BotApiServer, anna: User) -> Chat:
    return server.group("Redaksi", anna, server.user("Budi"))


async def updates(bot: telegram.Bot) -> list[telegram.Update]:
    """Return the updates since the last call."""
    found = list(await bot.get_updates())
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return found


async def test_a_private_message_shows_person_and_language(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    server.private_chat(anna).says(anna, "halo")
    (update,) = await updates(bot)
    assert update.effective_user is not None
    assert update.effective_user.language_code == "id"
    assert update.effective_chat is not None
    assert update.effective_chat.full_name == "Anna Sari"
    assert update.effective_chat.username == "anna"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("halo semua", False),
        ("/ask siapa", True),
        ("/ask@kutip_bot siapa", True),
        ("/ask@Kutip_Bot siapa", True),
        ("/ask@other_bot siapa", False),
        ("apa itu /ask", False),
        ("hai @kutip_bot siapa", True),
        ("hai @other_bot siapa", False),
    ],
)
async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(
    bot: telegram.Bot, group: Chat, anna: User, text: str, heard: bool
) -> None:
    message = group.says(anna, text)
    assert len(await updates(bot)) == heard
    group.edits(anna, message, text + "!")
    assert len(await updates(bot)) == heard


async def test_replies_to_the_bot_are_heard_and_replies_to_others_are_not(
    bot: telegram.Bot, group: Chat, anna: User
) -> None:
    await bot.send_message(group.id, "jawaban")
    answer = await group.next_message()
    other = group.says(anna, "halo")
    group.says(anna, "lanjut", reply_to=other)
    group.says(anna, "lanjut", reply_to=answer)
    (update,) = await updates(bot)
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "jawaban"
    assert update.message.message_thread_id == answer.message_id


async def test_without_privacy_mode_or_as_administrator_the_bot_hears_all(
    server: BotApiServer, bot: telegram.Bot, group: Chat, anna: User
) -> None:
    group.promote_admin(server.bot)
    group.says(anna, "halo")
    promoted, message = await updates(bot)
    assert promoted.my_chat_member is not None
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    assert message.message is not None
    async with BotApiServer(privacy=False) as open_server:
        budi = open_server.user("Budi")
        open_server.group("Umum", budi).says(budi, "halo")
        assert open_server.state.updates.pending == 1


async def test_a_blocked_bot_may_not_write_and_gets_an_update(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    chat = server.private_chat(anna, started=True)
    chat.blocks_bot(anna)
    (update,) = await updates(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat.id, "x")
    with pytest.raises(ValueError, match="blocked"):
        chat.says(anna, "halo")
    chat.unblocks_bot(anna)
    assert (await bot.send_message(chat.id, "x")).text == "x"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_outside_a_group_the_bot_neither_hears_nor_writes(
    server: BotApiServer, bot: telegram.Bot, anna: User, kind: str
) -> None:
    group = server.group("Redaksi", anna, supergroup=kind == "supergroup")
    assert group.type == kind
    group.kicks_bot(anna)
    left, kicked = await updates(bot)
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert kicked.my_chat_member is not None
    group.says(anna, "/ask siapa")
    assert await updates(bot) == []
    with pytest.raises(Forbidden, match=f"bot was kicked from the {kind} chat"):
        await bot.send_message(group.id, "x")
    group.adds_bot(anna)
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match=f"bot is not a member of the {kind} chat"):
        await bot.send_message(group.id, "x")


async def test_a_private_chat_is_not_left(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    chat = server.private_chat(anna, started=True)
    with pytest.raises(BadRequest, match=r"(?i)can't be changed in private chats"):
        await bot.leave_chat(chat.id)


async def test_members_and_administrators_are_returned(
    server: BotApiServer, bot: telegram.Bot, group: Chat, anna: User
) -> None:
    leaders = await bot.get_chat_administrators(group.id)
    assert [leader.user.first_name for leader in leaders] == ["Anna"]
    assert (await bot.get_chat_member(group.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, server.bot.id)).status == "member"
    other_server = server.user("Cici")
    assert (await bot.get_chat_member(group.id, other_server.id)).status == "left"
    assert await bot.get_chat_member_count(group.id) == 3
    with pytest.raises(BadRequest, match=r"(?i)user not found"):
        await bot.get_chat_member(group.id, 5)
    chat = server.private_chat(anna)
    with pytest.raises(BadRequest, match=r"(?i)no administrators in the private chat"):
        await bot.get_chat_administrators(chat.id)


async def test_a_chat_is_returned(bot: telegram.Bot, group: Chat) -> None:
    full = await bot.get_chat(group.id)
    assert (full.title, full.type, full.is_forum) == ("Redaksi", "supergroup", None)


async def test_a_topic_keeps_questions_and_answers_together(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    forum = server.group("Forum", anna, forum=True)
    topic = forum.topic("Berita")
    asked = forum.says(anna, "/ask siapa", topic=topic)
    opened, question = await updates(bot)
    assert opened.message is not None
    assert opened.message.forum_topic_created is not None
    assert question.message is not None
    assert question.message.is_topic_message
    assert question.message.message_thread_id == topic
    assert question.message.reply_to_message is not None
    assert question.message.reply_to_message.forum_topic_created is not None
    await bot.send_message(forum.id, "jawaban", message_thread_id=topic)
    reply = telegram.ReplyParameters(asked.message_id)
    await bot.send_message(forum.id, "jawaban", reply_parameters=reply)
    for message in (await forum.next_message(), await forum.next_message()):
        assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "jawaban", message_thread_id=topic + 100)


async def test_outside_forums_a_reply_has_a_thread_that_is_no_topic(
    bot: telegram.Bot, group: Chat, anna: User
) -> None:
    first = group.says(anna, "/ask siapa")
    second = group.says(anna, "/ask lalu", reply_to=first)
    third = group.says(anna, "/ask lagi", reply_to=second)
    assert (second.message_thread_id, third.message_thread_id) == (first.message_id,) * 2
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=first.message_id)


def test_only_a_forum_has_topics(group: Chat) -> None:
    with pytest.raises(ValueError, match="no forum"):
        group.topic("Berita")


def test_only_own_messages_are_edited(group: Chat, server: BotApiServer, anna: User) -> None:
    message = group.says(anna, "halo")
    with pytest.raises(ValueError, match="own messages"):
        group.edits(server.user("Cici"), message, "x")


async def test_a_migrated_group_names_its_successor(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    old = server.group("Redaksi", anna, supergroup=False)
    new = server.migrate(old)
    to, since = await updates(bot)
    assert to.message is not None
    assert to.message.migrate_to_chat_id == new.id
    assert since.message is not None
    assert since.message.migrate_from_chat_id == old.id
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(old.id, "x")
    assert refused.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "x")).chat.type == "supergroup"


async def test_numbers_of_messages_are_a_supergroups_own(
    server: BotApiServer, group: Chat, anna: User
) -> None:
    other = server.group("Lain", anna)
    small = server.group("Kecil", anna, supergroup=False)
    private = server.private_chat(anna)
    assert [chat.says(anna, "x").message_id for chat in (group, other)] == [1, 1]
    assert [chat.says(anna, "x").message_id for chat in (small, private)] == [1, 2]


async def test_a_silenced_bot_may_not_write_and_gets_an_update(
    server: BotApiServer, bot: telegram.Bot, group: Chat, anna: User
) -> None:
    group.silences_bot()
    (update,) = await updates(bot)
    assert update.my_chat_member is not None
    silenced = update.my_chat_member.new_chat_member
    assert isinstance(silenced, telegram.ChatMemberRestricted)
    assert (silenced.is_member, silenced.can_send_messages) == (True, False)
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send text messages"):
        await bot.send_message(group.id, "x")
    group.lets_bot_write()
    assert (await bot.send_message(group.id, "x")).text == "x"
    (update,) = await updates(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.old_chat_member.status == "restricted"
    assert update.my_chat_member.new_chat_member.status == "member"


async def test_a_bot_without_the_right_to_post_does_not_post_in_a_channel(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    channel = server.channel("Warta", anna)
    channel.silences_bot()
    (update,) = await updates(bot)
    assert update.my_chat_member is not None
    admin = update.my_chat_member.new_chat_member
    assert isinstance(admin, telegram.ChatMemberAdministrator)
    assert admin.can_post_messages is False
    with pytest.raises(BadRequest, match=r"(?i)need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")
    channel.bot_may_write = True  # as after a fault of Telegram's
    assert (await bot.send_message(channel.id, "x")).text == "x"


@pytest.mark.parametrize("general", [False, True])
async def test_a_closed_forum_topic_takes_messages_of_administrators_only(
    server: BotApiServer, bot: telegram.Bot, anna: User, general: bool
) -> None:
    forum = server.group("Forum", anna, forum=True)
    thread = 0 if general else forum.topic("Banjir")
    forum.closes_topic(thread)
    closed = (await updates(bot))[-1].message
    assert closed is not None
    assert closed.forum_topic_closed is not None
    assert (closed.message_thread_id or 0) == thread
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=thread or None)
    forum.reopens_topic(thread)
    reopened = (await updates(bot))[-1].message
    assert reopened is not None
    assert reopened.forum_topic_reopened is not None
    forum.closes_topic(thread)
    forum.promote_admin(server.bot)
    assert (await bot.send_message(forum.id, "x", message_thread_id=thread or None)).text == "x"


async def test_a_deleted_forum_topic_is_not_found(
    server: BotApiServer, bot: telegram.Bot, anna: User
) -> None:
    forum = server.group("Forum", anna, forum=True)
    thread = forum.topic("Banjir")
    forum.deletes_topic(thread)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=thread)
