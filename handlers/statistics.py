"""The newsroom's figures, and what readers asked and got no answer to."""

from telegram import Update
from telegram.constants import ChatType

from bot.statistics.report import PERIODS
from bot.texts import Texts, texts_for
from bot.users.permissions import Command, Permission, decide
from handlers.callback_data import ListUnanswered, ShowStatistics, StatisticsAction
from handlers.context import Context
from handlers.render import UNANSWERED_PAGE_SIZE, Reply, render_statistics, render_unanswered
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.messenger import reply_target_of

USUAL_PERIOD = PERIODS[1]


async def stats(update: Update, context: Context) -> None:
    """Show the figures of a month."""
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.STATS):
        return
    texts = await context.texts(update)
    async with context.messenger.typing(reply_target_of(message)):
        reply = await _report(USUAL_PERIOD, context, texts)
    await context.reply(update, reply)


async def gaps(update: Update, context: Context) -> None:
    """List what was not answered this week."""
    if not await context.allowed(update, Command.GAPS):
        return
    await context.reply(update, await _unanswered(0, context, await context.texts(update)))


async def press_statistics(
    action: StatisticsAction, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """Another period, or another page; nothing for whoever may not see them (any more)."""
    texts = texts_for(press.language)
    command = Command.STATS if isinstance(action, ShowStatistics) else Command.GAPS
    private = press.message.chat.type == ChatType.PRIVATE
    if decide(await context.role(update), command, private=private) is not Permission.ALLOWED:
        return ButtonResult(notice=texts.staff.admins_only)
    match action:
        case ShowStatistics(days) if days in PERIODS:
            reply = await _report(days, context, texts)
            return ButtonResult(
                reply, in_place=bool(reply.picture)
            )  # words can't replace a picture
        case ListUnanswered(offset):
            return ButtonResult(await _unanswered(offset, context, texts), in_place=True)
    return ButtonResult()


async def _report(days: int, context: Context, texts: Texts) -> Reply:
    statistics = context.services.statistics
    report = await statistics.report(days)
    dashboard = await statistics.dashboard(report, texts.language)
    return render_statistics(report, texts, dashboard)


async def _unanswered(offset: int, context: Context, texts: Texts) -> Reply:
    found = await context.services.statistics.unanswered()
    start = offset - offset % UNANSWERED_PAGE_SIZE if offset < len(found) else 0
    return render_unanswered(found, start, texts)
