"""Plain data becomes escaped HTML within Telegram's limits; the only place with markup.

Sends nothing and decides nothing about answers.
"""

from handlers.render.administration import (
    Health,
    render_progress,
    render_report,
    render_status,
)
from handlers.render.alerts import render_alert, render_broadcast, render_digest
from handlers.render.answer import render_answer
from handlers.render.article import LISTED, render_article, render_latest
from handlers.render.reply import Reply, say, titled, without_markup

__all__ = [
    "LISTED",
    "Health",
    "Reply",
    "render_alert",
    "render_answer",
    "render_article",
    "render_broadcast",
    "render_digest",
    "render_latest",
    "render_progress",
    "render_report",
    "render_status",
    "say",
    "titled",
    "without_markup",
]
