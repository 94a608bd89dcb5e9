"""Links into the private chat with the bot, for what is not shown where a button was pressed.

A link's payload comes from outside and may be anything, as callback data may.
"""

from collections.abc import Sequence

from telegram.helpers import create_deep_linked_url

from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.codec import decode, encode
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import ChannelDigest, ShowSources, ShowTopic
from handlers.context import Context
from handlers.telegram.button_press import ButtonPress, ButtonResult

LinkPayload = ReadArticle | ShowSources | ShowTopic | ChannelDigest


def link_to(payload: LinkPayload, context: Context) -> str:
    """The address that opens in the private chat what the payload says."""
    return create_deep_linked_url(context.bot.username, encode(payload).replace(":", "_"))


def linked(args: Sequence[str] | None) -> LinkPayload | None:
    """The payload of the link that led to ``/start``; None for a plain start."""
    payload: ButtonPayload | None = decode(args[0].replace("_", ":")) if args else None
    return payload if isinstance(payload, LinkPayload) else None


async def open_in_private(
    press: ButtonPress[ReadArticle] | ButtonPress[ShowSources], context: Context
) -> ButtonResult:
    """Lead whoever presses in a channel to the private chat."""
    return ButtonResult(url=link_to(press.payload, context))
