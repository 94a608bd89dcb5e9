"""The newsroom's channel as a source: its posts are asked and alerted as any other article."""

import asyncio

import pytest

from bot.model.channels import post_key
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.texts import texts_for
from index.types import Article
from tests.e2e.conftest import RunningBot

ENGLISH, INDONESIAN = texts_for(InterfaceLanguage.ENGLISH), texts_for(InterfaceLanguage.INDONESIAN)
PIER = (
    "Dermaga Tanjung Melati diresmikan\n\n"
    "Dermaga Tanjung Melati diresmikan oleh Laksmi Wardani pada Jumat pagi. "
    "Kapal pertama dari Pulau Sembilan bersandar pukul sembilan."
)
WHO = "Siapa yang meresmikan Dermaga Tanjung Melati?"


@pytest.fixture
def editor(server: BotApiServer) -> User:
    return server.user("Sari", language_code="id")


@pytest.fixture
async def desk(server: BotApiServer, services: BotServices, editor: User, bot: RunningBot) -> Chat:
    """The editor's private chat with the running bot."""
    await services.staff.appoint(Role.OWNER, editor.id, "Sari", Role.EDITOR)
    await server.polled()
    return server.private_chat(editor, started=True)


@pytest.fixture
def channel(server: BotApiServer, editor: User) -> Chat:
    """The editor's channel."""
    return server.channel("Warta <Pagi>", editor, "warta_pagi")


@pytest.fixture
async def named(desk: Chat, editor: User, channel: Chat) -> Chat:
    """The channel, once it is a source."""
    assert "@warta_pagi" in await said(desk, editor, "/channel @warta_pagi")
    return channel


async def said(chat: Chat, sender: User, text: str, reply_to: Message | None = None) -> str:
    chat.says(sender, text, reply_to=reply_to)
    return (await chat.next_message()).text


async def stored(services: BotServices, *titles: str) -> list[Article]:
    """The articles of posts, once these and only these are there, by key."""
    async with asyncio.timeout(20):
        while True:
            found = [each async for each in services.library.all()]
            posts = [each for each in found if each.key.startswith("telegram:")]
            if sorted(each.title for each in posts) == sorted(titles):
                return sorted(posts, key=lambda each: int(each.key.rpartition("/")[2]))
            await asyncio.sleep(0.05)


async def test_a_post_is_asked_about_as_any_article(
    named: Chat, editor: User, chat: Chat, ani: User, services: BotServices
) -> None:
    post = named.says(editor, PIER)
    (article,) = await stored(services, "Dermaga Tanjung Melati diresmikan")
    assert article.key == post_key(named.id, post.message_id)
    assert article.url == f"https://t.me/warta_pagi/{post.message_id}"
    answer = await said(chat, ani, WHO)
    assert "Laksmi Wardani" in answer
    assert "Warta <Pagi>" in answer


