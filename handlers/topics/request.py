"""A request about a chat's topics, made of a command or a button after the rights were checked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message, MessageEntity

from bot.alerts.service import AlertService
from bot.model.topics import ChatTarget
from bot.texts import Texts
from handlers.context import Context
from handlers.dispatch import AnyPayload, MessageCallback, PressCallback, Pressed
from handlers.render.reply import Reply
from handlers.render.topics import TopicView
from handlers.telegram.button_press import ButtonPress
from handlers.topics.targets import TopicTarget, chat_or_channel, commanded


@dataclass(frozen=True, slots=True)
class TopicRequest:
    """The topics that are meant, how they are shown, and the words after a command."""

    alerts: AlertService
    target: ChatTarget
    view: TopicView
    texts: Texts
    words: str = ""

    @property
    def chat_id(self) -> int:
        """The chat that has the topics."""
        return self.target.chat_id


TopicCommand = Callable[[TopicRequest], Awaitable[Reply]]
TopicPress = Callable[[ButtonPress[AnyPayload], TopicRequest], Awaitable[Pressed]]


async def open_request(target: TopicTarget, context: Context, words: str = "") -> TopicRequest:
    """The request about this target, at this moment and in the chat's time zone."""
    alerts, chat = context.services.alerts, target.chat
    state = await alerts.chats.state(chat.chat_id)
    view = TopicView(
        zone=state.zone,
        now=context.services.now(),
        channel=target.channel,
        title=target.title,
        thread_id=chat.thread_id,
        suspensions=state.suspensions,
        unreachable=state.unreachable is not None,
    )
    if target.channel:  # a sign of life from outside; one in a chat is seen after its handler
        await alerts.chat_settings.sign_of_life(chat.chat_id)
    return TopicRequest(alerts, chat, view, context.texts, words)


def shown_topic(message: Message) -> str:
    """The topic that the message shows as code; "" if it shows none."""
    shown = message.parse_entities([MessageEntity.CODE]).values()
    return next(iter(shown), "")


def topic_command(
    callback: TopicCommand, changing: Callable[[Context], bool] = lambda _: True
) -> MessageCallback:
    """Make a handler of messages of a handler of requests; it raises NotAllowed besides.

    ``changing`` says for which messages a group asks administrator rights.
    """

    async def handle(context: Context) -> Reply:
        target, words = await commanded(context, changing=changing(context))
        return await callback(await open_request(target, context, words))

    return handle


def setting_command(callback: TopicCommand) -> MessageCallback:
    """The same for a command that changes a setting if words follow it, else shows it."""
    return topic_command(callback, lambda context: bool(context.args))


def looking_command(callback: TopicCommand) -> MessageCallback:
    """The same for a command that changes nothing."""
    return topic_command(callback, lambda _: False)


def topic_press(
    callback: TopicPress[AnyPayload], *, changing: bool = True
) -> PressCallback[AnyPayload]:
    """Make a handler of buttons of a handler of requests; it raises NotAllowed besides.

    The payload's ``channel``, if it has one, says whose topics are meant.
    """

    async def handle(press: ButtonPress[AnyPayload], context: Context) -> Pressed:
        channel = getattr(press.payload, "channel", 0)
        target = await chat_or_channel(channel, context, changing=changing)
        return await callback(press, await open_request(target, context))

    return handle


def looking_press(callback: TopicPress[AnyPayload]) -> PressCallback[AnyPayload]:
    """The same for a button that changes nothing."""
    return topic_press(callback, changing=False)
