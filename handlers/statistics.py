"""The newsroom's statistics, and the questions that were not answered."""

from bot.statistics.report import PERIODS
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.context import Context
from handlers.render.reply import Reply
from handlers.render.statistics import UNANSWERED_PAGE_SIZE, render_statistics, render_unanswered
from handlers.telegram.button_press import ButtonPress, ButtonResult

DEFAULT_PERIOD = PERIODS[1]


async def stats(context: Context) -> Reply:
    """Show the statistics of a month."""
    return await _statistics(DEFAULT_PERIOD, context)


async def show_statistics(press: ButtonPress[ShowStatistics], context: Context) -> ButtonResult:
    """Show another period; in a new message without a picture, since text can't replace one."""
    if press.payload.days not in PERIODS:
        return ButtonResult()
    reply = await _statistics(press.payload.days, context)
    return ButtonResult(reply, in_place=bool(reply.picture))


async def gaps(context: Context) -> Reply:
    """List what was not answered this week."""
    return await _unanswered(0, context)


async def list_unanswered(press: ButtonPress[ListUnanswered], context: Context) -> Reply:
    """Show another page of what was not answered."""
    return await _unanswered(press.payload.offset, context)


async def _statistics(days: int, context: Context) -> Reply:
    statistics = context.services.statistics
    report = await statistics.report(days)
    dashboard = await statistics.dashboard(report, context.texts.language)
    return render_statistics(report, context.texts, dashboard)


async def _unanswered(offset: int, context: Context) -> Reply:
    """The page that begins at ``offset``; the first if there is none."""
    groups = await context.services.statistics.unanswered()
    start = offset - offset % UNANSWERED_PAGE_SIZE if offset < len(groups) else 0
    return render_unanswered(groups, start, context.texts)
