"""Links into the private chat with the bot, for what does not belong where a button was pressed.

What a link opens comes from outside, as callback data does.
"""

from collections.abc import Sequence

from telegram.helpers import create_deep_linked_url

from handlers.callback_data import Action, ReadArticle, ShowSources, ShowTopic, decode, encode
from handlers.context import Context

Linked = ReadArticle | ShowSources | ShowTopic


def link_to(action: Linked, context: Context) -> str:
    """The address that does in the private chat what the action says."""
    return create_deep_linked_url(context.bot.username, encode(action).replace(":", "_"))


def linked(args: Sequence[str] | None) -> Linked | None:
    """What a link that led to ``/start`` says; None for a plain start."""
    action: Action | None = decode(args[0].replace("_", ":")) if args else None
    return action if isinstance(action, Linked) else None
