"""The only package that sees a Telegram Update: every handler, in one ordered list."""

from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
)
from telegram.ext.filters import (
    CAPTION,
    TEXT,
    CaptionRegex,
    ChatType,
    Document,
    Regex,
    StatusUpdate,
    UpdateType,
)

from bot.users.permissions import Command
from handlers import errors, feeds, general, membership, statistics
from handlers.admin import backup, reload, staff
from handlers.announcements import commands as announcements
from handlers.articles import add, browse
from handlers.articles import edit as edit_article
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
    AskAbout,
    AskAsTyped,
    AskQuestion,
    ChooseLanguage,
    ListLatest,
    ReadArticle,
    ReadQuote,
    ShowQuotes,
    TakeBack,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.callback_data.channels import ListChannels, StopChannel, StopDeleting, StopKeeping
from handlers.callback_data.editorial import (
    AddPage,
    DiscardDraft,
    ReadFolder,
    RemoveArticle,
    RestoreArticle,
    SaveDraft,
    UndoEdit,
)
from handlers.callback_data.feedback import RateAnswer
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.callback_data.proposals import ConfirmTopic, ProposeAnother, ProposeSchedule
from handlers.callback_data.quotations import TurnQuotations
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.callback_data.timeline import OpenTimeline, TurnTimeline
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
from handlers.channels import commands as channels
from handlers.channels import posts
from handlers.context import Context, KutipApplication
from handlers.deep_links import open_in_private
from handlers.dispatch import on_command, on_message, on_press, stale_button
from handlers.inline import guest, queries
from handlers.questions import ask, feedback, further, quotations, timeline, unsupported
from handlers.telegram.incoming import ANY_COMMAND, NO_PERSON
from handlers.topics import alert_buttons, manage, proposal, schedule
from handlers.topics import commands as topics
from handlers.topics import edit as edit_topic

Handler = BaseHandler[Any, Context, None]

NEW = UpdateType.MESSAGE
NEW_OR_EDITED = UpdateType.MESSAGES
WORDS = (TEXT | CAPTION) & ~ANY_COMMAND
WITHOUT_WORDS = ~(TEXT | CAPTION | StatusUpdate.ALL)
PRIVATE = ChatType.PRIVATE
GROUP = ChatType.GROUPS
EDIT_TOPIC = Regex(edit_topic.EDIT_COMMAND) | CaptionRegex(edit_topic.EDIT_COMMAND)
REOPENED = StatusUpdate.FORUM_TOPIC_REOPENED | StatusUpdate.GENERAL_FORUM_TOPIC_UNHIDDEN


def handlers() -> list[Handler]:
    """All handlers; the first that takes an update is the only one to see it.

    So the order is from the particular to the general: what Telegram itself reports, then what no
    person wrote, known commands, then in private any other command before any other text before
    anything else. Edits are followed for questions only: a command is not carried out a second
    time.
    """
    ignored = MessageHandler(UpdateType.MESSAGES & NO_PERSON, general.ignore)
    return [*_elsewhere(), *_chat_events(), ignored, *_commands(), *_messages(), *_buttons()]


def _elsewhere() -> list[Handler]:
    """Those of chats that are not the bot's own."""
    return [
        MessageHandler(UpdateType.GUEST_MESSAGE, guest.answer),
        InlineQueryHandler(queries.show_cards),
        ChosenInlineResultHandler(queries.count_chosen),
    ]


