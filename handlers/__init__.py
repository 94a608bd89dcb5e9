"""The only package that sees a Telegram Update: every handler, in one ordered list."""

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
)
from telegram.ext.filters import (
    CAPTION,
    COMMAND,
    TEXT,
    ChatType,
    Document,
    Regex,
    StatusUpdate,
    UpdateType,
)

from handlers import callbacks, errors, feeds, general, membership, statistics
from handlers.admin import backup, reload, staff
from handlers.announcements import commands as announcements
from handlers.articles import add, browse, edit
from handlers.context import Context, KutipApplication
from handlers.questions import ask, unsupported
from handlers.topics import commands as topics

NEW = UpdateType.MESSAGE
NEW_OR_EDITED = UpdateType.MESSAGES
WORDS = (TEXT & ~COMMAND) | CAPTION
PRIVATE = ChatType.PRIVATE
GROUP = ChatType.GROUPS
REOPENED = StatusUpdate.FORUM_TOPIC_REOPENED | StatusUpdate.GENERAL_FORUM_TOPIC_UNHIDDEN


def handlers() -> list[BaseHandler[Any, Context, None]]:
    """All handlers; the first that takes an update is the only one to see it.

    So the order is from the particular to the general: known commands, then what Telegram itself
    reports, then in private any other command before any other text before anything else. An edit
    is followed only where it changes a question: a command is not carried out a second time.
    """
    return [
        CommandHandler("ask", ask.ask, NEW_OR_EDITED),
        MessageHandler(Regex(staff.NUMBER_LINK) & PRIVATE & NEW, staff.number),
        CommandHandler("start", general.start, NEW),
        CommandHandler("help", general.help_, NEW),
        CommandHandler("latest", browse.latest, NEW),
        CommandHandler("article", browse.article, NEW),
        CommandHandler("subscribe", topics.subscribe, NEW),
        CommandHandler("topics", topics.topics, NEW),
        CommandHandler("unsubscribe", topics.unsubscribe, NEW),
        CommandHandler("digest", topics.digest, NEW),
        CommandHandler("quiet", topics.quiet, NEW),
        CommandHandler("timezone", topics.timezone, NEW),
        MessageHandler(Regex(topics.EDIT) & NEW, topics.edit),
        MessageHandler(topics.EDIT_REPLY & TEXT & ~COMMAND & NEW, topics.edited),
        CommandHandler("language", general.language, NEW),
        CommandHandler("privacy", general.privacy, NEW),
        CommandHandler("forget", general.forget, NEW),
        CommandHandler("add", add.add, NEW),
        CommandHandler("edit", edit.edit, NEW),
        CommandHandler("remove", edit.remove, NEW),
        CommandHandler("reload", reload.reload, NEW),
        CommandHandler("gaps", statistics.gaps, NEW),
        CommandHandler("stats", statistics.stats, NEW),
        CommandHandler("status", reload.status, NEW),
        CommandHandler("feeds", feeds.feeds, NEW),
        CommandHandler("feed", feeds.feed, NEW),
        CommandHandler("opml", feeds.opml, NEW),
        CommandHandler("broadcast", announcements.broadcast, NEW),
        CommandHandler("admins", staff.admins, NEW),
        CommandHandler("promote", staff.promote, NEW),
        CommandHandler("demote", staff.demote, NEW),
        CommandHandler("audit", staff.audit, NEW),
        CommandHandler("backup", backup.backup, NEW),
        MessageHandler(StatusUpdate.MIGRATE, membership.migrated),
        MessageHandler(REOPENED, membership.reopened),
        ChatMemberHandler(membership.admitted, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(PRIVATE & COMMAND & NEW, general.unknown),
        MessageHandler(PRIVATE & Document.ALL & NEW, add.document),
        MessageHandler(PRIVATE & WORDS & NEW_OR_EDITED, ask.ask),
        MessageHandler(PRIVATE & ~StatusUpdate.ALL & NEW, unsupported.not_text),
        MessageHandler(GROUP & WORDS & NEW_OR_EDITED, ask.ask_in_group),
        CallbackQueryHandler(callbacks.pressed),
    ]


def register(application: KutipApplication) -> None:
    """Give the application every handler."""
    application.add_handlers(handlers())
    application.add_error_handler(errors.report)
