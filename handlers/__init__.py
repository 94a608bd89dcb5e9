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

from handlers import (
    admin,
    articles,
    ask,
    backup,
    basics,
    broadcast,
    buttons,
    content,
    editorial,
    errors,
    feeds,
    figures,
    groups,
    people,
    topics,
)
from handlers.context import Context, KutipApplication

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
        MessageHandler(Regex(people.NUMBER_LINK) & PRIVATE & NEW, people.number),
        CommandHandler("start", basics.start, NEW),
        CommandHandler("help", basics.help_, NEW),
        CommandHandler("latest", articles.latest, NEW),
        CommandHandler("article", articles.article, NEW),
        CommandHandler("subscribe", topics.subscribe, NEW),
        CommandHandler("topics", topics.topics, NEW),
        CommandHandler("unsubscribe", topics.unsubscribe, NEW),
        CommandHandler("digest", topics.digest, NEW),
        CommandHandler("quiet", topics.quiet, NEW),
        CommandHandler("timezone", topics.timezone, NEW),
        MessageHandler(Regex(topics.EDIT) & NEW, topics.edit),
        MessageHandler(topics.EDIT_REPLY & TEXT & ~COMMAND & NEW, topics.edited),
        CommandHandler("language", basics.language, NEW),
        CommandHandler("privacy", basics.privacy, NEW),
        CommandHandler("forget", basics.forget, NEW),
        CommandHandler("add", content.add, NEW),
        CommandHandler("edit", editorial.edit, NEW),
        CommandHandler("remove", editorial.remove, NEW),
        CommandHandler("reload", admin.reload, NEW),
        CommandHandler("gaps", figures.gaps, NEW),
        CommandHandler("stats", figures.stats, NEW),
        CommandHandler("status", admin.status, NEW),
        CommandHandler("feeds", feeds.feeds, NEW),
        CommandHandler("feed", feeds.feed, NEW),
        CommandHandler("opml", feeds.opml, NEW),
        CommandHandler("broadcast", broadcast.broadcast, NEW),
        CommandHandler("admins", people.admins, NEW),
        CommandHandler("promote", people.promote, NEW),
        CommandHandler("demote", people.demote, NEW),
        CommandHandler("audit", people.audit, NEW),
        CommandHandler("backup", backup.backup, NEW),
        MessageHandler(StatusUpdate.MIGRATE, groups.migrated),
        MessageHandler(REOPENED, groups.reopened),
        ChatMemberHandler(groups.admitted, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(PRIVATE & COMMAND & NEW, basics.unknown),
        MessageHandler(PRIVATE & Document.ALL & NEW, content.document),
        MessageHandler(PRIVATE & WORDS & NEW_OR_EDITED, ask.ask),
        MessageHandler(PRIVATE & ~StatusUpdate.ALL & NEW, basics.not_text),
        MessageHandler(GROUP & WORDS & NEW_OR_EDITED, ask.ask_in_group),
        CallbackQueryHandler(buttons.pressed),
    ]


def register(application: KutipApplication) -> None:
    """Give the application every handler."""
    application.add_handlers(handlers())
    application.add_error_handler(errors.report)