def _commands() -> list[Handler]:
    return [
        on_command(Command.ASK, ask.ask, NEW_OR_EDITED),
        on_command(Command.NEWS, ask.ask, NEW_OR_EDITED),
        on_message(Regex(staff.NUMBER_LINK) & PRIVATE & NEW, staff.number),
        on_command(Command.START, general.start),
        on_command(Command.HELP, general.help_),
        on_command(Command.TIMELINE, timeline.timeline),
        on_command(Command.LATEST, browse.latest),
        on_command(Command.ARTICLE, browse.article),
        on_command(Command.QUOTES, quotations.quotes, typing=True),
        on_command(Command.SUBSCRIBE, topics.subscribe, typing=True),
        on_command(Command.TOPICS, topics.topics, typing=True),
        on_command(Command.UNSUBSCRIBE, topics.unsubscribe, typing=True),
        on_command(Command.DIGEST, topics.digest, typing=True),
        on_command(Command.QUIET, topics.quiet, typing=True),
        on_command(Command.TIMEZONE, topics.timezone, typing=True),
        on_message(EDIT_TOPIC & NEW, edit_topic.edit_by_command),
        on_message(edit_topic.EDIT_REPLY & TEXT & ~ANY_COMMAND & NEW, edit_topic.edit_by_reply),
        on_command(Command.LANGUAGE, general.language),
        on_command(Command.PRIVACY, general.privacy),
        on_command(Command.FORGET, general.forget),
        on_message(add.TO_ADD & PRIVATE & NEW, add.document),
        on_command(Command.ADD, add.add, typing=True, detached=True),
        on_command(Command.EDIT, edit_article.edit),
        on_command(Command.REMOVE, edit_article.remove),
        on_command(Command.RELOAD, reload.reload),
        on_command(Command.GAPS, statistics.gaps),
        on_command(Command.STATS, statistics.stats, typing=True),
        on_command(Command.STATUS, reload.status),
        on_command(Command.FEEDS, feeds.feeds),
        on_command(Command.FEED, feeds.feed, typing=True, detached=True),
        on_command(Command.OPML, feeds.opml),
        on_command(Command.CHANNEL, channels.channel, typing=True),
        on_command(Command.BROADCAST, announcements.broadcast),
        on_command(Command.ADMINS, staff.admins),
        on_command(Command.PROMOTE, staff.promote),
        on_command(Command.DEMOTE, staff.demote),
        on_command(Command.AUDIT, staff.audit),
        on_command(Command.BACKUP, backup.backup, typing=True),
    ]


