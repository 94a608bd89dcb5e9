"""The statistics in words, beneath the dashboard; and the questions that were not answered."""

from collections.abc import Iterator, Sequence

from bot.statistics.report import PERIODS, Report
from bot.statistics.unanswered import UnansweredGroup
from bot.texts import Texts
from handlers.callback_data.keyboard import Button, stacked
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, italic, joined, plain
from handlers.render.pager import ListSlice, slice_buttons, slice_range
from handlers.render.reply import Reply, text_reply

MAX_CAPTION = 1024
"""UTF-16 code units below a picture."""
UNANSWERED_PAGE_SIZE = 15
SHORTEST_S = 0.1
"""Shorter times would be shown as 0."""
MAX_NAME = 60
MAX_UNANSWERED = 210


def render_statistics(report: Report, texts: Texts, picture: bytes) -> Reply:
    """The dashboard with the numbers beneath, as many as fit; the numbers alone without one."""
    said = texts.statistics
    caption = bold(plain(said.format("stats_title", days=len(report.days))))
    for line in _lines(report, texts):
        longer = caption + plain(line)
        if longer.units > MAX_CAPTION:
            break
        caption = longer
    return Reply(caption, (_periods(len(report.days), texts),), picture=picture)


def _lines(report: Report, texts: Texts) -> Iterator[str]:
    """The lines, each beginning with what separates it from the one before."""
    said, number = texts.statistics, texts.number
    share = report.share_answered
    key = "stats_said_no_questions" if share is None else "stats_said_questions"
    asked = {"count": number(report.questions), "percent": number(round((share or 0) * 100))}
    yield "\n\n" + said.format(key, **asked)
    median, p95 = report.latency.median, report.latency.p95
    if median is not None and p95 is not None:
        times = {"half": _seconds(median, texts), "nearly_all": _seconds(p95, texts)}
        yield "\n" + said.format("stats_said_replies", **times)
    yield "\n" + said.format("stats_said_alerts", count=number(sum(report.alerts)))
    if chosen := sum(report.inline):
        yield "\n" + texts.inline.format("stats_said_inline", count=number(chosen))
    yield "\n" + said.format("stats_said_articles", count=number(report.articles))
    for source in report.sources:
        name = said.stats_others if source.name is None else source.name or said.stats_no_source
        yield _item(name, sum(source.counts), texts)
    if report.topics:
        yield "\n\n" + said.stats_said_topics
    for topic in report.topics:
        yield _item(topic.topic, topic.chats, texts)


def _item(name: str, count: int, texts: Texts) -> str:
    shown = shortened(one_line(name), MAX_NAME)
    return "\n• " + texts.statistics.format(
        "stats_said_item", name=shown, count=texts.number(count)
    )


def _seconds(value: float, texts: Texts) -> str:
    if value < SHORTEST_S:
        return texts.statistics.stats_instant
    return texts.statistics.format("stats_seconds", seconds=texts.number(value))


def _periods(current: int, texts: Texts) -> tuple[Button, ...]:
    names = {days: texts.statistics.format("stats_period", days=days) for days in PERIODS}
    return tuple(
        Button(texts.format("chosen", name=name) if days == current else name, ShowStatistics(days))
        for days, name in names.items()
    )


def render_unanswered(
    groups: Sequence[UnansweredGroup], start: int, days: int, texts: Texts
) -> Reply:
    """The page of the questions of ``days`` that begins at ``start``."""
    said = texts.statistics
    if not groups:
        return text_reply(said.format("gaps_none", days=days))
    page = ListSlice(start, UNANSWERED_PAGE_SIZE, len(groups))
    shown = groups[start : start + page.size]
    counted = slice_range("gaps_range", page, texts) if page.total > page.size else ""
    parts = [
        bold(plain(said.format("gaps_title", days=days))),
        plain(counted),
        joined("\n", [_unanswered(group, texts) for group in shown]),
        italic(plain(said.gaps_whose)),
    ]
    turning = slice_buttons(page, lambda offset: ListUnanswered(offset, days), texts)
    return Reply(joined("\n\n", parts), stacked(turning))


def _unanswered(group: UnansweredGroup, texts: Texts) -> Markup:
    line = shortened(one_line(group.question), MAX_UNANSWERED)
    if group.count > 1:
        count = texts.number(group.count)
        line = texts.statistics.format("gaps_item", question=line, count=count)
    if group.unhelpful:
        count = texts.number(group.unhelpful)
        line = texts.feedback.format("gaps_unhelpful", question=line, count=count)
    return plain("• " + line)
