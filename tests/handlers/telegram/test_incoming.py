"""Which updates are to be answered, and for whose turns they count."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberMember,
    ChatMemberUpdated,
    Document,
    Message,
    MessageEntity,
    PhotoSize,
    Update,
    User,
)

from handlers.telegram.incoming import STALE_AFTER, turn_of
from handlers.telegram.turns import Turn
from tests.handlers.harness import BOT, CHANNEL, GROUP, READER

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PRIVATE = Chat(READER.id, "private")
OTHER_BOT = User(77, "Cuaca", is_bot=True, username="cuaca_bot")
ANONYMOUS = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = User(136_817_688, "Channel", is_bot=True, username="Channel_Bot")
TELEGRAM = User(777_000, "Telegram", is_bot=False)
PHOTO = (PhotoSize("p", "p", 1, 1),)
FROM_BOT = Message(1, NOW, GROUP, from_user=BOT, text="Jawaban")
DOCUMENT = Document("d", "d", file_name="a.txt")


def message(text: str = "", chat: Chat = PRIVATE, by: User = READER, **more: Any) -> Message:
    fields: dict[str, Any] = {"text": text} if text else {}
    for kind in (MessageEntity.BOT_COMMAND, MessageEntity.MENTION):
        sign = "/" if kind == MessageEntity.BOT_COMMAND else "@"
        words = (more.get("caption") or text).split()
        if any(word.startswith(sign) for word in words):
            start = (more.get("caption") or text).index(sign)
            length = next(len(word) for word in words if word.startswith(sign))
            name = "caption_entities" if "caption" in more else "entities"
            fields[name] = [MessageEntity(kind, start, length)]
            break
    return Message(7, more.pop("date", NOW), chat, from_user=by, **(fields | more))


def turn(written: Message, **more: Any) -> Turn | None:
    return turn_of(Update(1, written, **more), BOT, NOW)


ANSWERED: list[tuple[str, Message]] = [
    ("words in private", message("siapa")),
    ("any command in private", message("/cuaca")),
    ("a picture in private", message(photo=PHOTO)),
    ("a caption in private", message(photo=PHOTO, caption="siapa")),
    ("a command in a group", message("/ask siapa", GROUP)),
    ("another name of a command", message("/list", GROUP)),
    ("a command by name", message("/ask@Kutip_Bot siapa", GROUP)),
    ("a command in a caption", message(chat=GROUP, photo=PHOTO, caption="/ask siapa")),
    ("a mention", message("@kutip_bot siapa", GROUP)),
    ("a reply to the bot", message("siapa", GROUP, reply_to_message=FROM_BOT)),
    ("an anonymous admin", message("/ask siapa", GROUP, ANONYMOUS, sender_chat=GROUP)),
    ("somebody as a channel", message("/ask siapa", GROUP, CHANNEL_BOT, sender_chat=CHANNEL)),
]
LEFT_ALONE: list[tuple[str, Message]] = [
    ("words in a group", message("siapa", GROUP)),
    ("another bot's command", message("/cuaca Bogor", GROUP)),
    ("a command for another bot", message("/ask@cuaca_bot Bogor", GROUP)),
    ("another bot that asks", message("/ask siapa", GROUP, OTHER_BOT)),
    ("another bot that replies", message("ya", GROUP, OTHER_BOT, reply_to_message=FROM_BOT)),
    ("another bot in private", message("siapa", by=OTHER_BOT)),
    (
        "a post that is discussed",
        message("@kutip_bot", GROUP, TELEGRAM, sender_chat=CHANNEL, is_automatic_forward=True),
    ),
    ("a service message", message(group_chat_created=True)),
    ("a service message of a group", message(chat=GROUP, new_chat_title="Warga")),
]


@pytest.mark.parametrize("written", [each for _, each in ANSWERED], ids=[n for n, _ in ANSWERED])
def test_what_may_be_answered_has_a_turn_of_its_chat_and_author(written: Message) -> None:
    author = written.sender_chat or written.from_user
    assert author is not None
    found = turn(written)
    assert found is not None
    assert (found.chat, found.person) == (written.chat_id, author.id)
    assert not found.stale


@pytest.mark.parametrize(
    "written", [each for _, each in LEFT_ALONE], ids=[name for name, _ in LEFT_ALONE]
)
def test_what_is_not_answered_needs_no_turn(written: Message) -> None:
    assert turn(written) is None


def test_what_is_older_than_an_hour_is_stale() -> None:
    """An edit is as old as itself, not as what was edited."""
    old = NOW - STALE_AFTER - timedelta(seconds=1)
    found = [
        turn_of(Update(1, message=message("siapa", date=old)), BOT, NOW),
        turn_of(Update(1, message=message("siapa", date=NOW - STALE_AFTER)), BOT, NOW),
        turn_of(Update(1, edited_message=message("siapa", date=old, edit_date=NOW)), BOT, NOW),
        turn_of(Update(1, edited_message=message("siapa", date=old, edit_date=old)), BOT, NOW),
    ]
    assert [each.stale if each else None for each in found] == [True, False, False, True]


def test_pictures_are_an_album_and_documents_are_each_their_own() -> None:
    picture = turn(message(photo=PHOTO, media_group_id="5"))
    caption = turn(message(photo=PHOTO, media_group_id="5", caption="siapa"))
    document = turn(message(document=DOCUMENT, media_group_id="5"))
    assert picture is not None
    assert (picture.album, picture.worded, picture.kept) == ("5", False, False)
    assert caption is not None
    assert (caption.album, caption.worded) == ("5", True)
    assert document is not None
    assert (document.album, document.kept) == ("", True)


@pytest.mark.parametrize(
    ("chat", "turns_of"), [(PRIVATE, READER.id), (GROUP, GROUP.id), (CHANNEL, READER.id)]
)
def test_a_press_counts_for_its_chat_and_in_a_channel_for_its_reader(
    chat: Chat, turns_of: int
) -> None:
    query = CallbackQuery("1", READER, "i", message=message("Jawaban", chat, BOT), data="x")
    found = turn_of(Update(1, callback_query=query), BOT, NOW)
    assert found is not None
    assert (found.chat, found.person) == (turns_of, READER.id)


def test_a_change_of_membership_needs_no_turn() -> None:
    member = ChatMemberMember(BOT)
    change = ChatMemberUpdated(GROUP, READER, NOW, member, member)
    assert turn_of(Update(1, my_chat_member=change), BOT, NOW) is None
