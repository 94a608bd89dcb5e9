"""Who may change the topics of groups, forums and channels."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Alert, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.texts import texts_for
from handlers.callback_data.codec import encode
from handlers.callback_data.keyboard import Keyboard
from handlers.render.alerts import render_alert
from tests.e2e.conftest import RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def budi(server: BotApiServer) -> User:
    return server.user("Budi", language_code="id")


@pytest.fixture
async def group(server: BotApiServer, ani: User, budi: User, bot: RunningBot) -> Chat:
    """Ani's group, with Budi as a plain member."""
    await server.polled()
    return server.group("Warga", ani, budi)


@pytest.fixture
async def news(server: BotApiServer, ani: User, bot: RunningBot) -> Chat:
    """Ani's channel, which the bot administers."""
    await server.polled()
    return server.channel("Warta <Kita>", ani, "warta_kita")


async def total(services: BotServices, chat: Chat) -> int:
    return (await services.alerts.subscriptions.page(chat.id)).total


async def test_only_administrators_subscribe_a_group(
    group: Chat, ani: User, budi: User, services: BotServices
) -> None:
    group.says(budi, "/subscribe banjir")
    assert (await group.next_message()).text == INDONESIAN.topics_admins_only
    assert await total(services, group) == 0
    group.says(ani, "/subscribe banjir")
    assert (await group.next_message()).entity_texts("code") == ["banjir"]
    group.promote_admin(budi)
    group.says(budi, "/subscribe gempa")
    assert (await group.next_message()).entity_texts("code") == ["gempa"]


@pytest.mark.parametrize(
    "command", ["unsubscribe banjir", "quiet 22-6", "timezone WIT", "digest now", "edit_1 gempa"]
)
async def test_members_change_nothing(
    group: Chat, budi: User, services: BotServices, command: str
) -> None:
    before = await services.alerts.chats.state(group.id)
    await services.alerts.subscriptions.subscribe(ChatTarget(group.id), "banjir")
    word, _, rest = command.partition(" ")
    group.says(budi, f"/{word}@kutip_bot {rest}")
    assert (await group.next_message()).text == INDONESIAN.topics_admins_only
    assert (await services.alerts.subscriptions.page(group.id)).topics[0].text == "banjir"
    assert await services.alerts.chats.state(group.id) == before


async def test_members_may_look_but_press_in_vain(
    group: Chat, ani: User, budi: User, services: BotServices, server: BotApiServer
) -> None:
    await services.alerts.subscriptions.subscribe(ChatTarget(group.id), "banjir")
    group.says(budi, "/topics")
    listed = await group.next_message()
    assert "banjir" in listed.text
    group.presses(budi, listed, "1")
    assert (await server.next_callback_answer()).text == INDONESIAN.topics_admins_only
    group.presses(ani, listed, "1")
    card = await group.next_edit()
    group.presses(budi, card, INDONESIAN.topic_delete)
    assert (await server.next_callback_answer()).text == ""
    assert (await server.next_callback_answer()).text == INDONESIAN.topics_admins_only
    assert await total(services, group) == 1


async def test_an_anonymous_administrator_writes_as_the_group(
    group: Chat, ani: User, services: BotServices
) -> None:
    group.says(ani, "/subscribe banjir", anonymous=True)
    assert (await group.next_message()).entity_texts("code") == ["banjir"]


async def test_a_channel_that_writes_in_a_group_is_no_administrator(
    group: Chat, news: Chat, ani: User, server: BotApiServer
) -> None:
    spoken = group.says(ani, "/kabar", anonymous=True)
    update = group.show(spoken) | {
        "text": "/subscribe banjir",
        "entities": [{"type": "bot_command", "offset": 0, "length": 10}],
        "sender_chat": news.as_json(),
    }
    server.state.updates.put("message", update)
    assert (await group.next_message()).text == INDONESIAN.topics_admins_only


async def test_when_telegram_does_not_say_who_leads_nobody_does(
    group: Chat, ani: User, server: BotApiServer
) -> None:
    server.fail("getChatAdministrators", BadRequest("member list is inaccessible"))
    group.says(ani, "/subscribe banjir")
    assert (await group.next_message()).text == INDONESIAN.topics_admins_only


