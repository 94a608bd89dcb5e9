"""Commands about topics: subscribe, list, edit, unsubscribe, and when alerts come.

Reads what was written; what is done with it is ``desk``'s.
"""

import re
from collections.abc import Awaitable, Callable

from telegram import Message, MessageEntity, Update, User
from telegram.ext.filters import MessageFilter

from bot.errors import SubscriptionError
from bot.model.schedule import parse_quiet_hours
from bot.texts import LANGUAGES, Texts
from handlers.context import Context
from handlers.render import Reply, render_topic_help
from handlers.telegram.messenger import reply_target_of
from handlers.topics.controller import TopicController, controller_for, explained
from handlers.topics.targets import commanded, numbered

OFF = frozenset({"off", "mati", "matikan", "none", "no", "tidak"})
EDIT = re.compile(
    r"^/edit_(?P<topic>[0-9]{1,15})(?:_(?P<channel>[0-9]{1,15}))?"
    r"(?:@(?P<bot>[A-Za-z0-9_]+))?(?:\s+(?P<text>.*))?",
    re.DOTALL,
)

Work = Callable[[TopicController, str], Awaitable[Reply]]


async def subscribe(update: Update, context: Context) -> None:
    """Subscribe to the topic that follows the command; without one, say how it is written."""

    async def work(desk: TopicController, words: str) -> Reply:
        return await desk.subscribe(words) if words else render_topic_help(desk.texts)

    await _apply(work, update, context, changing=bool(context.args))


async def unsubscribe(update: Update, context: Context) -> None:
    """Delete the topic that follows the command; without one, list them to choose from."""

    async def work(desk: TopicController, words: str) -> Reply:
        return await desk.delete_named(words) if words else await desk.listed_to_delete(0)

    await _apply(work, update, context)


async def topics(update: Update, context: Context) -> None:
    """List the topics."""

    async def work(desk: TopicController, _words: str) -> Reply:
        return await desk.listed(0)

    await _apply(work, update, context, changing=False)


async def quiet(update: Update, context: Context) -> None:
    """Set the quiet hours, or show them."""

    async def work(desk: TopicController, words: str) -> Reply:
        if not words:
            return await desk.quiet()
        return await desk.set_quiet(None if words.lower() in OFF else parse_quiet_hours(words))

    await _apply(work, update, context, changing=bool(context.args))


async def timezone(update: Update, context: Context) -> None:
    """Set the time zone, or show it."""

    async def work(desk: TopicController, words: str) -> Reply:
        return await desk.set_zone(words) if words else await desk.zone()

    await _apply(work, update, context, changing=bool(context.args))


async def digest(update: Update, context: Context) -> None:
    """Send what was collected now."""

    async def work(desk: TopicController, _words: str) -> Reply:
        return await desk.digest_now()

    await _apply(work, update, context)


async def edit(update: Update, context: Context) -> None:
    """Change the topic that the command names to the text after it; without one, ask for it."""
    message = update.effective_message
    written = EDIT.fullmatch(message.text or "") if message else None
    own = (context.bot.username or "").lower()
    if message is None or written is None or (written["bot"] or own).lower() != own:
        return
    await _edit(written, written["text"] or "", update, context)


async def edited(update: Update, context: Context) -> None:
    """Change a topic to the text that replies to the question for it."""
    message = update.effective_message
    asked = message.reply_to_message if message else None
    if message is not None and asked is not None and (named := _edit_named(asked)):
        await _edit(named, message.text or "", update, context)


class _EditReply(MessageFilter):
    """A reply to the bot's question for a topic's other text."""

    def filter(self, message: Message) -> bool:
        """Whether this is one."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None:
            return False
        return _is_own(asked.from_user, message) and _edit_named(asked) is not None


EDIT_REPLY = _EditReply()


async def _edit(named: re.Match[str], text: str, update: Update, context: Context) -> None:
    texts = await context.texts(update)
    topic_id, channel = int(named["topic"]), int(named["channel"] or 0)
    try:
        target = await numbered(channel, update, context)
        desk = await controller_for(target, context, texts)
        words = " ".join(text.split())
        reply = await (desk.edit(topic_id, words) if words else desk.ask_edit(topic_id))
    except SubscriptionError as error:
        reply = explained(error, texts)
    await context.reply(update, reply)


async def _apply(work: Work, update: Update, context: Context, *, changing: bool = True) -> None:
    """Do what a command says where it may be done; what cannot be done is explained."""
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts(update)
    async with context.messenger.typing(reply_target_of(message)):
        reply = await _outcome(work, update, context, texts, changing=changing)
    await context.reply(update, reply)


async def _outcome(
    work: Work, update: Update, context: Context, texts: Texts, *, changing: bool
) -> Reply:
    try:
        target, words = await commanded(update, context, changing=changing)
        return await work(await controller_for(target, context, texts), words)
    except SubscriptionError as error:
        return explained(error, texts)


def _edit_named(asked: Message) -> re.Match[str] | None:
    """The topic that a question of the bot for another text is about, by the command in it."""
    beginnings = tuple(texts.topic_edit_ask.partition("{")[0] for texts in LANGUAGES.values())
    if not (asked.text or "").startswith(beginnings):
        return None
    commands = asked.parse_entities([MessageEntity.BOT_COMMAND]).values()
    return next((found for words in commands if (found := EDIT.fullmatch(words))), None)


def _is_own(sender: User, message: Message) -> bool:
    return sender.id == message.get_bot().id
