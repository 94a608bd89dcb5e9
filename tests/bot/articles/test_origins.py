"""Articles of feeds and of persons, beside those of the folder; and edits of single ones."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.articles.library import Library
from bot.articles.source_files import SourceFile
from bot.errors import ReloadFailed
from bot.model.articles import Origin
from bot.model.edits import ArticleDeletion, ArticleEdit, ArticleOverride, ArticleRestoration
from bot.storage.arrivals import ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.edits import EditStore
from bot.storage.reloads import MAX_REPORTS, ReloadStore, insert_report
from bot.storage.tables.articles import reloads
from index.errors import LoadError
from index.query.parser import parse_question
from index.types import Article, Language
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock, make_article

FLOOD = make_article("feed:1/a", "Banjir melanda kota pada hari Senin.", "Banjir")
QUAKE = make_article("feed:1/b", "Gempa mengguncang desa pada malam hari.", "Gempa")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "padi.txt").write_text("Title: Panen\n\nPetani memanen padi di sawah.", "utf-8")
    return folder


@pytest.fixture
async def library(library: Library) -> Library:
    await library.reload()
    return library


@pytest.fixture
def edits(database: Database) -> EditStore:
    return EditStore(database)


async def found(library: Library, engine: FaultyEngine, word: str) -> list[Article]:
    """The articles in which the index finds a word."""
    result = await engine.search(parse_question(word, Language.INDONESIAN))
    return list((await library.articles({hit.passage.article_id for hit in result.hits})).values())


async def test_what_a_feed_brings_is_found_and_stays_when_the_folder_is_reloaded(
    library: Library, engine: FaultyEngine, database: Database
) -> None:
    failed = LoadError("feed:1/c", "load_no_text")
    report = await library.ingest([FLOOD, failed], Origin.FEED)
    assert (report.added, report.failures, report.origin) == (1, (failed,), "feed")
    assert [article.key for article in await found(library, engine, "banjir")] == ["feed:1/a"]
    assert len(await ArrivalStore(database).waiting(9)) == 1
    again = await library.reload()
    assert (again.unchanged, again.removed) == (1, 0)
    assert [article.key for article in await found(library, engine, "banjir")] == ["feed:1/a"]


async def test_a_feed_that_dates_and_links_anew_changes_nothing(
    library: Library, article_store: ArticleStore
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    moved = replace(FLOOD, key="feed:1/z", date=date(2026, 5, 1), url="https://example.org/new")
    report = await library.ingest([moved], Origin.FEED)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    stored = [article async for article in article_store.all()]
    assert [article.url for article in stored if article.key == FLOOD.key] == [""]


async def test_a_correction_in_a_feed_changes_its_article_and_is_no_news(
    library: Library, engine: FaultyEngine, database: Database
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    await ArrivalStore(database).drop([2])
    corrected = replace(make_article("feed:1/a", "Longsor melanda kota.", "Longsor"))
    report = await library.ingest([corrected], Origin.FEED)
    assert (report.added, report.changed) == (0, 1)
    assert [article.id for article in await found(library, engine, "longsor")] == [2]
    assert await ArrivalStore(database).waiting(9) == []


async def test_the_same_content_in_another_way_is_a_duplicate(
    library: Library, folder: Path
) -> None:
    await library.ingest([FLOOD], Origin.ADDED)
    report = await library.ingest([FLOOD, QUAKE], Origin.FEED)
    assert (report.added, report.duplicates) == (1, 1)


async def test_a_deleted_article_stays_deleted_until_it_is_added_again(
    library: Library, engine: FaultyEngine, article_store: ArticleStore, edits: EditStore
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    flood = await library.article(2)
    await library.apply(ArticleDeletion(flood, Origin.FEED))
    assert await found(library, engine, "banjir") == []
    assert (await library.ingest([FLOOD], Origin.FEED)).added == 0
    assert await article_store.origin(2) is None
    assert await edits.restorable(2) == ArticleRestoration(flood, Origin.FEED)
    assert (await library.ingest([FLOOD], Origin.ADDED)).added == 1
    assert await edits.restorable(2) is None


async def test_an_article_of_the_folder_can_be_deleted_and_restored_under_its_id(
    library: Library, engine: FaultyEngine, database: Database, edits: EditStore
) -> None:
    rice = await library.article(1)
    await library.apply(ArticleDeletion(rice, Origin.FOLDER))
    assert (await library.reload()).added == 0
    await library.apply(ArticleRestoration(rice, Origin.FOLDER))
    assert await found(library, engine, "padi") == [rice]
    assert await ArrivalStore(database).waiting(9) == []
    assert (await library.reload()).unchanged == 1


async def test_the_text_of_an_article_deleted_long_ago_is_dropped_but_it_stays_deleted(
    library: Library, edits: EditStore, clock: Clock
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    await library.apply(ArticleDeletion(await library.article(2), Origin.FEED))
    await edits.prune(clock())
    assert await edits.restorable(2) is not None
    await edits.prune(clock().replace(year=2027))
    assert await edits.restorable(2) is None
    assert (await library.ingest([FLOOD], Origin.FEED)).added == 0


async def test_an_override_survives_reloads_and_renames(
    library: Library, folder: Path, edits: EditStore
) -> None:
    rice = await library.article(1)
    said = ArticleOverride(
        title="Panen raya", date=date(2026, 2, 1), source="Warta", section="Opini"
    )
    await library.apply(ArticleEdit(rice, Origin.FOLDER, said))
    assert await edits.override(rice) == said
    for path in ("padi.txt", "beras.txt"):
        (folder / "padi.txt").rename(folder / path)
        assert (await library.reload()).changed == 0
        article = await library.article(1)
        assert ArticleOverride(*(getattr(article, name) for name in said._fields)) == said
        (folder / path).rename(folder / "padi.txt")


async def test_a_person_s_change_of_a_folder_article_is_no_reload_of_the_folder(
    library: Library, clock: Clock
) -> None:
    """The folder's last reload is what /status shows and KUTIP_RELOAD_MINUTES counts from."""
    read_at = clock()
    rice = await library.article(1)
    edit = ArticleEdit(rice, Origin.FOLDER, ArticleOverride(title="Panen raya"))
    for change in (
        edit,
        ArticleDeletion(edit.after, Origin.FOLDER),
        ArticleRestoration(edit.after, Origin.FOLDER),
    ):
        clock.advance(timedelta(hours=1))
        assert (await library.apply(change)).origin == Origin.ADDED
        last = (await library.status()).last_reload
        assert last is not None
        assert last.finished_at == read_at