async def test_an_answer_in_a_group_is_followed_by_administrators_only(
    group: Chat, ani: User, budi: User, services: BotServices, server: BotApiServer
) -> None:
    group.says(budi, f"/ask {WHO}")
    answer = await group.next_message()
    group.presses(budi, answer, INDONESIAN.follow_here)
    assert (await server.next_callback_answer()).text == INDONESIAN.topics_admins_only
    group.presses(ani, answer, INDONESIAN.follow_here)
    proposal = await group.next_message()
    yes = next(button["text"] for button in proposal.buttons if "✓" in button["text"])
    group.presses(budi, proposal, yes)
    assert (await server.next_callback_answer()).text == ""
    assert (await server.next_callback_answer()).text == INDONESIAN.topics_admins_only
    assert await total(services, group) == 0
    group.presses(ani, proposal, yes)
    await group.next_edit()
    assert await total(services, group) == 1


async def test_in_a_forum_a_topic_belongs_to_its_room(
    server: BotApiServer, ani: User, budi: User, bot: RunningBot, services: BotServices
) -> None:
    await server.polled()
    forum = server.group("Forum", ani, budi, forum=True)
    room = forum.topic("Bencana")
    forum.says(ani, "/subscribe banjir", topic=room)
    reply = await forum.next_message()
    assert reply.message_thread_id == room
    forum.says(ani, "/subscribe banjir")
    await forum.next_message()
    page = await services.alerts.subscriptions.page(forum.id)
    assert [topic.thread_id for topic in page.topics] == [room, 0]
    forum.says(ani, "/topics")
    elsewhere = [INDONESIAN.topic_elsewhere in line for line in await listed(forum)]
    assert elsewhere == [True, False]


async def listed(forum: Chat) -> list[str]:
    """The lines of the topics that are listed."""
    lines = (await forum.next_message()).text.splitlines()
    return [line for line in lines if "banjir" in line]


async def test_an_edit_in_a_group_is_the_reply_of_an_administrator(
    group: Chat, ani: User, budi: User, services: BotServices
) -> None:
    await services.alerts.subscriptions.subscribe(ChatTarget(group.id), "banjir")
    group.says(ani, "/topics")
    group.presses(ani, await group.next_message(), "1")
    group.presses(ani, await group.next_edit(), INDONESIAN.topic_edit)
    asked = await group.next_message()
    assert asked.reply_markup is None
    group.says(budi, "gempa", reply_to=asked)
    assert (await group.next_message()).text == INDONESIAN.topics_admins_only
    group.says(ani, "gempa", reply_to=asked)
    assert (await group.next_message()).text.startswith(INDONESIAN.topic_changed)


async def test_a_channel_is_managed_from_the_private_chat(
    news: Chat, chat: Chat, ani: User, services: BotServices
) -> None:
    chat.says(ani, "/subscribe @Warta_Kita banjir bandang")
    reply = await chat.next_message()
    assert INDONESIAN.format("topic_in_channel", title="Warta <Kita>") in reply.text
    assert (await total(services, news), await total(services, chat)) == (1, 0)
    chat.presses(ani, reply, INDONESIAN.when_hourly)
    card = await chat.next_edit()
    chat.presses(ani, card, INDONESIAN.topic_edit)
    asked = await chat.next_message()
    chat.says(ani, "gempa", reply_to=asked)
    assert (await chat.next_message()).text.startswith(INDONESIAN.topic_changed)
    chat.presses(ani, card, INDONESIAN.topic_all)
    listed = await chat.next_edit()
    assert "gempa · Tiap jam" in listed.text
    chat.presses(ani, listed, "1")
    chat.presses(ani, await chat.next_edit(), INDONESIAN.topic_delete)
    deleted = await chat.next_edit()
    chat.presses(ani, deleted, INDONESIAN.topic_restore)
    await chat.next_edit()
    assert await total(services, news) == 1
    chat.says(ani, f"/quiet {news.id} 22-6")
    await chat.next_message()
    assert (await services.alerts.chats.state(news.id)).quiet is not None


