"""When somebody wants news is read from their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.schedules import find_schedule
from bot.model.schedule import Frequency, Schedule

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("tiap pagi", Schedule(DAILY, 7 * 60)),
        ("setiap hari", Schedule(DAILY, 7 * 60)),
        ("setiap hari jam 7 pagi", Schedule(DAILY, 7 * 60)),
        ("tiap hari pukul 19.30", Schedule(DAILY, 19 * 60 + 30)),
        ("tiap sore jam 5", Schedule(DAILY, 17 * 60)),
        ("jam 8 malam", Schedule(DAILY, 20 * 60)),
        ("tiap malem", Schedule(DAILY, 19 * 60)),
        ("every morning", Schedule(DAILY, 7 * 60)),
        ("every day at 9 pm", Schedule(DAILY, 21 * 60)),
        ("daily at 6:30am", Schedule(DAILY, 6 * 60 + 30)),
        ("at 8 in the evening", Schedule(DAILY, 20 * 60)),
        ("tiap minggu", Schedule(WEEKLY, 7 * 60, 0)),
        ("weekly", Schedule(WEEKLY, 7 * 60, 0)),
        ("seminggu sekali", Schedule(WEEKLY, 7 * 60, 0)),
        ("tiap hari minggu", Schedule(WEEKLY, 7 * 60, 6)),
        ("tiap minggu pagi", Schedule(WEEKLY, 7 * 60, 6)),
        ("setiap senin", Schedule(WEEKLY, 7 * 60, 0)),
        ("tiap jumat sore", Schedule(WEEKLY, 17 * 60, 4)),
        ("every Monday at 8 am", Schedule(WEEKLY, 8 * 60, 0)),
        ("on Sundays", Schedule(WEEKLY, 7 * 60, 6)),
        ("tiap jam", Schedule(Frequency.HOURLY)),
        ("every hour", Schedule(Frequency.HOURLY)),
        ("langsung", Schedule()),
        ("right away", Schedule()),
    ],
)
def test_a_schedule_in_words(text: str, schedule: Schedule) -> None:
    found = find_schedule(f"berita persib {text}")
    assert found is not None
    assert (found.schedule, found.end) == (schedule, len(f"berita persib {text}"))


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("berita persib tiap hari senin", True),
        ("news on Sundays", True),
        ("kirim berita hari senin", False),
        ("news on Monday", False),
        ("berita persib jam 7 pagi", False),
    ],
)
def test_a_day_or_time_alone_does_not_repeat(text: str, repeats: bool) -> None:
    found = find_schedule(text)
    assert found is not None
    assert found.repeats is repeats


@pytest.mark.parametrize(
    "text", ["berita hari minggu kemarin", "berita hari senin lalu", "kabar hari jumat yang lalu"]
)
def test_a_day_that_is_over_is_no_schedule(text: str) -> None:
    assert find_schedule(text) is None


@pytest.mark.parametrize(
    "text", ["", "berita ebola", "jam 25", "jam tangan", "every", "kapan gaji 13 cair", "18000"]
)
def test_other_words_are_none(text: str) -> None:
    assert find_schedule(text) is None


@given(st.text(alphabet="jam pukul tiap every 0123456789:.pmaonday "))
def test_any_text_has_one_or_none(text: str) -> None:
    found = find_schedule(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
