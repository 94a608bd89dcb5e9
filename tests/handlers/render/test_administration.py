import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.library import LibraryStatus
from bot.articles.progress import ReloadPhase, ReloadProgress
from bot.maintenance.sizes import StorageSizes
from bot.model.articles import ReloadReport
from bot.model.channels import ChannelCounts
from bot.model.feeds import FeedCounts
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import OutboxCounts
from bot.texts import LANGUAGES, Texts, texts_for
from handlers.render.administration import (
    StatusReport,
    render_reload_progress,
    render_reload_report,
    render_status,
)
from index.errors import LoadError
from index.sources.loader import LOAD_REASONS
from tests.handlers.samples import any_text
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
NOW = datetime(2022, 2, 3, 12, 0, tzinfo=UTC)
REPORT = ReloadReport(1200, 2, 3, 4, 5, (), 12.34, NOW - timedelta(minutes=5))
ARGUMENTS: dict[str, str | int] = {
    "code": "EACCES",
    "megabytes": 5,
    "suffix": ".pdf",
    "formats": ".txt, .md",
    "id": "x",
    "count": 9,
}

failures = st.builds(
    lambda where, reason, value: LoadError(where, reason, **(ARGUMENTS | {"id": value})),
    any_text,
    st.sampled_from(sorted(LOAD_REASONS)),
    any_text,
)


@given(st.lists(failures, max_size=40))
def test_any_report_is_one_message_that_telegram_takes(failed: list[LoadError]) -> None:
    html = render_reload_report(replace(REPORT, failures=tuple(failed)), INDONESIAN).html
    shown, entities = tdlib_parse(html, "HTML")
    assert len(shown.encode("utf-16-le")) // 2 <= 4096
    assert [entity["type"] for entity in entities] == ["bold"]


def test_a_report_counts_and_names_what_could_not_be_read() -> None:
    failed = [LoadError(f"berkas{n}.txt", "load_empty") for n in range(18)]
    html = render_reload_report(replace(REPORT, failures=tuple(failed)), INDONESIAN).html
    assert "Baru: 1.200\nBerubah: 2\nDihapus: 3\nTetap: 4\nKembar: 5\nTidak terbaca: 18" in html
    assert "Waktu: 12,3 detik" in html
    assert "berkas14.txt: kosong\n… dan 3 lagi" in html
    assert "berkas15" not in html


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (ReloadProgress(ReloadPhase.READING, 1500, None), "Membaca artikel: 1.500"),
        (ReloadProgress(ReloadPhase.INDEXING, 0, 1500), "Menyusun indeks dari 1.500 artikel…"),
        (ReloadProgress(ReloadPhase.SAVING, 0, 1500), INDONESIAN.reload_saving),
        (
            ReloadProgress(ReloadPhase.READING, 1500, None, seconds=2.0),
            "Membaca artikel: 1.500\n750 artikel per detik",
        ),
        (ReloadProgress(ReloadPhase.READING, 1, None, seconds=9.0), "Membaca artikel: 1"),
        (
            ReloadProgress(ReloadPhase.INDEXING, 500, 1500, seconds=2.0),
            "Menyusun indeks dari 1.500 artikel…\n250 artikel per detik · kira-kira 4 detik lagi",
        ),
    ],
)
def test_progress_says_what_goes_on(progress: ReloadProgress, said: str) -> None:
    assert render_reload_progress(progress, INDONESIAN).html == said


def health(last: ReloadReport | None, *, reloading: bool = False) -> StatusReport:
    library = LibraryStatus(articles=1206, passages=9000, last_reload=last)
    queue = OutboxCounts(waiting=3, done=1200, failed=2, dead_letter=0, unreachable=4, suspended=2)
    feeds = FeedCounts(watched=1030, failing=4, paused=2, gone=1)
    sizes = StorageSizes(database=12_300_000, index=1, free=0)
    started = NOW - timedelta(hours=3)
    return StatusReport(library, feeds, queue, sizes, reloading, NOW, started, "0.1.0")


def test_the_status_says_how_much_since_when_and_which_version() -> None:
    html = render_status(health(REPORT), INDONESIAN).html
    assert html == (
        "<b>Keadaan</b>\n\nArtikel: 1.206\nBagian teks: 9.000\nBerjalan selama: 3 jam\n"
        "Versi: 0.1.0\n\nTerakhir dimuat: 5 menit yang lalu\n"
        "Baru: 1.200 · Berubah: 2 · Dihapus: 3 · Tetap: 4 · Kembar: 5 · Tidak terbaca: 0\n\n"
        "Umpan: 1.030 dipantau (4 gagal) · 2 dijeda · 1 ditutup\n\n"
        "Kabar: 3 menunggu · 1.200 terkirim · 2 batal · 0 disisihkan\n"
        "Obrolan: 4 tak terjangkau · 2 dijeda\n\n"
        "Disk: basis data 13 MB · indeks 1 MB · kosong 0 MB\n\n"
        f"<i>{INDONESIAN.delivery.status_meaning}</i>"
    )


def test_the_status_counts_channels_where_there_are_any() -> None:
    html = render_status(replace(health(REPORT), channels=ChannelCounts(2, 1)), INDONESIAN).html
    assert "1 ditutup\nKanal: 2 menjadi sumber (1 tak terbaca)\n\n" in html


@pytest.mark.parametrize(
    ("is_leading", "said"),
    [
        (True, "Proses: 2 berjalan · yang menjawab ini memimpin (umpan, folder, kabar)"),
        (False, "Proses: 2 berjalan · yang menjawab ini mengikuti"),
    ],
)
def test_the_status_says_which_process_leads_if_there_may_be_several(
    is_leading: bool, said: str
) -> None:
    several = replace(health(REPORT), processes=2, is_leading=is_leading)
    assert f"Versi: 0.1.0\n{said}\n\n" in render_status(several, INDONESIAN).html


def test_the_status_knows_of_no_reload_and_of_one_that_runs() -> None:
    html = render_status(health(None, reloading=True), INDONESIAN).html
    assert INDONESIAN.status_never_reloaded in html
    assert f" MB\n\n{INDONESIAN.status_reloading}\n\n<i>" in html


@pytest.mark.parametrize("texts", LANGUAGES.values())
def test_every_figure_of_the_status_that_needs_it_is_explained(texts: Texts) -> None:
    """Each is explained under the word that stands in the line."""
    lines, _, meaning = render_status(health(REPORT), texts).html.lower().partition("<i>")
    explained = re.findall(r"(?:^|\. )([^:.]+):", meaning)
    assert len(explained) == 7
    assert all(words.split()[-1] in lines for words in explained)
