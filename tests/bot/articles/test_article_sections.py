"""Sections through reloads, deletions, edits and the upgrade to a Kutip that has them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Text, cast, select, update

from bot.articles.edits import ArticleEditor
from bot.articles.library import Library
from bot.model.articles import Origin
from bot.model.edits import ArticleDeletion, ArticleOverride, ArticleRestoration
from bot.storage.arrivals import ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.edits import EditStore
from bot.storage.tables.articles import articles, deleted_articles
from tests.bot.samples import Clock, make_article

FLOOD = make_article("feed:1/a", "Banjir melanda kota pada hari Senin.", "Banjir")
TEXT = "Title: Panen\n{}\nPetani memanen padi di sawah."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, "")
    return folder


@pytest.fixture
async def library(library: Library) -> Library:
    await library.reload()
    return library


def write(folder: Path, header: str) -> None:
    (folder / "padi.txt").write_text(TEXT.format(header), "utf-8")


async def code_of(database: Database, number: int) -> str | None:
    code: str | None = await database.scalar(
        select(articles.c.section_code).where(articles.c.id == number)
    )
    return code


async def test_a_file_that_gets_a_section_is_changed_and_no_news(
    library: Library, folder: Path, database: Database
) -> None:
    """As at the first reload after an upgrade, when sections are read that were not before."""
    await ArrivalStore(database).drop([1])
    write(folder, "Section: Ekonomi\n")
    report = await library.reload()
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert await ArrivalStore(database).waiting(9) == []
    assert (await library.article(1)).section == "Ekonomi"
    assert await code_of(database, 1) == "economy"
    assert (await library.reload()).unchanged == 1


async def test_a_feed_that_names_a_section_later_changes_nothing(
    library: Library, database: Database
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    report = await library.ingest([replace(FLOOD, section="Nasional")], Origin.FEED)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)


async def test_the_code_is_of_the_address_where_the_name_is_not_usual(
    library: Library, database: Database
) -> None:
    of_sports = replace(FLOOD, section="Infografis", url="https://sport.warta.example/a/b")
    await library.ingest([of_sports], Origin.FEED)
    assert (await library.article(2)).section == "Infografis"
    assert await code_of(database, 2) == "sports"


@pytest.mark.parametrize("section", ["Nasional", ""])
async def test_a_section_is_deleted_and_restored_with_its_article(
    library: Library, database: Database, section: str
) -> None:
    await library.ingest([replace(FLOOD, section=section)], Origin.FEED)
    flood = await library.article(2)
    await library.apply(ArticleDeletion(flood, Origin.FEED))
    restoring = await EditStore(database).restorable(2)
    assert restoring == ArticleRestoration(flood, Origin.FEED)
    await library.apply(restoring)
    assert (await library.article(2)).section == section
    assert await code_of(database, 2) == ("national" if section else None)


async def test_what_was_deleted_before_there_were_sections_is_restored(
    library: Library, database: Database
) -> None:
    await library.ingest([FLOOD], Origin.FEED)
    flood = await library.article(2)
    await library.apply(ArticleDeletion(flood, Origin.FEED))
    stored = json.loads(await database.scalar(select(cast(deleted_articles.c.article, Text))))
    earlier = {name: value for name, value in stored.items() if not name.startswith("section")}
    await database.execute(update(deleted_articles).values(article=earlier))
    assert await EditStore(database).restorable(2) == ArticleRestoration(flood, Origin.FEED)


async def test_an_edited_section_stays_and_is_undone(
    library: Library, folder: Path, database: Database, article_store: ArticleStore
) -> None:
    write(folder, "Section: Ekonomi\n")
    await library.reload()
    editor = ArticleEditor(library, EditStore(database), article_store, Clock())
    await editor.override(1, ArticleOverride(title="Panen raya"))
    await editor.override(1, ArticleOverride(section="Opini"))
    assert await code_of(database, 1) == "opinion"
    assert (await library.reload()).changed == 0
    assert (await library.article(1)).section == "Opini"
    undone = await editor.undo_override(1)
    assert (undone.after.section, undone.after.title) == ("Ekonomi", "Panen raya")
    assert await code_of(database, 1) == "economy"
    assert (await library.reload()).changed == 0
