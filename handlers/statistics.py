"""The newsroom's statistics, and the questions that were not answered."""

import re

from bot.statistics.report import PERIODS
from bot.statistics.service import WEEK
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.context import Context
from handlers.render.reply import Reply, text_reply
from handlers.render.statistics import UNANSWERED_PAGE_SIZE, render_statistics, render_unanswered
from handlers.telegram.button_press import ButtonPress, ButtonResult

DEFAULT_PERIOD = PERIODS[1]
NUMBER = re.compile("[0-9]{1,4}", re.ASCII)


async def stats(context: Context) -> Reply:
    """Show the statistics of a month, or of the number of days that follows the command."""
    days = _number_after(context, DEFAULT_PERIOD)
    if days not in PERIODS:
        periods = ", ".join(map(str, PERIODS))
        return text_reply(context.texts.format("stats_how", periods=periods))
    return await _statistics(days, context)


async def show_statistics(press: ButtonPress[ShowStatistics], context: Context) -> ButtonResult:
    """Show another period; in a new message without a picture, since text can't replace one."""
    if press.payload.days not in PERIODS:
        return ButtonResult()
    reply = await _statistics(press.payload.days, context)
    return ButtonResult(reply, in_place=bool(reply.picture))


async def gaps(context: Context) -> Reply:
    """List what was not answered this week, or in the number of days that follows the command."""
    days = _number_after(context, WEEK)
    most = context.services.settings.unanswered_days
    if not 1 <= days <= most:
        return text_reply(context.texts.format("gaps_how", most=most))
    return await _unanswered(0, days, context)


async def list_unanswered(press: ButtonPress[ListUnanswered], context: Context) -> Reply:
    """Show another page of what was not answered."""
    days = min(max(press.payload.days, 1), context.services.settings.unanswered_days)
    return await _unanswered(press.payload.offset, days, context)


async def _statistics(days: int, context: Context) -> Reply:
    statistics = context.services.statistics
    report = await statistics.report(days)
    dashboard = await statistics.dashboard(report, context.texts.language)
    return render_statistics(report, context.texts, dashboard)


def _number_after(context: Context, default: int) -> int:
    """The number after the command, ``default`` if nothing follows, 0 for anything else."""
    written = "".join(context.args or ())
    return int(written) if NUMBER.fullmatch(written) else default * (not written)


async def _unanswered(offset: int, days: int, context: Context) -> Reply:
    """The page that begins at ``offset``; the first if there is none."""
    groups = await context.services.statistics.unanswered(days)
    start = offset - offset % UNANSWERED_PAGE_SIZE if offset < len(groups) else 0
    return render_unanswered(groups, start, days, context.texts)
