"""What the newsroom learns of its readers as a whole: figures, their picture, and what is missing.

Reads, and hands over to what is pure; nobody can be told from any of it.
"""

import asyncio
import logging

from bot.statistics.dashboard import picture_of
from bot.statistics.recorder import StatisticsRecorder
from bot.statistics.report import Report, beginning_of, days_until, figures_of
from bot.statistics.unanswered import UnansweredGroup, group_unanswered
from bot.storage.counters import CounterStore
from bot.storage.statistics import StatisticsStore
from index.errors import BuildFailed
from index.types import Language

log = logging.getLogger(__name__)

WEEK = 7
MOST_QUESTIONS = 5000
"""The week's newest questions that are looked at."""
LEAST_CHATS = 3
"""A topic of fewer chats could tell of somebody."""
MOST_TOPICS = 5
LONGEST_DRAWING = 60.0
"""Seconds; it takes two or three."""


class StatisticsService:
    """Answers what people of the newsroom ask, of all that ``recorder`` has counted until then.

    ``language`` is that of questions of which it cannot be told.
    """

    def __init__(
        self,
        figures: StatisticsStore,
        counters: CounterStore,
        recorder: StatisticsRecorder,
        language: Language,
    ) -> None:
        self._figures = figures
        self._counters = counters
        self._recorder = recorder
        self._language = language
        self._drawing = asyncio.Lock()

    async def figures(self, count: int) -> Report:
        """The figures of the last ``count`` days, today among them."""
        await self._recorder.write()
        days, zone = days_until(self._recorder.today(), count), self._recorder.zone
        readings = await self._figures.readings(
            days[0],
            beginning_of(days[0], zone),
            least_chats=LEAST_CHATS,
            most_topics=MOST_TOPICS,
        )
        return figures_of(days, readings, zone)

    async def picture(self, figures: Report, language: Language) -> bytes:
        """The figures as a PNG, one drawn at a time; b"" where that failed, which is logged."""
        try:
            async with self._drawing, asyncio.timeout(LONGEST_DRAWING):
                return await picture_of(figures, language)
        except (BuildFailed, TimeoutError):
            log.exception("the figures are shown without a picture")
            return b""

    async def gaps(self) -> tuple[UnansweredGroup, ...]:
        """What was asked in the last seven days and not answered, most asked first."""
        await self._recorder.write()
        first = days_until(self._recorder.today(), WEEK)[0]
        asked = await self._counters.unanswered(first, MOST_QUESTIONS)
        questions = [each.question for each in asked]
        return await asyncio.to_thread(group_unanswered, questions, self._language)