async def test_files_that_a_person_gives_are_beside_the_folders(
    library: Library, engine: FaultyEngine, tmp_path: Path
) -> None:
    given = tmp_path / "gempa.txt"
    given.write_text("Title: Gempa\n\nGempa mengguncang desa pada malam hari.", "utf-8")
    report = await library.import_files([SourceFile(given, given.name)])
    assert (report.added, report.origin) == (1, "added")
    assert (await library.reload()).removed == 0
    assert [article.title for article in await found(library, engine, "gempa")] == ["Gempa"]


async def test_what_cannot_be_taken_in_leaves_everything_as_it_was(
    library: Library, engine: FaultyEngine, article_store: ArticleStore
) -> None:
    engine.prepare_fails = True
    with pytest.raises(ReloadFailed):
        await library.ingest([FLOOD], Origin.FEED)
    assert await article_store.count() == 1


async def test_the_folders_last_reload_is_remembered_however_much_feeds_bring(
    library: Library, reload_store: ReloadStore, database: Database, clock: Clock
) -> None:
    folder = await reload_store.last()
    assert folder is not None
    brought = replace(folder, origin="feed", finished_at=clock())
    async with database.write() as connection:
        for _ in range(MAX_REPORTS + 5):
            await insert_report(connection, brought)
    assert await reload_store.last() == folder
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(reloads)) == MAX_REPORTS + 1