async def test_formatting_custom_emoji_and_addresses_are_left_out(
    named: Chat, editor: User, services: BotServices
) -> None:
    text = "🔥😀 Harga cabai turun 😀\n\nPetani di Desa Sukamaju lega 👍 kata Dinas https://a.example/b"
    emoji = [n for n in range(len(text)) if text[n] == "😀"]
    offsets = [len(text[:n].encode("utf-16-le")) // 2 for n in emoji]
    styled = [
        {"type": "custom_emoji", "offset": at, "length": 2, "custom_emoji_id": "5"}
        for at in offsets
    ]
    named.says(editor, text, styled=(*styled, {"type": "bold", "offset": 0, "length": 10}))
    (article,) = await stored(services, "Harga cabai turun")
    assert article.text == "Petani di Desa Sukamaju lega 👍 kata Dinas"


async def test_an_edit_corrects_the_answer(
    named: Chat, editor: User, chat: Chat, ani: User, services: BotServices
) -> None:
    post = named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")
    named.edits(editor, post, PIER.replace("Laksmi Wardani", "Bagas Pratama").replace("T", "t", 1))
    await stored(services, "Dermaga tanjung Melati diresmikan")
    assert "Bagas Pratama" in await said(chat, ani, WHO)


async def test_an_album_is_one_article(named: Chat, editor: User, services: BotServices) -> None:
    named.sends_album(editor, "Parade di Solo\nRibuan orang menonton parade itu.", "", "")
    named.says(editor, PIER)
    album, _ = await stored(services, "Parade di Solo", "Dermaga Tanjung Melati diresmikan")
    assert album.url == "https://t.me/warta_pagi/1"


async def test_what_is_never_an_article(
    named: Chat, editor: User, ani: User, services: BotServices, server: BotApiServer
) -> None:
    named.forwards(editor, "Berita dari tempat lain\nIsinya bukan milik kami.", "Kanal Lain")
    named.sends_photo(editor)
    named.sends_old_poll(editor, "Setuju?", "Ya", "Tidak")
    via = {"via_bot": server.bot.as_json()}
    named.says(editor, "Jawaban bot\nDikirim lewat mode sebaris.", more=via)
    more = {"reply_markup": {"inline_keyboard": [[{"text": "📖 Baca", "callback_data": "r:1"}]]}}
    named.says(editor, "Kabar bot\nDikirim oleh bot ini sendiri.", more=more)
    named.announce({"new_chat_photo": []})
    named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")
    assert named.unread == 0


async def test_an_alert_reaches_readers_and_not_the_channel(
    named: Chat, editor: User, chat: Chat, services: BotServices
) -> None:
    for target in (chat, named):
        await services.alerts.subscriptions.subscribe(ChatTarget(target.id), "dermaga")
    named.says(editor, PIER)
    alert = await chat.next_message()
    assert "Dermaga Tanjung Melati diresmikan" in alert.text
    other = named.says(editor, "Kapal terlambat\nKapal ke Pulau Sembilan terlambat dua jam.")
    await stored(services, "Dermaga Tanjung Melati diresmikan", "Kapal terlambat")
    assert other.message_id == 2  # the bot has posted nothing in between
    assert named.unread == 0


async def test_what_staff_removed_stays_removed_and_they_are_told(
    named: Chat, editor: User, desk: Chat, services: BotServices
) -> None:
    post = named.says(editor, PIER)
    (article,) = await stored(services, "Dermaga Tanjung Melati diresmikan")
    await said(desk, editor, f"/remove {article.id}")
    named.edits(editor, post, PIER + " Tambahan.")
    told = (await desk.next_message()).text
    assert told == INDONESIAN.channels.format(
        "channel_edit_ignored", name="@warta_pagi", url="https://t.me/warta_pagi/1"
    )
    named.edits(editor, post, PIER + " Tambahan lagi.")
    named.says(editor, "Kapal terlambat\nKapal ke Pulau Sembilan terlambat dua jam.")
    await stored(services, "Kapal terlambat")
    assert desk.unread == 0


async def test_links_follow_a_new_username(
    named: Chat, editor: User, desk: Chat, services: BotServices
) -> None:
    named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")
    named.renames(username="warta_baru")
    named.says(editor, "Kapal terlambat\nKapal ke Pulau Sembilan terlambat dua jam.")
    assert (await desk.next_message()).text == INDONESIAN.channels.format(
        "channel_renamed", before="@warta_pagi", name="@warta_baru"
    )
    found = await stored(services, "Dermaga Tanjung Melati diresmikan", "Kapal terlambat")
    assert [each.url for each in found] == [
        "https://t.me/warta_baru/1",
        "https://t.me/warta_baru/2",
    ]


async def test_a_new_title_is_the_source_of_all_articles(
    named: Chat, editor: User, desk: Chat, services: BotServices
) -> None:
    named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")
    named.renames(title="Warta Petang")
    assert "@warta_pagi" in (await desk.next_message()).text
    (article,) = await stored(services, "Dermaga Tanjung Melati diresmikan")
    assert article.source == "Warta Petang"


async def test_the_bot_is_removed_and_comes_back(
    named: Chat, editor: User, desk: Chat, services: BotServices, server: BotApiServer
) -> None:
    named.kicks_bot(editor)
    lost = INDONESIAN.channels.format("channel_lost", name="@warta_pagi")
    assert (await desk.next_message()).text == lost
    assert INDONESIAN.channels.channel_unreadable in await said(desk, editor, "/channel")
    named.says(editor, "Tidak terlihat\nKiriman ini tidak sampai ke bot.")
    named.promote_admin(server.bot)
    back = INDONESIAN.channels.format("channel_back", name="@warta_pagi")
    assert (await desk.next_message()).text == back
    named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")


@pytest.mark.parametrize("keep", [True, False])
async def test_a_channel_is_stopped_by_buttons(
    named: Chat, editor: User, desk: Chat, services: BotServices, keep: bool
) -> None:
    named.says(editor, PIER)
    await stored(services, "Dermaga Tanjung Melati diresmikan")
    desk.says(editor, "/channel")
    listed = await desk.next_message()
    assert "Warta <Pagi>" in listed.text
    assert "1 artikel" in listed.text
    desk.presses(editor, listed, "⏹ @warta_pagi")
    asked = await desk.next_edit()
    texts = INDONESIAN.channels
    desk.presses(editor, asked, texts.channel_keep if keep else texts.channel_delete)
    stopped = await desk.next_edit()
    assert texts.channels_none in stopped.text
    await stored(services, *(["Dermaga Tanjung Melati diresmikan"] if keep else []))
    deeds = [entry.action for entry in (await services.staff.audit_entries(0))[0]]
    assert deeds[0] == ("channel_deed_stopped" if keep else "channel_deed_deleted")
    assert deeds[1] == "channel_deed_added"


async def test_a_private_channel_is_named_by_a_forwarded_post(
    server: BotApiServer, desk: Chat, editor: User, services: BotServices
) -> None:
    private = server.channel("Dapur Redaksi", editor)
    post = private.says(editor, "Kiriman lama\nDari sebelum kanal ini menjadi sumber.")
    forwarded = desk.forwards_post(editor, private, post)
    await desk.next_message()
    assert "Dapur Redaksi" in await said(desk, editor, "/channel", reply_to=forwarded)
    private.says(editor, PIER)
    (article,) = await stored(services, "Dermaga Tanjung Melati diresmikan")
    assert article.url == f"https://t.me/c/{-private.id - 1_000_000_000_000}/2"


@pytest.mark.parametrize(
    "written",
    ["t.me/warta_pagi", "https://t.me/warta_pagi/7?single", "@Warta_Pagi", "warta_pagi", "{id}"],
)
async def test_a_channel_has_many_names(
    desk: Chat, editor: User, channel: Chat, services: BotServices, written: str
) -> None:
    name = written.format(id=channel.id)
    assert "Mulai sekarang" in await said(desk, editor, f"/channel {name}")
    source = await services.channels.store.get(channel.id)
    assert source is not None
    assert source.named_by == editor.id


async def test_a_strangers_channel_is_not_taken_over(
    server: BotApiServer, desk: Chat, editor: User, admin: User, admin_chat: Chat
) -> None:
    other = server.channel("Milik Orang", server.user("Orang"), "milik_orang")
    refused = INDONESIAN.channels.format("channel_not_run", name="@milik_orang")
    assert await said(desk, editor, "/channel @milik_orang") == refused
    by_id = INDONESIAN.channels.format("channel_not_run", name=str(other.id))
    assert await said(desk, editor, f"/channel {other.id}") == by_id
    assert "From now on" in await said(admin_chat, admin, "/channel @milik_orang")


async def test_what_is_no_channel_of_ours_is_refused(
    server: BotApiServer, desk: Chat, editor: User, channel: Chat
) -> None:
    channel.members[server.bot.id] = "left"
    texts = INDONESIAN.channels
    reply = await said(desk, editor, "/channel @warta_pagi")
    assert reply == texts.format("channel_out_of_reach", name="@warta_pagi")
    reply = await said(desk, editor, "/channel @tidak_ada")
    assert reply == texts.format("channel_out_of_reach", name="@tidak_ada")
    group = server.group("Grup", editor)
    group.username = "grup_kita"
    reply = await said(desk, editor, "/channel @grup_kita")
    assert reply == texts.format("channel_no_channel", name="@grup_kita")
    assert await said(desk, editor, "/channel satu dua") == texts.channel_how


async def test_readers_may_not_name_channels(chat: Chat, ani: User, channel: Chat) -> None:
    assert INDONESIAN.channels.channel_how not in await said(chat, ani, "/channel @warta_pagi")
    assert await said(chat, ani, "jadikan @warta_pagi sumber")


async def test_a_burst_of_posts_does_not_hold_up_answers(
    named: Chat, editor: User, chat: Chat, ani: User, services: BotServices
) -> None:
    for number in range(200):
        named.says(editor, f"Kabar nomor {number}\nIsi kabar nomor {number} dari kanal itu.")
    chat.says(ani, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    assert "Ratna Dewi" in (await chat.next_message()).text
    await stored(services, *(f"Kabar nomor {number}" for number in range(200)))
    reloads = (await services.library.status()).last_reload
    assert reloads is not None
