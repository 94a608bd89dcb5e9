"""Two people use each writing command and button at the same moment, and nothing is lost.

``CASES`` is the table: extend it with whatever writes. Both have read what they read before either
has written (``tests.bot.two_at_once``). A test holds that every command and button is in it, or
among those that change nothing.
"""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import ChatMemberOwner, Document, MessageEntity
from telegram.ext import CallbackQueryHandler

from bot.articles.drafts import PageDrafts
from bot.feeds.watchlist import FeedWatchlist
from bot.model.announcements import FormattedText
from bot.model.roles import Role
from bot.model.schedule import Frequency
from bot.model.topics import ChatTarget, TopicState
from bot.settings import Settings
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers import handlers
from handlers.callback_data.announcements import (
    AppointUnknown,
    CancelBroadcast,
    ChooseAudience,
    ChooseTopic,
    ListAudit,
    SendBroadcast,
    ShowAudiences,
    ShowDraft,
    StopBroadcast,
)
from handlers.callback_data.articles import (
    AskAsTyped,
    AskQuestion,
    ChooseLanguage,
    ListLatest,
    ReadArticle,
    TurnArticlePage,
)
from handlers.callback_data.editorial import (
    DiscardDraft,
    ReadFolder,
    RemoveArticle,
    RestoreArticle,
    SaveDraft,
    UndoEdit,
)
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.callback_data.keyboard import Button
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.callback_data.topics import (
    ChannelDigest,
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    ChooseSnooze,
    DeleteAllTopics,
    DeleteTopic,
    EditTopic,
    Follow,
    ListToDelete,
    ListTopics,
    MuteTopics,
    NarrowTopics,
    PauseTopic,
    ReplaceTopic,
    RestoreTopic,
    ResumeTopic,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
    ShowSources,
    ShowTopic,
    SnoozeTopic,
    TurnDigest,
    Unsubscribe,
)
from handlers.dispatch import _PressRoute
from handlers.render.reply import text_reply
from handlers.render.topics import FREQUENCIES
from index.sources.feed_items import Feed
from index.types import Article, Language, Span
from tests.bot.two_at_once import at_once
from tests.handlers.harness import GROUP, OTHER, OWNER, Harness, text_of

ENGLISH = texts_for(Language.ENGLISH)
FIRST, SECOND = OWNER, OTHER
"""Both own the bot and administer the group."""

HOURLY = FREQUENCIES.index(Frequency.HOURLY)
STORY = "Pelabuhan Batu Karang dibuka lagi setelah dermaganya diperbaiki selama tujuh bulan."
NEW_MEMBER = 7001

READING: frozenset[Command | type] = frozenset(
    {
        Command.HELP, Command.LATEST, Command.ARTICLE, Command.TOPICS, Command.LANGUAGE,
        Command.PRIVACY, Command.GAPS, Command.STATS, Command.STATUS, Command.FEEDS, Command.OPML,
        Command.ADMINS, Command.AUDIT,
        AskAsTyped, AskQuestion, ListLatest, ReadArticle, TurnArticlePage, ShowSources, TurnDigest,
        ChannelDigest,
        ListTopics, ListToDelete, ShowTopic, EditTopic, NarrowTopics, ChooseDay, ChooseFrequency,
        ChooseHour, ChooseSnooze, ListFeeds, RemoveFeed, ListUnanswered, ShowStatistics, ListAudit,
    }
)  # fmt: skip
"""Commands and buttons that change nothing."""


