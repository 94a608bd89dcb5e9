"""Statistics for staff: a report on a period, its dashboard, and unanswered questions.

They are about readers as a whole: none of them identifies a person.
"""

import asyncio
import logging

from bot.model.interface_language import InterfaceLanguage
from bot.statistics.dashboard import draw_dashboard
from bot.statistics.recorder import StatisticsRecorder
from bot.statistics.report import Report, days_until, make_report, start_of_day
from bot.statistics.unanswered import UnansweredGroup, group_unanswered
from bot.storage.counters import CounterStore
from bot.storage.feedback import FeedbackStore
from bot.storage.statistics import StatisticsStore
from index.errors import BuildFailed
from index.types import Language

log = logging.getLogger(__name__)

WEEK = 7
MAX_QUESTIONS = 5000
"""The week's newest unanswered questions that are grouped."""
MIN_CHATS = 3
"""A topic of fewer chats could identify somebody."""
MAX_TOPICS = 5
DRAWING_TIMEOUT_S = 60.0
"""Drawing takes two or three seconds."""


class StatisticsService:
    """Reports on all that ``recorder`` has counted so far.

    ``language`` is that of questions whose language can't be detected.
    """

    def __init__(
        self,
        store: StatisticsStore,
        counters: CounterStore,
        recorder: StatisticsRecorder,
        language: Language,
        feedback: FeedbackStore,
    ) -> None:
        self._store = store
        self._feedback = feedback
        self._counters = counters
        self._recorder = recorder
        self._language = language
        self._drawing = asyncio.Lock()

    async def report(self, count: int) -> Report:
        """Return the report on the last ``count`` days, including today."""
        await self._recorder.write()
        days, zone = days_until(self._recorder.today(), count), self._recorder.zone
        rows = await self._store.rows(
            days[0], start_of_day(days[0], zone), min_chats=MIN_CHATS, max_topics=MAX_TOPICS
        )
        return make_report(days, rows, zone)

    async def dashboard(self, report: Report, language: InterfaceLanguage) -> bytes:
        """Draw a report as a PNG, one at a time; b"" on an error, which is logged."""
        try:
            async with self._drawing, asyncio.timeout(DRAWING_TIMEOUT_S):
                return await draw_dashboard(report, language)
        except (BuildFailed, TimeoutError):
            log.exception("the report is sent without its dashboard")
            return b""

    async def unanswered(self, days: int = WEEK) -> tuple[UnansweredGroup, ...]:
        """Return the questions of the last days without a good answer, most frequent first."""
        await self._recorder.write()
        first = days_until(self._recorder.today(), days)[0]
        asked = await self._counters.unanswered(first, MAX_QUESTIONS)
        questions = [each.question for each in asked]
        unhelpful = await self._feedback.unhelpful(first, MAX_QUESTIONS)
        return await asyncio.to_thread(group_unanswered, questions, self._language, unhelpful)
