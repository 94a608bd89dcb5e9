"""Statistics and unanswered questions."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.statistics.report import Report
from bot.texts import texts_for
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from index.types import Language
from tests.handlers.harness import OWNER, Harness, labels

STATISTICS = texts_for(InterfaceLanguage.ENGLISH).statistics


@pytest.fixture
def pictures(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the dashboards are in turn; drawing one takes seconds."""
    drawn: list[bytes] = []

    async def dashboard(_report: Report, _language: Language) -> bytes:
        return drawn.pop(0)

    monkeypatch.setattr(harness.services.statistics, "dashboard", dashboard)
    return drawn


async def test_stats_show_a_month_and_another_period_by_button(
    harness: Harness, pictures: list[bytes]
) -> None:
    pictures += [b"month", b"week"]
    month = await harness.says("/stats", OWNER)
    assert month.reply.picture == b"month"
    assert month.text.startswith(STATISTICS.format("stats_title", days=30))
    week = await harness.presses(ShowStatistics(7), OWNER, under=month.reply)
    assert [reply.picture for reply in week.edited] == [b"week"]


async def test_a_number_after_the_command_is_the_period(
    harness: Harness, pictures: list[bytes]
) -> None:
    pictures += [b"week"]
    week = await harness.says("/stats 7", OWNER)
    assert week.text.startswith(STATISTICS.format("stats_title", days=7))
    gaps = await harness.says("/gaps 30", OWNER)
    assert gaps.text == STATISTICS.format("gaps_none", days=30)


@pytest.mark.parametrize("written", ["/stats 8", "/stats x", "/gaps 31", "/gaps 0", "/gaps semua"])
async def test_a_period_that_there_is_not_is_explained(harness: Harness, written: str) -> None:
    said = (await harness.says(written, OWNER)).text
    key = "stats_how" if "stats" in written else "gaps_how"
    assert said == STATISTICS.format(key, periods="7, 30, 90", most=30)


async def test_text_does_not_replace_a_picture(harness: Harness, pictures: list[bytes]) -> None:
    pictures += [b""]
    outcome = await harness.presses(ShowStatistics(7), OWNER)
    assert outcome.sent
    assert not outcome.edited


async def test_a_period_that_no_button_offers_is_stale(harness: Harness) -> None:
    assert (await harness.presses(ShowStatistics(8), OWNER)).notice is not None


async def test_unanswered_questions_are_listed_page_by_page(harness: Harness) -> None:
    assert (await harness.says("/gaps", OWNER)).text == STATISTICS.format("gaps_none", days=7)
    for number in range(17):
        await harness.says(f"berapa harga barang{number} kain{number}?")
    first = await harness.says("/gaps", OWNER)
    assert STATISTICS.format("gaps_range", first="1", last="15", total="17") in first.text
    assert labels(first.reply) == ["2 »"]
    second = await harness.presses(ListUnanswered(15), OWNER, under=first.reply)
    assert STATISTICS.format("gaps_range", first="16", last="17", total="17") in second.text
    assert labels(second.edited[0]) == ["« 1"]


async def test_only_questions_are_unanswered_questions(harness: Harness) -> None:
    refused = "Siapa pelatih tim sepak bola Lestari?"
    for said in (
        *("halo", "makasih", "jawabannya salah", "kamu siapa?", "are you ChatGPT?", "wkwk", "p"),
        *("besok hujan ga", "menurut kamu siapa yang menang", "terjemahkan kucing", "asdfghjkl"),
        *("stop", "kasih tau kalau ada kabar soal ebola", "yang pertama", refused),
        *("kepanjangan", "selengkapnya", "1"),
    ):
        await harness.says(said)
    unanswered = await harness.services.statistics.unanswered()
    assert [(group.question, group.count) for group in unanswered] == [(refused, 1)]
