"""The services behind the commands, over a real database and a real index."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.articles.drafts import PageDrafts
from bot.articles.edits import FIELDS, ArticleEditor, read_override
from bot.articles.errors import ChangeFailed, ContentError, DraftGone
from bot.articles.library import Library
from bot.articles.uploads import Uploads, plain_name
from bot.errors import ArticleNotFound
from bot.fetching.addresses import AllowedHosts
from bot.fetching.fetcher import Fetcher, open_fetcher
from bot.model.edits import ArticleOverride
from bot.model.interface_language import InterfaceLanguage
from bot.services.addresses import DATABASE
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.drafts import CLAIM_PERIOD, DRAFT_LIFETIME, MAX_DRAFTS, DraftStore
from bot.storage.edits import EditStore
from bot.storage.tables.articles import arrivals
from bot.texts import texts_for
from index.text.dates import parse_date
from index.types import Article, Language, Span
from tests.bot.two_at_once import at_once

STORY = "Nelayan Pantai Cempaka pulang dengan perahu penuh ikan {0} pada malam hari."


@dataclass
class Clock:
    """A clock that stands until it is set."""

    time: datetime = datetime(2026, 3, 14, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, data_folder: Path) -> Settings:
    folder = tmp_path / "articles"
    folder.mkdir()
    for catch in ("kerapu", "tongkol"):
        (folder / f"{catch}.txt").write_text(STORY.format(catch), "utf-8")
    return Settings(articles=folder, data=data_folder)


@pytest.fixture
async def services(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
    async with open_services(settings, clock) as services:
        await services.library.reload()
        yield services


@pytest.fixture
def library(services: Services) -> Library:
    return services.library


@pytest.fixture
async def database(services: Services, settings: Settings) -> AsyncIterator[Database]:
    async with open_database(settings.data / DATABASE) as database:
        yield database


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with open_fetcher(AllowedHosts()) as fetcher:
        yield fetcher


@pytest.fixture
def articles(database: Database, clock: Clock) -> ArticleStore:
    return ArticleStore(database, clock)


@pytest.fixture
def editor(
    database: Database, library: Library, articles: ArticleStore, clock: Clock
) -> ArticleEditor:
    return ArticleEditor(library, EditStore(database), articles, clock)


@pytest.fixture
def documents(
    settings: Settings, library: Library, articles: ArticleStore, clock: Clock
) -> Uploads:
    return Uploads(settings.data, library, articles, clock)


def article(text: str = STORY.format("pari"), key: str = "https://example.org/1") -> Article:
    body = (Span(0, len(text)),)
    return Article(key, "Panen", text, body, Language.INDONESIAN, digest=text[-9:].ljust(32))


class Draftless(PageDrafts):
    """Pages whose drafts come from the test instead of the web."""

    async def _fetched(self, url: str) -> Article:
        return article(key=url)


@pytest.fixture
def drafts(database: Database, clock: Clock) -> DraftStore:
    return DraftStore(database, clock)


@pytest.fixture
def pages(
    articles: ArticleStore, library: Library, fetcher: Fetcher, drafts: DraftStore
) -> PageDrafts:
    return Draftless(fetcher, library, articles, drafts)


async def titles(library: Library) -> dict[int, str]:
    return {each.id: each.title async for each in library.all()}


async def test_only_so_many_drafts_are_kept_and_the_oldest_go(pages: PageDrafts) -> None:
    first = await pages.fetch("https://example.org/1")
    for _ in range(MAX_DRAFTS):
        last = await pages.fetch("https://example.org/2")
    with pytest.raises(DraftGone):
        await pages.save(first.number)
    assert await pages.discard(last.number) == last.article


async def test_drafts_of_before_a_restart_are_not_those_of_after_it(
    pages: PageDrafts,
    library: Library,
    articles: ArticleStore,
    fetcher: Fetcher,
    drafts: DraftStore,
) -> None:
    restarted = Draftless(fetcher, library, articles, drafts)
    before, after = await pages.fetch("https://a.org"), await restarted.fetch("https://b.org")
    assert before.number != after.number
    assert await restarted.discard(before.number) == before.article


async def test_drafts_are_deleted_after_some_days(
    pages: PageDrafts, drafts: DraftStore, clock: Clock
) -> None:
    old = await pages.fetch("https://a.org")
    clock.time += timedelta(hours=1)
    young = await pages.fetch("https://b.org")
    clock.time += DRAFT_LIFETIME
    await drafts.prune(clock())
    with pytest.raises(DraftGone):
        await pages.save(old.number)
    assert await pages.discard(young.number) == young.article


async def test_a_draft_whose_saving_was_cancelled_can_be_saved(
    pages: PageDrafts, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await pages.fetch("https://example.org/1")

    async def ingest(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as stopped:
        stopped.setattr(Library, "ingest", ingest)
        with pytest.raises(asyncio.CancelledError):
            await pages.save(draft.number)
    outcome, _ = await pages.save(draft.number)
    assert outcome == "page_added"


async def test_a_draft_whose_process_died_while_saving_it_can_be_saved(
    pages: PageDrafts, drafts: DraftStore, clock: Clock
) -> None:
    draft = await pages.fetch("https://example.org/1")
    assert await drafts.claim(draft.number) == draft.article
    with pytest.raises(DraftGone):
        await pages.save(draft.number)
    clock.time += CLAIM_PERIOD + timedelta(seconds=1)
    outcome, _ = await pages.save(draft.number)
    assert outcome == "page_added"


async def test_only_so_many_characters_of_drafts_are_kept_and_the_oldest_go(
    pages: PageDrafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await pages.fetch("https://example.org/1")
    monkeypatch.setattr("bot.storage.drafts.MAX_CHARACTERS", 600)
    second = await pages.fetch("https://example.org/2")
    with pytest.raises(DraftGone):
        await pages.discard(first.number)
    assert await pages.discard(second.number) == second.article


async def test_a_draft_that_is_damaged_is_gone(pages: PageDrafts, database: Database) -> None:
    draft = await pages.fetch("https://example.org/1")
    await database.execute(text("UPDATE drafts SET article = replace(article, 'ikan', 'ikam')"))
    with pytest.raises(DraftGone):
        await pages.save(draft.number)


async def test_a_draft_that_could_not_be_saved_can_be_saved_later(
    pages: PageDrafts, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await pages.fetch("https://example.org/1")
    with monkeypatch.context() as broken:
        broken.setattr(library._store, "_database", None)
        with pytest.raises(ChangeFailed):
            await pages.save(draft.number)
    outcome, saved = await pages.save(draft.number)
    assert (outcome, saved.id) == ("page_added", 3)


async def test_what_was_removed_comes_back_within_a_day_and_alerts_nobody(
    editor: ArticleEditor, library: Library, clock: Clock, database: Database
) -> None:
    removed = await editor.delete(1)
    assert await titles(library) == {2: "Tongkol"}
    clock.time += timedelta(hours=23)
    assert await editor.restore(1) == removed
    assert (await library.article(1)).text == removed.text
    async with database.read() as connection:
        assert (await connection.execute(arrivals.select())).all() == []
    report = await library.reload()
    assert (report.added, report.unchanged) == (0, 2)


async def test_after_a_day_it_is_too_late_but_it_still_stays_away(
    editor: ArticleEditor, library: Library, clock: Clock
) -> None:
    await editor.delete(1)
    clock.time += timedelta(hours=25)
    with pytest.raises(ContentError) as error:
        await editor.restore(1)
    assert error.value.key == "undo_gone"
    assert (await library.reload()).added == 0


async def test_what_was_removed_twice_or_restored_twice_is_said(editor: ArticleEditor) -> None:
    await editor.delete(1)
    with pytest.raises(ArticleNotFound):
        await editor.delete(1)
    await editor.restore(1)
    with pytest.raises(ContentError):
        await editor.restore(1)


async def test_what_somebody_adds_again_can_no_longer_be_restored_beside_it(
    editor: ArticleEditor, pages: PageDrafts, library: Library
) -> None:
    _, saved = await pages.save((await pages.fetch("https://example.org/1")).number)
    await editor.delete(saved.id)
    _, again = await pages.save((await pages.fetch("https://example.org/1")).number)
    with pytest.raises(ContentError):
        await editor.restore(saved.id)
    assert set(await titles(library)) == {1, 2, again.id}


async def test_what_is_said_of_an_article_adds_up_and_outlives_a_reload(
    editor: ArticleEditor, library: Library, settings: Settings
) -> None:
    await editor.override(1, ArticleOverride(title="Panen kerapu"))
    edited = await editor.override(1, ArticleOverride(date=date(2026, 3, 1), source="Warta"))
    (settings.articles / "kerapu.txt").write_text(STORY.format("kerapu") + " Ramai.", "utf-8")
    await library.reload()
    after = await library.article(1)
    assert (after.title, after.date, after.source) == ("Panen kerapu", date(2026, 3, 1), "Warta")
    assert after.text.endswith("Ramai.")
    assert edited.before.title == edited.after.title == "Panen kerapu"


async def test_the_last_correction_is_undone_after_a_restart_and_within_a_day(
    editor: ArticleEditor,
    library: Library,
    database: Database,
    articles: ArticleStore,
    clock: Clock,
) -> None:
    restarted = ArticleEditor(library, EditStore(database), articles, clock)
    await editor.override(1, ArticleOverride(source="Warta"))
    await editor.override(1, ArticleOverride(title="Panen raya", date=date(2026, 3, 1)))
    clock.time += timedelta(hours=23)
    undone = await restarted.undo_override(1)
    assert (undone.before.title, undone.after.title) == ("Panen raya", "Kerapu")
    assert (undone.after.date, undone.after.source) == (None, "Warta")
    await library.reload()
    assert (await library.article(1)) == undone.after
    with pytest.raises(ContentError, match="edit_undo_gone"):
        await restarted.undo_override(1)
    await editor.override(1, ArticleOverride(title="Panen lagi"))
    clock.time += timedelta(hours=25)
    with pytest.raises(ContentError, match="edit_undo_gone"):
        await editor.undo_override(1)
    await library.reload()
    assert (await library.article(1)).title == "Panen lagi"


async def test_a_correction_is_undone_once(editor: ArticleEditor, library: Library) -> None:
    await editor.override(1, ArticleOverride(title="Panen raya"))
    undone = await at_once(editor.undo_override(1), editor.undo_override(1))
    assert sorted(type(each).__name__ for each in undone) == ["ContentError", "EditResult"]
    assert (await library.article(1)).title == "Kerapu"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("Judul", " Panen\u202e raya ")], ArticleOverride(title="Panen raya")),
        ([("tanggal", "1 Maret 2026")], ArticleOverride(date=date(2026, 3, 1))),
        ([("tarikh", "31 Disember 2025")], ArticleOverride(date=date(2025, 12, 31))),
        ([("tajuk", "Baharu")], ArticleOverride(title="Baharu")),
        ([("DATE", "March 1, 2026")], ArticleOverride(date=date(2026, 3, 1))),
        ([("sumber", "A"), ("source", "B")], ArticleOverride(source="B")),
    ],
)
def test_fields_are_read_in_both_languages(
    lines: list[tuple[str, str]], said: ArticleOverride
) -> None:
    assert read_override(lines) == said


async def test_a_document_leaves_nothing_behind_and_the_next_one_waits(
    documents: Uploads, settings: Settings
) -> None:
    seen = []

    async def receive(name: str) -> None:
        async with documents.receiving(name, "mark") as document:
            document.path.write_text("isi", "utf-8")
            seen.append(len(list(settings.data.glob("document-*"))))
            await asyncio.sleep(0)

    await asyncio.gather(*map(receive, ("a.txt", "b.txt", "../c.txt")))
    assert seen == [1, 1, 1]
    assert list(settings.data.glob("document-*")) == []


async def test_of_a_document_no_more_is_taken_than_memory_has_room_for(
    documents: Uploads, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.articles.uploads.MAX_ITEMS", 3)
    async with documents.receiving("berita.csv", "mark") as document:
        rows = "".join(f"{STORY.format(number)}\n" for number in range(5))
        document.path.write_text(f"text\n{rows}", "utf-8")
        taken = await documents.ingest(document, lambda _: None)
    assert [each.id for each in taken.added] == [3, 4, 5]
    (failure,) = taken.report.failures
    assert (failure.reason, failure.arguments) == ("load_too_many_rows", {"count": 3})


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("berita.jsonl.gz", "berita.jsonl.gz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\naskah\\a b.txt", "a b.txt"),
        ("\u202efdp.txt\0", "fdp.txt"),
        (".env", "env"),
        ("..", "_"),
        ("", "_"),
        ("x" * 300 + ".csv", "x" * 60 + ".csv"),
    ],
)
def test_a_name_is_made_fit_to_be_a_file_s(name: str, plain: str) -> None:
    assert plain_name(name) == plain


async def test_two_corrections_at_once_are_both_kept(
    editor: ArticleEditor, library: Library
) -> None:
    results = await at_once(
        editor.override(1, ArticleOverride(title="Nelayan pulang")),
        editor.override(1, ArticleOverride(source="Warta Pesisir")),
        editor.override(1, ArticleOverride(date=date(2022, 1, 21))),
    )
    assert [each for each in results if isinstance(each, BaseException)] == []
    article = await library.article(1)
    assert (article.title, article.source, article.date) == (
        "Nelayan pulang", "Warta Pesisir", date(2022, 1, 21),
    )  # fmt: skip
    await library.reload()
    assert (await library.article(1)) == article


async def test_an_article_is_deleted_once_and_restored_once(
    editor: ArticleEditor, library: Library
) -> None:
    deleted = await at_once(editor.delete(1), editor.delete(1))
    assert sorted(type(each).__name__ for each in deleted) == ["Article", "ArticleNotFound"]
    restored = await at_once(editor.restore(1), editor.restore(1))
    assert sorted(type(each).__name__ for each in restored) == ["Article", "ContentError"]
    await at_once(editor.delete(1), editor.override(1, ArticleOverride(title="Baru")))
    with pytest.raises(ArticleNotFound):
        await library.article(1)
    assert (await editor.restore(1)).title in {"Baru", (await library.article(1)).title}


async def test_a_correction_keeps_what_the_source_has_changed_meanwhile(
    editor: ArticleEditor, library: Library, settings: Settings
) -> None:
    text = STORY.format("cakalang")
    (settings.articles / "kerapu.txt").write_text(text, "utf-8")
    results = await at_once(
        library.reload(), editor.override(1, ArticleOverride(title="Nelayan pulang"))
    )
    assert [each for each in results if isinstance(each, BaseException)] == []
    article = await library.article(1)
    assert (article.title, article.text) == ("Nelayan pulang", text)


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_the_fields_and_dates_that_are_shown_can_be_written(language: InterfaceLanguage) -> None:
    texts = texts_for(language)
    fields = ("title", "date", "source", "section")
    shown = [texts.format(f"edit_field_{field}") for field in fields]
    assert [FIELDS[each] for each in shown] == list(fields)
    days = [date(2026, month, 21) for month in range(1, 13)]
    assert [parse_date(texts.day(day)) for day in days] == days