async def test_a_channel_of_others_is_not_managed(
    news: Chat, group: Chat, budi: User, server: BotApiServer, services: BotServices
) -> None:
    chat = server.private_chat(budi, started=True)
    chat.says(budi, "/subscribe @warta_kita banjir")
    refused = INDONESIAN.format("channel_not_yours", name="Warta <Kita>")
    assert (await chat.next_message()).text == refused
    group.username = "grup_warga"
    for name in ("@tidak_ada", "@grup_warga", "-1001234567890"):
        chat.says(budi, f"/topics {name}")
        assert (
            INDONESIAN.format("channel_unknown", name="{").partition("{")[2]
            in (await chat.next_message()).text
        )
    group.says(budi, "/topics @warta_kita")
    pointer = INDONESIAN.format("channel_in_private", username="kutip_bot")
    assert (await group.next_message()).text == pointer
    assert await total(services, news) == 0


async def test_a_channel_in_which_the_bot_may_not_post_is_refused(
    news: Chat, chat: Chat, ani: User, server: BotApiServer
) -> None:
    news.members[server.bot.id] = "member"
    chat.says(ani, "/subscribe @warta_kita banjir")
    refused = INDONESIAN.format("channel_unknown", name="Warta <Kita>")
    assert (await chat.next_message()).text == refused


async def test_rights_are_asked_for_at_every_press(
    news: Chat, chat: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    chat.says(ani, "/subscribe @warta_kita banjir")
    reply = await chat.next_message()
    news.members[ani.id] = "member"
    chat.presses(ani, reply, INDONESIAN.when_hourly)
    released = await server.next_callback_answer()
    assert released.text == INDONESIAN.format("channel_not_yours", name="Warta <Kita>")


def posted(news: Chat, server: BotApiServer, topic: int, article: int) -> Message:
    """An alert as it stands in the channel."""
    story = StoryLine(5, article, "Banjir", "Warta", None, "", others=2)
    reply = render_alert(Alert(story, (TopicName(topic, "banjir"),)), INDONESIAN)
    message = Message(
        news.new_message_id(),
        news.id,
        server.bot,
        server.state.now,
        text="Banjir",
        reply_markup={"inline_keyboard": as_json(reply.keyboard)},
    )
    return news.store(message)


def as_json(keyboard: Keyboard) -> list[list[dict[str, str]]]:
    return [
        [{"text": b.label, "callback_data": encode(b.payload)} for b in row] for row in keyboard
    ]


async def test_in_a_channel_buttons_say_nothing_there_and_lead_to_the_private_chat(
    news: Chat, chat: Chat, ani: User, budi: User, *, services: BotServices, server: BotApiServer
) -> None:
    subscribed = await services.alerts.subscriptions.subscribe(ChatTarget(news.id), "banjir")
    (article,) = await services.library.latest(limit=1)
    alert = posted(news, server, subscribed.topic.id, article.id)
    news.presses(budi, alert, INDONESIAN.read)
    url = (await server.next_callback_answer()).url
    assert url.startswith("https://t.me/kutip_bot?start=")
    chat.says(ani, f"/start {url.partition('=')[2]}")
    assert (await chat.next_message()).text.startswith(article.title)
    news.presses(budi, alert, "+2 sumber lain")
    assert (await server.next_callback_answer()).url.endswith("start=s_5")
    news.presses(budi, alert, INDONESIAN.alert_mute)
    assert (await server.next_callback_answer()).text == INDONESIAN.topics_admins_only
    news.presses(ani, alert, INDONESIAN.alert_mute)
    assert (await server.next_callback_answer()).text.startswith("Dijeda sampai")
    news.presses(ani, alert, INDONESIAN.alert_narrow)
    url = (await server.next_callback_answer()).url
    chat.says(ani, f"/start {url.partition('=')[2]}")
    card = await chat.next_message()
    assert INDONESIAN.topic_delete in [button["text"] for button in card.buttons]
    assert "Warta <Kita>" in card.text
    assert news.unread == 0


@pytest.mark.parametrize("payload", ["s_99", "r_9999", "o_9_0", "hapus", "d_1_0"])
async def test_a_link_that_leads_nowhere_begins_as_usual(
    chat: Chat, ani: User, server: BotApiServer, payload: str
) -> None:
    await server.polled()
    chat.says(ani, f"/start {payload}")
    text = (await chat.next_message()).text
    assert text.startswith((INDONESIAN.start_title, INDONESIAN.topic_not_found))