@dataclass
class Stage:
    """The handlers, what two people did, and what went wrong."""

    harness: Harness
    errors: list[BaseException] = field(default_factory=list)

    @property
    def services(self) -> Any:
        return self.harness.services

    def says(self, text: str, by: Any = FIRST, **more: Any) -> Awaitable[Any]:
        """Write in private."""
        return self.harness.says(text, by, **more)

    def here(self, text: str, by: Any = FIRST) -> Awaitable[Any]:
        """Write in the group."""
        return self.harness.says(text, by, chat=GROUP)

    def presses(self, payload: Any, by: Any = FIRST, **more: Any) -> Awaitable[Any]:
        """Press under a message in the group, or with ``chat`` elsewhere."""
        return self.harness.presses(payload, by, **({"chat": GROUP} | more))

    def pressing(self, payload: Any, by: Any) -> Awaitable[Any]:
        """Press under a message in private."""
        return self.harness.presses(payload, by)

    async def both(self, *works: Awaitable[Any]) -> None:
        """Do both at once, and wait for what they leave to the background."""
        results = await at_once(*works)
        self.errors += [each for each in results if isinstance(each, BaseException)]
        names = {"reload", "document"}
        tasks = [task for task in asyncio.all_tasks() if task.get_name() in names]
        await asyncio.gather(*tasks, return_exceptions=True)

    async def topic(self, text: str) -> int:
        """Subscribe the group to a topic."""
        subscribed = await self.services.alerts.subscriptions.subscribe(ChatTarget(GROUP.id), text)
        return int(subscribed.topic.id)

    async def stored(self, topic_id: int) -> TopicState:
        topic: TopicState = await self.services.alerts.subscriptions.topic(GROUP.id, topic_id)
        return topic

    async def texts(self) -> list[str]:
        """The texts of the group's topics."""
        page = await self.services.alerts.subscriptions.page(GROUP.id)
        return sorted(topic.text for topic in page.topics)

    async def draft(self) -> int:
        """The number of a fetched page that awaits its fate."""
        return int((await self.services.drafts.fetch("https://example.org/pelabuhan")).number)

    async def announcement(self) -> int:
        """The number of a drafted announcement."""
        announcements = self.services.announcements
        draft = await announcements.draft(FormattedText("Kami pindah."), FIRST.id)
        return int(draft.number)

    async def deeds(self) -> list[str]:
        """The actions in the audit log, oldest first."""
        return [entry.action for entry in reversed(await self.services.staff.audit.latest(50))]

    @property
    def said(self) -> list[str]:
        """Everything that was said and noticed."""
        messenger = self.harness.messenger
        replies = [reply for _, reply in [*messenger.sent, *messenger.edited]]
        return [*map(text_of, replies), *(notice.text or "" for notice in messenger.notices)]


Case = Callable[[Stage], Awaitable[None]]
CASES: dict[str, Case] = {}
COVERED: set[Command | type] = set()


def case(*covers: Command | type) -> Callable[[Case], Case]:
    """Put a function into the table: the two do something at once, and it looks what came of it."""

    def add(function: Case) -> Case:
        CASES[getattr(function, "__name__", "?")] = function
        COVERED.update(covers)
        return function

    return add


@pytest.fixture
def settings(settings: Settings) -> Settings:
    owners = frozenset({FIRST.id, SECOND.id})
    return settings.model_copy(update={"owners": owners, "topics": 200})


