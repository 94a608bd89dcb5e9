"""The figures in words fit beneath a picture, and questions of readers are never markup."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.interface_language import InterfaceLanguage
from bot.statistics.report import SourceDays, days_until, make_report
from bot.statistics.unanswered import UnansweredGroup
from bot.storage.statistics import FollowedTopic, StatisticsRows
from bot.texts import texts_for
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.render.markup import MAX_UNITS, without_tags
from handlers.render.statistics import (
    MAX_CAPTION,
    UNANSWERED_PAGE_SIZE,
    render_statistics,
    render_unanswered,
)
from tests.bot.statistics import sample_report
from tests.tdlib import tdlib_parse

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
MONTH = sample_report.report()


NOTHING = make_report(
    days_until(sample_report.LAST, 7), StatisticsRows((), (), ()), sample_report.ZONE
)


def test_the_caption_says_all_the_numbers() -> None:
    reply = render_statistics(MONTH, ENGLISH, b"PNG")
    said = without_tags(reply.markup)
    assert said.splitlines()[0] == "The last 30 days"
    assert "Questions: 3,907, answered 83%" in said
    assert "Reply time: median 0.3 s, 95 % 0.6 s" in said
    assert "Alerts sent: 15,824" in said
    assert "• Kabar Nusantara: " in said
    assert "• others: " in said
    assert "• pemilu 2029: 84" in said
    assert reply.picture == b"PNG"


def test_there_are_buttons_for_the_periods_and_the_current_one_is_marked() -> None:
    ((week, month, quarter),) = render_statistics(MONTH, ENGLISH, b"").keyboard
    assert (week.label, month.label, quarter.label) == ("7 days", "✓ 30 days", "90 days")
    assert [week.payload, quarter.payload] == [ShowStatistics(7), ShowStatistics(90)]


def test_a_period_without_anything_has_no_times_and_no_topics() -> None:
    said = without_tags(render_statistics(NOTHING, ENGLISH, b"").markup)
    assert "Questions: none yet" in said
    assert "Replied" not in said
    assert "Topics" not in said


NAMES = st.text(min_size=1, max_size=200) | st.just("🙂" * 200) | st.just("<b>&" * 50)


@given(st.lists(NAMES, max_size=7), st.lists(NAMES, max_size=5), st.sampled_from(InterfaceLanguage))
def test_the_caption_fits_whatever_sources_and_topics_are_called(
    sources: list[str], topics: list[str], language: InterfaceLanguage
) -> None:
    report = replace(
        NOTHING,
        sources=tuple(SourceDays(name, (10**9,) * 7) for name in sources),
        topics=tuple(FollowedTopic(name, 10**9) for name in topics),
    )
    reply = render_statistics(report, texts_for(language), b"")
    assert reply.markup.units <= MAX_CAPTION
    text, _ = tdlib_parse(reply.html, "HTML")
    assert len(text.encode("utf-16-le")) // 2 <= MAX_CAPTION


GAPS = [UnansweredGroup(f"pertanyaan <b>{number}</b> & lain", 40 - number) for number in range(40)]


def test_questions_are_listed_as_they_were_asked_with_how_often() -> None:
    reply = render_unanswered(
        [UnansweredGroup("harga <b>beras</b>?", 3), UnansweredGroup("kapan\ngerhana", 1)],
        0,
        7,
        ENGLISH,
    )
    said = without_tags(reply.markup)
    assert "• harga <b>beras</b>? (×3)\n• kapan gerhana\n" in said
    assert "&lt;b&gt;beras" in reply.html
    assert reply.keyboard == ()


def test_without_questions_it_says_so() -> None:
    assert without_tags(render_unanswered([], 0, 7, ENGLISH).markup) == (
        ENGLISH.format("gaps_none", days=7)
    )


@pytest.mark.parametrize(
    ("start", "between", "buttons"),
    [
        (0, "1–15 of 40", [ListUnanswered(15)]),
        (15, "16–30 of 40", [ListUnanswered(0), ListUnanswered(30)]),
        (30, "31–40 of 40", [ListUnanswered(15)]),
    ],
)
def test_many_questions_are_paged(start: int, between: str, buttons: list[ListUnanswered]) -> None:
    reply = render_unanswered(GAPS, start, 7, ENGLISH)
    said = without_tags(reply.markup)
    assert between in said
    assert said.count("• ") == min(UNANSWERED_PAGE_SIZE, 40 - start)
    assert [button.payload for row in reply.keyboard for button in row] == buttons


def test_the_longest_questions_fit_a_message() -> None:
    reply = render_unanswered([UnansweredGroup("🙂" * 200, 10**6)] * 100, 0, 7, ENGLISH)
    assert reply.markup.units <= MAX_UNITS
