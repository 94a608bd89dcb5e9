"""The picture is a PNG of its size, whatever is in it, and is drawn beside the event loop."""

import asyncio
import struct
import time
from dataclasses import replace

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.statistics.dashboard import HEIGHT, WIDTH, draw, draw_dashboard
from bot.statistics.recorder import StatisticsRecorder
from bot.statistics.report import Report, SourceDays, days_until, make_report
from bot.statistics.service import StatisticsService
from bot.storage.counters import CounterStore
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from bot.storage.statistics import FollowedTopic, StatisticsRows, StatisticsStore
from bot.texts import texts_for
from index.types import Language
from tests.bot.loop_delay import max_loop_delay
from tests.bot.samples import Clock
from tests.bot.statistics import sample_report

HELD = 0.05
"""Seconds for which nobody else may be served while a picture is drawn."""


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_the_picture_speaks_the_readers_language() -> None:
    week = sample_report.report(7)
    drawn = {draw(week, texts_for(language)) for language in InterfaceLanguage}
    assert len(drawn) == len(InterfaceLanguage)


def nothing() -> Report:
    return make_report(
        days_until(sample_report.LAST, 7), StatisticsRows((), (), ()), sample_report.ZONE
    )


def test_a_period_without_anything_is_drawn() -> None:
    assert size_of(draw(nothing(), texts_for(InterfaceLanguage.INDONESIAN))) == (WIDTH, HEIGHT)


HOSTILE = (
    "$\\frac{1}{0}$ $",
    "\\input{/etc/passwd}",
    "satu\ndua\r\n\ttiga\x00\x07\u202e",
    "新闻 🗞️ أخبار",
    "x" * 100_000,
    "",
)


def test_names_from_outside_are_drawn_as_they_are_if_they_can_be() -> None:
    """A warning of a letter that the font lacks would be an error here."""
    report = replace(
        nothing(),
        sources=tuple(SourceDays(name, (1,) * 7) for name in HOSTILE),
        topics=tuple(FollowedTopic(name, 3) for name in HOSTILE),
    )
    assert size_of(draw(report, texts_for(InterfaceLanguage.INDONESIAN))) == (WIDTH, HEIGHT)


@pytest.mark.usefixtures("nobody_collects")
async def test_the_event_loop_goes_on_while_it_is_drawn() -> None:
    done, report = asyncio.Event(), sample_report.report(90)
    watch = asyncio.create_task(max_loop_delay(done, time.process_time))
    picture = await draw_dashboard(report, InterfaceLanguage.INDONESIAN)
    done.set()
    assert size_of(picture) == (WIDTH, HEIGHT)
    assert len(picture) < 1_000_000
    assert await watch < HELD


async def test_without_a_picture_there_are_the_numbers(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be drawn, such as of no days, is logged."""
    counters = CounterStore(database)
    recorder = StatisticsRecorder(counters, sample_report.ZONE, clock)
    store, ratings = StatisticsStore(database), FeedbackStore(database)
    statistics = StatisticsService(store, counters, recorder, Language.ENGLISH, ratings)
    impossible = replace(nothing(), days=())
    assert await statistics.dashboard(impossible, InterfaceLanguage.ENGLISH) == b""
    assert "without its dashboard" in caplog.text