@pytest.fixture
async def stage(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The group's two administrators; no page and no feed is fetched from anywhere."""
    members = (ChatMemberOwner(FIRST, False), ChatMemberOwner(SECOND, False))
    harness.known.administrators[GROUP.id] = members
    stage = Stage(harness)
    monkeypatch.setattr(harness.services.error_reporter, "report", stage.errors.append)

    async def fetched(_drafts: PageDrafts, url: str) -> Article:
        return Article(
            url, "Pelabuhan", STORY, (Span(0, len(STORY)),), Language.INDONESIAN, "", url=url
        )

    async def found(_watchlist: FeedWatchlist, url: str) -> tuple[str, Feed]:
        return url, Feed("Umpan", "", "", ())

    monkeypatch.setattr(PageDrafts, "_fetched", fetched)
    monkeypatch.setattr(FeedWatchlist, "_find", found)
    return stage


async def test_of_what_two_people_do_at_once_nothing_is_lost(stage: Stage) -> None:
    wrong: dict[str, object] = {}
    for name, run in CASES.items():
        try:
            await run(stage)
        except Exception as error:
            wrong[name] = repr(error)
        if stage.errors:
            wrong[name] = list(stage.errors)
            stage.errors.clear()
    assert wrong == {}
    assert ENGLISH.trouble not in stage.said


def test_every_command_and_button_is_in_the_table_or_changes_nothing() -> None:
    routes = [
        getattr(handler.pattern, "__self__", None)
        for handler in handlers()
        if isinstance(handler, CallbackQueryHandler)
    ]
    pressed = {route.payload for route in routes if isinstance(route, _PressRoute)}
    assert pressed
    assert {*Command, *pressed} == COVERED | READING
    assert set() == COVERED & READING


# Topics of a group that both administer


@case(Command.SUBSCRIBE)
async def different_subscriptions_are_both_made(stage: Stage) -> None:
    await stage.both(
        stage.here("/subscribe gempa", FIRST), stage.here("/subscribe longsor", SECOND)
    )
    assert {"gempa", "longsor"} <= {*await stage.texts()}


@case(Command.SUBSCRIBE)
async def the_same_subscription_is_made_once(stage: Stage) -> None:
    await stage.both(stage.here("/subscribe lahar", FIRST), stage.here("/subscribe Lahar", SECOND))
    assert len([text for text in await stage.texts() if text.lower() == "lahar"]) == 1
    known = ENGLISH.topic_known.partition("{")[0]
    assert any(known in text for text in stage.said)


@case(DeleteAllTopics)
async def all_topics_are_deleted_once(stage: Stage) -> None:
    await stage.here("/subscribe angin puting beliung", FIRST)
    count = len(await stage.texts())
    await stage.both(*(stage.presses(DeleteAllTopics(count), by) for by in (FIRST, SECOND)))
    assert await stage.texts() == []


@case(Follow)
async def a_bell_that_both_press_subscribes_once(stage: Stage) -> None:
    presses = [stage.presses(Follow("jembatan lestari"), by) for by in (FIRST, SECOND)]
    await stage.both(*presses)
    assert (await stage.texts()).count("jembatan lestari") == 1


@case(Command.UNSUBSCRIBE, Unsubscribe, DeleteTopic)
async def a_topic_is_deleted_once_whatever_deletes_it(stage: Stage) -> None:
    for number in range(3):
        topic = await stage.topic(f"hapus{number}")
        ways = (
            stage.here(f"/unsubscribe hapus{number}", FIRST),
            stage.presses(Unsubscribe((topic,)), SECOND),
            stage.presses(DeleteTopic(topic), SECOND),
        )
        await stage.both(*ways)
        assert f"hapus{number}" not in await stage.texts()
    gone = [text for text in stage.said if ENGLISH.topic_not_found in text]
    assert len(gone) == 2 * 3


@case(RestoreTopic)
async def a_deleted_topic_is_restored_once(stage: Stage) -> None:
    shown = {
        "under": text_reply("kembali"),
        "entities": [MessageEntity(MessageEntity.CODE, 0, len("kembali"))],
    }
    payload = RestoreTopic(HOURLY, 0, 0)
    await stage.both(*(stage.presses(payload, by, **shown) for by in (FIRST, SECOND)))
    assert (await stage.texts()).count("kembali") == 1


@case(PauseTopic, SnoozeTopic, MuteTopics, SetSchedule, ReplaceTopic)
async def changes_of_one_topic_are_all_kept(stage: Stage) -> None:
    topic = await stage.topic("ubah")
    narrower = text_reply(".", ((Button("ubah besar", ReplaceTopic(topic, 0)),),))
    await stage.both(
        stage.presses(PauseTopic(topic), FIRST),
        stage.presses(SnoozeTopic(topic, 24), SECOND),
        stage.presses(MuteTopics((topic,)), FIRST),
        stage.presses(SetSchedule(topic, HOURLY), SECOND),
        stage.presses(ReplaceTopic(topic, 0), FIRST, under=narrower),
    )
    stored = await stage.stored(topic)
    assert (stored.text, stored.paused) == ("ubah besar", True)
    assert stored.snoozed_until is not None
    assert stored.muted_until is not None
    assert stored.schedule.frequency is Frequency.HOURLY


@case(ResumeTopic)
async def a_resumption_and_a_schedule_are_both_kept(stage: Stage) -> None:
    topic = await stage.topic("lanjut")
    await stage.services.alerts.subscriptions.pause(GROUP.id, topic)
    await stage.both(
        stage.presses(ResumeTopic(topic), FIRST),
        stage.presses(SetSchedule(topic, HOURLY), SECOND),
        stage.here(f"/edit_{topic} lanjut lagi", SECOND),
    )
    stored = await stage.stored(topic)
    assert (stored.text, stored.paused) == ("lanjut lagi", False)
    assert stored.schedule.frequency is Frequency.HOURLY


@case(Command.QUIET, Command.TIMEZONE, SetQuietHours, SetTimeZone, Command.DIGEST)
async def settings_of_the_group_are_all_kept(stage: Stage) -> None:
    await stage.both(
        stage.here("/quiet 22:00-06:00", FIRST),
        stage.here("/timezone WITA", SECOND),
        stage.here("/digest", SECOND),
    )
    chat = await stage.services.alerts.chats.state(GROUP.id)
    assert (chat.quiet is not None, chat.zone.key) == (True, "Asia/Makassar")
    await stage.both(
        stage.presses(SetQuietHours(0, 0), FIRST), stage.presses(SetTimeZone(0), SECOND)
    )
    chat = await stage.services.alerts.chats.state(GROUP.id)
    assert (chat.quiet, chat.zone.key) == (None, "Asia/Jakarta")


@case(Command.START)
async def a_group_is_reactivated_once(stage: Stage) -> None:
    await stage.topic("bangun")
    await stage.services.alerts.chat_settings.deactivate(GROUP.id, "kicked")
    await stage.both(stage.here("/start", FIRST), stage.here("/start", SECOND))
    assert (await stage.services.alerts.chats.state(GROUP.id)).unreachable is None


# What each has for themselves


@case(ChooseLanguage, Command.FORGET)
async def each_has_a_language_and_is_forgotten_alone(stage: Stage) -> None:
    preferences = stage.services.preferences
    await stage.both(
        stage.harness.presses(ChooseLanguage(Language.INDONESIAN), FIRST),
        stage.harness.presses(ChooseLanguage(Language.INDONESIAN), SECOND),
    )
    for person in (FIRST, SECOND):
        assert await preferences.language(person.id, "en") is Language.INDONESIAN
    await stage.both(
        stage.says("/forget", FIRST),
        stage.harness.presses(ChooseLanguage(Language.ENGLISH), SECOND),
    )
    assert await preferences.language(FIRST.id, "id") is Language.INDONESIAN
    assert await preferences.language(SECOND.id, "id") is Language.ENGLISH
    await preferences.choose_language(FIRST.id, Language.ENGLISH)


@case(Command.ASK)
async def both_answers_are_remembered_for_edits(stage: Stage) -> None:
    question = "/ask Siapa yang meresmikan Jembatan Sungai Lestari?"
    messages = [stage.harness.message(question, by, chat=GROUP) for by in (FIRST, SECOND)]
    await stage.both(*(stage.harness.update(message=message) for message in messages))
    replies = [
        await stage.services.preferences.reply_to(GROUP.id, message.message_id)
        for message in messages
    ]
    assert None not in replies
    assert len({*replies}) == 2


# Articles


@case(Command.ADD, SaveDraft, DiscardDraft)
async def a_page_is_saved_once(stage: Stage) -> None:
    await stage.both(
        stage.says("/add https://example.org/satu", FIRST),
        stage.says("/add https://example.org/dua", SECOND),
    )
    before = (await stage.services.library.status()).articles
    drafts = [await stage.draft(), await stage.draft()]
    await stage.both(
        stage.pressing(SaveDraft(drafts[0]), FIRST), stage.pressing(SaveDraft(drafts[1]), SECOND)
    )
    assert (await stage.services.library.status()).articles == before + 1
    number = await stage.draft()
    await stage.both(
        stage.pressing(SaveDraft(number), FIRST), stage.pressing(DiscardDraft(number), SECOND)
    )
    assert (await stage.services.library.status()).articles == before + 1


@case(Command.ADD)
async def two_documents_are_both_read(stage: Stage) -> None:
    before = (await stage.services.library.status()).articles
    sent = []
    for number, by in enumerate((FIRST, SECOND)):
        path = stage.services.settings.data / f"berkas{number}.txt"
        path.write_text(f"Title: Berkas {number}\n\n{STORY} Berkas nomor {number}.\n", "utf-8")
        stage.harness.known.files[f"file{number}"] = path
        document = Document(f"file{number}", f"unique{number}", file_name=path.name, file_size=1)
        document.set_bot(stage.harness.bot)
        sent.append(stage.says("", by, document=document))
    await stage.both(*sent)
    assert (await stage.services.library.status()).articles == before + 2


@case(Command.EDIT)
async def two_corrections_of_an_article_are_both_kept(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    await stage.both(
        stage.says(f"/edit {article.id} title: Judul baru", FIRST),
        stage.says(f"/edit {article.id} source: Warta Baru", SECOND),
    )
    after = await stage.services.library.article(article.id)
    assert (after.title, after.source, after.text) == ("Judul baru", "Warta Baru", article.text)


@case(UndoEdit)
async def a_correction_is_taken_back_once(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    await stage.says(f"/edit {article.id} title: Judul keliru", FIRST)
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(UndoEdit(article.id), by) for by in (FIRST, SECOND)))
    assert await stage.services.library.article(article.id) == article
    assert (await stage.deeds())[deeds:] == ["did_edit"]


@case(Command.REMOVE, RemoveArticle, RestoreArticle)
async def an_article_is_removed_and_restored_once(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    before, deeds = (await stage.services.library.status()).articles, len(await stage.deeds())
    await stage.both(
        stage.says(f"/remove {article.id}", FIRST),
        stage.pressing(RemoveArticle(article.id), SECOND),
    )
    assert (await stage.services.library.status()).articles == before - 1
    assert (await stage.deeds())[deeds:] == ["did_remove"]
    await stage.both(*(stage.pressing(RestoreArticle(article.id), by) for by in (FIRST, SECOND)))
    assert await stage.services.library.article(article.id) == article
    assert (await stage.deeds())[deeds:] == ["did_remove", "did_restore"]


@case(Command.RELOAD, ReadFolder)
async def the_folder_is_read_once(stage: Stage) -> None:
    for first, second in (
        (stage.says("/reload", FIRST), stage.says("/reload", SECOND)),
        (stage.pressing(ReadFolder(9), FIRST), stage.pressing(ReadFolder(9), SECOND)),
    ):
        deeds = len(await stage.deeds())
        await stage.both(first, second)
        assert (await stage.deeds())[deeds:] == ["did_reload"]
        assert any("already running" in text for text in stage.said)


# Feeds


@case(Command.FEED, PauseFeed, FetchFeed, DeleteFeed)
async def a_feed_is_watched_changed_and_removed_once(stage: Stage) -> None:
    address, store = "https://example.org/umpan", stage.services.feeds.store
    await stage.both(*(stage.says(f"/feed {address}", by) for by in (FIRST, SECOND)))
    feed = await store.by_url(address)
    assert await store.count() == 1
    await stage.both(
        stage.pressing(PauseFeed(feed.id, 0), FIRST),
        stage.pressing(FetchFeed(feed.id, 0), SECOND),
    )
    after = await store.get(feed.id)
    assert dataclasses.replace(after, state=feed.state, next_at=feed.next_at) == feed
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(DeleteFeed(feed.id, 0), by) for by in (FIRST, SECOND)))
    assert await store.count() == 0
    assert (await stage.deeds())[deeds:] == ["feed_deed_removed"]


