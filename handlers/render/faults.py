"""Messages to owners about faults of the installation, and the faults in the status."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.faults import InstallationFault
from bot.status.telling import FaultNews
from bot.status.wording import fault_text, over_text
from bot.texts import Texts
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, joined, plain
from handlers.render.reply import Reply

MAX_LISTED = 10
MAX_LINE = 350  # units; so that two full lists fit in one message

Lasting = Sequence[tuple[InstallationFault, datetime]]
"""Faults, each with since when."""


def render_fault_news(news: FaultNews, now: datetime, texts: Texts) -> Reply:
    """The faults that have begun, and those that are over, in one message."""
    begun = [fault_text(fault, since, now, texts) for fault, since in news.begun]
    ended = [over_text(fault, texts) for fault in news.ended]
    own = texts.operating
    parts = [
        *_listed(own.faults_title, begun, texts),
        *_listed(own.faults_over_title, ended, texts),
    ]
    return Reply(joined("\n\n", parts))


def render_faults(faults: Lasting, now: datetime, texts: Texts) -> list[Markup]:
    """The faults that there are now; nothing if there is none."""
    lines = [fault_text(fault, since, now, texts) for fault, since in faults]
    return list(_listed(texts.operating.faults_now_title, lines, texts))


def _listed(title: str, lines: Sequence[str], texts: Texts) -> Iterator[Markup]:
    """A list under a title, as long as fits; nothing if it is empty."""
    if not lines:
        return
    shown = [f"• {shortened(one_line(line), MAX_LINE)}" for line in lines[:MAX_LISTED]]
    if (more := len(lines) - MAX_LISTED) > 0:
        shown.append(texts.operating.format("faults_more", count=texts.number(more)))
    yield joined("\n", [bold(plain(title)), *map(plain, shown)])
