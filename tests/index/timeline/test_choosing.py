"""One sentence a day, none twice, oldest first."""

from datetime import date, timedelta

import pytest

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from bot.questions.timeline import MAX_SUBJECT, Timeline, timeline_subject
from index.inverted.local_engine import LocalEngine
from index.timeline.choosing import MAX_DAYS
from index.types import Article, Language
from tests.index.builders import build_article, build_index

ID = Language.INDONESIAN
FIRST = date(2026, 2, 1)


def report(day: int, title: str, text: str, number: int = 0) -> Article:
    return build_article(text, title=title, id=number or day + 1, date=FIRST + timedelta(days=day))


async def timeline_of(subject: str, *articles: Article) -> Timeline:
    engine = LocalEngine()
    engine.serve(build_index(articles))
    answerer = QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: None)
    return await answerer.timelines.find(subject, ID)


async def told(subject: str, *articles: Article) -> list[tuple[int, str]]:
    found = await timeline_of(subject, *articles)
    return [((each.day - FIRST).days, each.text) for each in found.events]


CRACK = "Dermaga Elang retak sepanjang 40 meter setelah ditabrak tongkang."
CLOSED = "Kementerian Perhubungan menutup dermaga Elang selama sebulan penuh."
OPEN = "Kapal pertama bersandar di dermaga Elang yang kembali dibuka."


async def test_the_days_come_in_order_whichever_comes_first() -> None:
    found = await told(
        "dermaga elang",
        report(9, "Dermaga Elang Dibuka", OPEN),
        report(0, "Dermaga Elang Retak", CRACK),
        report(3, "Dermaga Elang Ditutup", CLOSED),
        report(4, "Harga Beras Naik", "Harga beras naik menjadi Rp16.000 per kilogram di pasar."),
    )
    assert found == [(0, CRACK), (3, CLOSED), (9, OPEN)]


async def test_what_was_told_is_not_told_on_a_later_day() -> None:
    again = "Kementerian Perhubungan sudah menutup dermaga Elang selama sebulan penuh."
    found = await told(
        "dermaga elang",
        report(3, "Dermaga Elang Ditutup", CLOSED),
        report(4, "Dermaga Elang Ditutup", again),
        report(5, "Dermaga Elang Dibuka", f"{again} {OPEN}"),
    )
    assert found == [(3, CLOSED), (5, OPEN)]


async def test_of_a_day_comes_what_several_articles_tell() -> None:
    visit = "Seorang penyanyi mengunjungi dermaga Elang dan bernyanyi di sana."
    found = await told(
        "dermaga elang",
        report(0, "Penyanyi di Dermaga Elang", visit, 1),
        report(0, "Dermaga Elang Retak Ditabrak Tongkang", CRACK, 2),
        report(0, "Retak, Dermaga Elang Ditabrak Tongkang", CRACK, 3),
    )
    assert found == [(0, CRACK)]


async def test_an_article_that_mentions_the_subject_in_passing_is_not_about_it() -> None:
    passing = (
        "Harga ikan naik di pasar kota. Pedagang mengeluh sejak pekan ini. Pembeli juga mengeluh. "
        "Ikan datang terlambat dari laut. Dermaga Elang masih ditutup oleh pemerintah kota."
    )
    assert await told("dermaga elang", report(0, "Harga Ikan Naik", passing)) == []


async def test_an_article_without_a_date_is_left_out() -> None:
    assert await told("dermaga elang", build_article(CRACK, title="Dermaga Elang Retak")) == []


async def test_the_dateline_is_left_out_and_the_rest_unaltered() -> None:
    found = await timeline_of(
        "dermaga elang", report(0, "Dermaga Elang Retak", f"TANJUNG ELANG - {CRACK}")
    )
    (event,) = found.events
    assert event.text == CRACK == event.article.text[event.start : event.end]


async def test_days_are_bounded() -> None:
    articles = [
        report(
            day,
            "Dermaga Elang",
            f"Dermaga Elang didatangi kapal k{day}a bermuatan m{day}b.",
        )
        for day in range(MAX_DAYS + 15)
    ]
    found = await told("dermaga elang", *articles)
    assert 0 < len(found) <= MAX_DAYS


@pytest.mark.parametrize("subject", ["", "???", "yang dan di", "zzz", "\0", "a" * 5000])
async def test_of_nothing_comes_nothing(subject: str) -> None:
    assert await told(subject, report(0, "Dermaga Elang Retak", CRACK)) == []


def test_a_subject_fits_into_a_button() -> None:
    assert timeline_subject("gempa \n cianjur") == "gempa cianjur"
    long = timeline_subject("gempa " * 30)
    assert long == "gempa gempa gempa gempa gempa gempa"
    assert len(timeline_subject("é " * 40).encode()) <= MAX_SUBJECT
    assert timeline_subject("x" * 41) == ""