# Announcements and staff


@case(
    Command.BROADCAST,
    *(ShowAudiences, ShowDraft, ChooseAudience, ChooseTopic),
    *(SendBroadcast, StopBroadcast, CancelBroadcast),
)
async def an_announcement_is_sent_stopped_or_cancelled_once(stage: Stage) -> None:
    await stage.both(*(stage.says("/broadcast Kami pindah.", by) for by in (FIRST, SECOND)))
    for first, second, deed in (
        (SendBroadcast, SendBroadcast, ["did_broadcast"]),
        (SendBroadcast, CancelBroadcast, None),
        (CancelBroadcast, CancelBroadcast, []),
    ):
        number, deeds = await stage.announcement(), len(await stage.deeds())
        await stage.both(
            stage.pressing(first(number), FIRST), stage.pressing(second(number), SECOND)
        )
        done = (await stage.deeds())[deeds:]
        assert done == deed or (deed is None and len(done) <= 1)
        assert (await stage.services.announcements.store.get(number) is None) == (done == [])
    number = await stage.announcement()
    for first_press, second_press in (
        (ShowAudiences(number), ShowDraft(number)),
        (ChooseAudience(number, 0), ChooseTopic(number, 0)),
        (ChooseAudience(number, 1), SendBroadcast(number)),
    ):
        await stage.both(stage.pressing(first_press, FIRST), stage.pressing(second_press, SECOND))
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(StopBroadcast(number), by) for by in (FIRST, SECOND)))
    assert (await stage.deeds())[deeds:] == ["did_stop_broadcast"]


@case(Command.PROMOTE, Command.DEMOTE, AppointUnknown)
async def a_role_is_given_and_taken_once(stage: Stage) -> None:
    staff = stage.services.staff
    editor = AppointUnknown(NEW_MEMBER, Role.EDITOR)
    for works, role, deed in (
        ([stage.pressing(editor, by) for by in (FIRST, SECOND)], Role.EDITOR, "did_promote"),
        (
            [stage.says(f"/promote {NEW_MEMBER} admin", by) for by in (FIRST, SECOND)],
            Role.ADMIN,
            "did_promote",
        ),
        (
            [stage.says(f"/demote {NEW_MEMBER}", by) for by in (FIRST, SECOND)],
            Role.READER,
            "did_demote",
        ),
    ):
        deeds = len(await stage.deeds())
        await stage.both(*works)
        assert await staff.role(NEW_MEMBER) is role
        assert (await stage.deeds())[deeds:] == [deed]


@case(Command.BACKUP)
async def two_backups_are_both_sent_or_one_is_told_to_wait(stage: Stage) -> None:
    await stage.both(*(stage.says("/backup", by) for by in (FIRST, SECOND)))
    files = stage.harness.messenger.files
    assert files
    assert all(name.startswith("kutip-") for name, _, _ in files)
