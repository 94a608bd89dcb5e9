"""Links into the private chat with the bot, for what is not shown where a button was pressed.

A link's payload comes from outside and may be anything, as callback data may.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from telegram.helpers import create_deep_linked_url

from handlers.callback_data.articles import ReadArticle, ReadQuote
from handlers.callback_data.codec import decode, encode
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import ChannelDigest, ShowSources, ShowTopic
from handlers.context import Context
from handlers.telegram.button_press import ButtonPress, ButtonResult

MAX_PARAMETER = 64  # characters that Telegram takes
ASK = "ask"
ASKED = re.compile(f"{ASK}_([A-Za-z0-9_-]+)", re.ASCII)

LinkPayload = ReadArticle | ReadQuote | ShowSources | ShowTopic | ChannelDigest


def link_to(payload: LinkPayload, context: Context) -> str:
    """The address that opens in the private chat what the payload says."""
    return create_deep_linked_url(context.bot.username, encode(payload).replace(":", "_"))


def linked(args: Sequence[str] | None) -> LinkPayload | None:
    """The payload of the link that led to ``/start``; None for a plain start."""
    payload: ButtonPayload | None = decode(args[0].replace("_", ":")) if args else None
    return payload if isinstance(payload, LinkPayload) else None


def question_parameter(question: str) -> str:
    """The parameter of a link that asks the question; of one that only opens the chat if it is
    too long.
    """
    coded = urlsafe_b64encode(question.encode("utf-8", "replace")).decode("ascii").rstrip("=")
    parameter = f"{ASK}_{coded}"
    return parameter if coded and len(parameter) <= MAX_PARAMETER else ASK


def linked_question(args: Sequence[str] | None) -> str:
    """The question of the link that led to ``/start``; "" if it has none."""
    found = ASKED.fullmatch(args[0]) if args else None
    if found is None:
        return ""
    try:
        question = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return question.strip() if any(map(str.isalnum, question)) else ""


async def open_in_private(
    press: ButtonPress[ReadArticle] | ButtonPress[ShowSources], context: Context
) -> ButtonResult:
    """Lead whoever presses in a channel to the private chat."""
    return ButtonResult(url=link_to(press.payload, context))