def _chat_events() -> list[Handler]:
    return [
        MessageHandler(UpdateType.CHANNEL_POSTS, posts.posted),
        MessageHandler(StatusUpdate.MIGRATE, membership.migrated),
        MessageHandler(REOPENED, membership.reopened),
        ChatMemberHandler(membership.membership_changed, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def _messages() -> list[Handler]:
    return [
        on_message(Regex(general.CANCEL) & PRIVATE & NEW, general.cancel),
        on_message(PRIVATE & ANY_COMMAND & NEW, general.unknown),
        on_message(PRIVATE & Document.ALL & NEW, add.document),
        on_message(PRIVATE & NEW & Regex(channels.SENTENCE), channels.by_sentence),
        on_message(PRIVATE & WORDS & NEW_OR_EDITED, ask.ask),
        on_message(PRIVATE & ~StatusUpdate.ALL & NEW, unsupported.not_text),
        on_message(GROUP & WORDS & NEW_OR_EDITED & ask.ADDRESSED, ask.ask),
        on_message(GROUP & WITHOUT_WORDS & NEW & ask.ADDRESSED, unsupported.not_text),
    ]


def _buttons() -> list[Handler]:
    """The buttons by what they carry; each payload has exactly one."""
    return [
        *_reader_buttons(),
        *_topic_buttons(),
        *_staff_buttons(),
        CallbackQueryHandler(stale_button),
    ]


def _reader_buttons() -> list[Handler]:
    return [
        on_press(AskQuestion, ask.ask_label, in_place=False),
        on_press(AskAsTyped, ask.ask_as_typed, in_place=False),
        on_press(AskAbout, ask.ask_about, in_place=False),
        on_press(TakeBack, ask.take_back),
        on_press(ReadArticle, browse.read_article, in_place=False, in_channel=open_in_private),
        on_press(ShowQuotes, further.show_quotes),
        on_press(ReadQuote, browse.read_quote, in_place=False),
        on_press(TurnArticlePage, browse.turn_page),
        on_press(OpenTimeline, timeline.open_timeline, in_place=False),
        on_press(TurnTimeline, timeline.turn_timeline),
        on_press(TurnQuotePage, browse.turn_quote_page),
        on_press(ListLatest, browse.list_latest),
        on_press(TurnQuotations, quotations.turn_quotations),
        on_press(ChooseLanguage, general.choose_language),
        on_press(RateAnswer, feedback.rate_answer),
    ]


def _topic_buttons() -> list[Handler]:
    return [
        on_press(Follow, proposal.follow, in_place=False),
        on_press(ProposeAnother, proposal.propose_another),
        on_press(ProposeSchedule, proposal.propose_schedule),
        on_press(ConfirmTopic, proposal.confirm),
        on_press(MuteTopics, alert_buttons.mute, in_channel=alert_buttons.mute),
        on_press(
            NarrowTopics, alert_buttons.narrow, in_place=False, in_channel=alert_buttons.open_topic
        ),
        on_press(
            Unsubscribe,
            alert_buttons.unsubscribe,
            in_place=False,
            in_channel=alert_buttons.open_topic,
        ),
        on_press(
            ShowSources, alert_buttons.show_sources, in_place=False, in_channel=open_in_private
        ),
        on_press(TurnDigest, alert_buttons.turn_digest, in_channel=alert_buttons.open_digest),
        on_press(ChannelDigest, alert_buttons.turn_in_private),
        on_press(ListTopics, manage.list_topics),
        on_press(ListToDelete, manage.list_to_delete),
        on_press(ShowTopic, manage.show_topic),
        on_press(PauseTopic, manage.pause),
        on_press(ResumeTopic, manage.resume),
        on_press(SnoozeTopic, manage.snooze),
        on_press(DeleteTopic, manage.delete),
        on_press(DeleteAllTopics, manage.delete_all),
        on_press(RestoreTopic, manage.restore),
        on_press(EditTopic, edit_topic.ask_edit, in_place=False),
        on_press(ReplaceTopic, edit_topic.replace_topic),
        on_press(ChooseFrequency, schedule.choose_frequency),
        on_press(ChooseDay, schedule.choose_day),
        on_press(ChooseHour, schedule.choose_hour),
        on_press(SetSchedule, schedule.set_schedule),
        on_press(ChooseSnooze, schedule.choose_snooze),
        on_press(SetQuietHours, schedule.set_quiet_hours),
        on_press(SetTimeZone, schedule.set_time_zone),
    ]


def _staff_buttons() -> list[Handler]:
    return [
        on_press(AddPage, add.add_page, command=Command.ADD),
        on_press(SaveDraft, add.save_draft, command=Command.ADD),
        on_press(DiscardDraft, add.discard_draft, command=Command.ADD),
        on_press(
            RemoveArticle, edit_article.remove_article, command=Command.REMOVE, in_place=False
        ),
        on_press(RestoreArticle, edit_article.restore_article, command=Command.REMOVE),
        on_press(ReadFolder, reload.read_folder, command=Command.RELOAD),
        on_press(UndoEdit, edit_article.undo_edit, command=Command.EDIT),
        on_press(ListFeeds, feeds.list_feeds, command=Command.FEEDS),
        on_press(PauseFeed, feeds.pause_feed, command=Command.FEEDS),
        on_press(FetchFeed, feeds.fetch_feed, command=Command.FEEDS),
        on_press(RemoveFeed, feeds.ask_removal, command=Command.FEEDS),
        on_press(DeleteFeed, feeds.remove_feed, command=Command.FEEDS),
        on_press(ListChannels, channels.list_channels, command=Command.CHANNEL),
        on_press(StopChannel, channels.ask_stop, command=Command.CHANNEL),
        on_press(StopKeeping, channels.stop_keeping, command=Command.CHANNEL),
        on_press(StopDeleting, channels.stop_deleting, command=Command.CHANNEL),
        on_press(ShowStatistics, statistics.show_statistics, command=Command.STATS),
        on_press(ListUnanswered, statistics.list_unanswered, command=Command.GAPS),
        on_press(ShowAudiences, announcements.show_audiences, command=Command.BROADCAST),
        on_press(ChooseAudience, announcements.choose_audience, command=Command.BROADCAST),
        on_press(ChooseTopic, announcements.choose_topic, command=Command.BROADCAST),
        on_press(ShowDraft, announcements.show_draft, command=Command.BROADCAST),
        on_press(SendBroadcast, announcements.send_broadcast, command=Command.BROADCAST),
        on_press(StopBroadcast, announcements.stop_broadcast, command=Command.BROADCAST),
        on_press(CancelBroadcast, announcements.cancel_broadcast, command=Command.BROADCAST),
        on_press(ListAudit, staff.list_audit, command=Command.AUDIT),
        on_press(AppointUnknown, staff.appoint_unknown, command=Command.PROMOTE),
    ]


def register(application: KutipApplication) -> None:
    """Give the application every handler."""
    heard = GROUP & NEW & (TEXT | CAPTION) & ~NO_PERSON
    application.add_handler(MessageHandler(heard, membership.hear_language), group=-1)
    application.add_handlers(handlers())
    application.add_handler(TypeHandler(Update, membership.sign_of_life), group=1)
    application.add_error_handler(errors.report)
