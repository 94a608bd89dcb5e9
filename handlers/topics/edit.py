"""Another text for a topic: by the command that its question names, or as a reply to that."""

import re

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter

from bot.texts import LANGUAGES
from handlers.callback_data.topics import EditTopic, ReplaceTopic
from handlers.context import Context
from handlers.questions.message_text import words_of
from handlers.render.reply import Reply
from handlers.render.subscribing import render_subscribed
from handlers.render.topics import render_edit_question
from handlers.telegram.button_press import ButtonPress
from handlers.topics.request import TopicRequest, open_request, topic_press
from handlers.topics.targets import chat_or_channel

EDIT_COMMAND = re.compile(
    r"^/edit_(?P<topic>[0-9]{1,15})(?:_(?P<channel>[0-9]{1,15}))?"
    r"(?:@(?P<bot>[A-Za-z0-9_]+))?(?:\s+(?P<text>.*))?",
    re.DOTALL,
)


class _EditReply(MessageFilter):
    """A reply to the bot's question for a topic's other text."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None:
            return False
        return asked.from_user.id == message.get_bot().id and _command_in(asked) is not None


EDIT_REPLY = _EditReply()


async def edit_by_command(context: Context) -> Reply | None:
    """Change the topic that the command names to the text after it; without one, ask for it."""
    written = EDIT_COMMAND.fullmatch(words_of(context.message))
    own = (context.bot.username or "").lower()
    if written is None or (written["bot"] or own).lower() != own:
        return None
    return await _edit(written, written["text"] or "", context)


async def edit_by_reply(context: Context) -> Reply | None:
    """Change a topic to the text that replies to the question for it."""
    asked = context.message.reply_to_message
    command = _command_in(asked) if asked else None
    return await _edit(command, context.message.text or "", context) if command else None


@topic_press
async def ask_edit(press: ButtonPress[EditTopic], request: TopicRequest) -> Reply:
    """Ask for another text of a topic."""
    return await _question(press.payload.topic_id, request)


@topic_press
async def replace_topic(press: ButtonPress[ReplaceTopic], request: TopicRequest) -> Reply | None:
    """Change a topic to the text on the button; None if the message no longer has it."""
    return await _edited(press.payload.topic_id, press.label, request) if press.label else None


async def _edit(command: re.Match[str], text: str, context: Context) -> Reply:
    target = await chat_or_channel(int(command["channel"] or 0), context)
    request, topic_id = await open_request(target, context), int(command["topic"])
    words = " ".join(text.split())
    return await (_edited(topic_id, words, request) if words else _question(topic_id, request))


async def _edited(topic_id: int, text: str, request: TopicRequest) -> Reply:
    edited = await request.alerts.subscriptions.edit(request.chat_id, topic_id, text)
    return render_subscribed(edited, request.view, request.texts, request.texts.topic_changed)


async def _question(topic_id: int, request: TopicRequest) -> Reply:
    topic = await request.alerts.subscriptions.topic(request.chat_id, topic_id)
    channel = f"_{request.view.channel}" if request.view.channel else ""
    return render_edit_question(topic, f"/edit_{topic_id}{channel}", request.texts)


def _command_in(asked: Message) -> re.Match[str] | None:
    """The command in a question of the bot for another text; it names the topic."""
    beginnings = tuple(
        texts.format("topic_edit_ask", command="{").partition("{")[0]
        for texts in LANGUAGES.values()
    )
    if not (asked.text or "").startswith(beginnings):
        return None
    commands = asked.parse_entities([MessageEntity.BOT_COMMAND]).values()
    return next((found for words in commands if (found := EDIT_COMMAND.fullmatch(words))), None)
