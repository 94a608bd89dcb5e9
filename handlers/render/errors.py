"""Domain errors in the reader's words."""

from bot.errors import KutipError, ReloadFailed, TopicUnclear
from bot.outages import notice_of
from bot.texts import Texts
from handlers.render.reply import Reply, text_reply
from handlers.render.subscribing import render_unclear_topic


def render_error(error: KutipError, texts: Texts) -> Reply:
    """The reason of a failure; for a topic that cannot be read, also where it fails."""
    if isinstance(error, TopicUnclear):
        return render_unclear_topic(error, texts)
    return text_reply(error_text(error, texts))


def error_text(error: KutipError, texts: Texts) -> str:
    """The error as a plain text; of a reload also the cause, if there are words for it."""
    cause = notice_of(error.__cause__) if isinstance(error, ReloadFailed) else None
    told = [error] if cause is None else [error, cause]
    return "\n".join(texts.format(each.key, **each.arguments) for each in told)
