"""Another schedule for what was asked to be told of."""

import pytest

from bot.conversation.intents import Subscribe
from bot.conversation.understanding import Situation, may_refer, understand
from bot.model.conversation import Exchange
from bot.model.schedule import Frequency, Schedule
from index.types import Language
from tests.bot.conversation.test_service import NOW

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY
PREVIEW = Exchange("Danantara", "Danantara", Language.INDONESIAN, (), NOW)
ANSWER = Exchange("apa itu Danantara", "Danantara", Language.INDONESIAN, (1,), NOW)


def situation(*history: Exchange) -> Situation:
    return Situation(language=Language.INDONESIAN, now=NOW, history=history)


@pytest.mark.parametrize("before", [PREVIEW, ANSWER])
@pytest.mark.parametrize(
    ("message", "schedule"),
    [
        ("no wait, make it weekly", Schedule(WEEKLY, 7 * 60, 0)),
        ("weekly instead please", Schedule(WEEKLY, 7 * 60, 0)),
        ("every Friday would be better", Schedule(WEEKLY, 7 * 60, 4)),
        ("change it to every evening", Schedule(DAILY, 18 * 60)),
        ("tiap minggu aja", Schedule(WEEKLY, 7 * 60, 0)),
        ("eh tiap senin aja deh", Schedule(WEEKLY, 7 * 60, 0)),
        ("ganti jadi tiap jumat dong", Schedule(WEEKLY, 7 * 60, 4)),
        ("jangan tiap minggu, tiap hari aja", Schedule(DAILY, 7 * 60)),
        ("bukan tiap hari tapi tiap minggu", Schedule(WEEKLY, 7 * 60, 0)),
        ("mending tiap malam aja", Schedule(DAILY, 19 * 60)),
    ],
)
def test_another_schedule_is_of_the_same_subject(
    before: Exchange, message: str, schedule: Schedule
) -> None:
    assert may_refer(message)
    assert understand(message, situation(before)) == Subscribe("Danantara", schedule)


def test_a_time_alone_is_one_after_a_preview_only() -> None:
    assert understand("jam 6 pagi aja", situation(PREVIEW)) == Subscribe(
        "Danantara", Schedule(DAILY, 6 * 60)
    )
    assert not isinstance(understand("jam 6 pagi aja", situation(ANSWER)), Subscribe)


def test_without_a_subject_it_is_asked_for() -> None:
    assert understand("no wait, make it weekly", situation()) == Subscribe(
        "", Schedule(WEEKLY, 7 * 60, 0)
    )


@pytest.mark.parametrize(
    "message",
    [
        "jangan tiap hari",
        "harga emas berubah tiap hari",
        "why does it change every day",
        "kenapa tiap minggu",
        "berapa orang tiap hari",
    ],
)
def test_questions_with_a_schedule_are_none(message: str) -> None:
    assert not isinstance(understand(message, situation(PREVIEW)), Subscribe)
