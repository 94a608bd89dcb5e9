"""A damaged article is never quoted; it is reported, and the next reload takes it anew."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.errors import ArticleDamaged, Notice
from bot.model.articles import Origin
from bot.model.edits import ArticleDeletion
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.edits import EditStore
from index.query.parser import parse_question
from index.types import Language
from tests.bot.articles.damage.conftest import RICE
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import make_article

pytestmark = pytest.mark.sqlite("pages and values of a file are damaged")


def damage(path: Path, column: str, value: object, key: str = "padi.txt") -> None:
    """Change one value behind the program's back."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE articles SET {column} = ? WHERE key = ?", (value, key))  # noqa: S608
        connection.commit()


def told(notices: list[Notice]) -> list[tuple[str, object]]:
    return [(notice.key, notice.arguments["numbers"]) for notice in notices]


DAMAGES = [
    pytest.param(("text", RICE.partition("\n\n")[2].replace("5", "1")), id="another figure"),
    pytest.param(("text", b"Petani memanen \xff"), id="no UTF-8"),
    pytest.param(("text", 7), id="a number"),
    pytest.param(("title", "Papen"), id="the title"),
    pytest.param(("body", "[[0, 40"), id="no JSON"),
    pytest.param(("body", "[[0, 3]]"), id="another paragraph"),
    pytest.param(("body", "7"), id="no paragraphs"),
    pytest.param(("date", "2026-02-15"), id="another date"),
    pytest.param(("date", "2026-62-14"), id="no date"),
    pytest.param(("language", "in"), id="no language"),
    pytest.param(("source", "Warti"), id="the source"),
    pytest.param(("digest", "0" * 32), id="the digest"),
    pytest.param(("fingerprint", "0" * 32), id="the fingerprint"),
    pytest.param(("origin", "fomder"), id="no origin"),
]
"""A column of the article, and what it holds instead of the article's own value."""


@pytest.mark.parametrize("damaged", DAMAGES)
async def test_a_damaged_article_is_not_read_and_is_reported(
    library: Library,
    article_store: ArticleStore,
    database_path: Path,
    notices: list[Notice],
    damaged: tuple[str, object],
) -> None:
    damage(database_path, *damaged)
    assert {article.key for article in (await library.articles([1, 2])).values()} == {"ikan.txt"}
    assert [article.key for article in await library.latest(limit=9)] == ["ikan.txt"]
    assert [article.key async for article in library.all()] == ["ikan.txt"]
    assert await article_store.damaged() == [2]
    assert {notice.key for notice in notices} == {"article_damaged"}
    assert {notice.arguments["numbers"] for notice in notices} == {"2"}


@pytest.mark.parametrize("damaged", [*DAMAGES, pytest.param(("key", "pafi.txt"), id="the key")])
async def test_the_next_reload_takes_a_damaged_article_anew(
    library: Library,
    engine: FaultyEngine,
    database_path: Path,
    notices: list[Notice],
    damaged: tuple[str, object],
) -> None:
    damage(database_path, *damaged)
    report = await library.reload()
    assert (report.added, report.removed, report.failures) == (0, 0, ())
    article = await library.article(2)
    assert (article.key, article.title, article.source) == ("padi.txt", "Panen", "Warta")
    assert "5.000 ton" in article.text
    hits = (await engine.search(parse_question("padi 5.000", Language.INDONESIAN))).hits
    assert {hit.passage.article_id for hit in hits} == {2}
    assert {notice.key for notice in notices} <= {"article_repaired"}
    assert (await library.reload()).unchanged == 2


async def test_what_was_taken_anew_and_what_could_not_be_is_told(
    library: Library, database_path: Path, folder: Path, notices: list[Notice]
) -> None:
    damage(database_path, "text", "?")
    damage(database_path, "text", "?", "ikan.txt")
    (folder / "ikan.txt").write_bytes(b"")
    await library.reload()
    assert await library.articles([1]) == {}
    assert told(notices) == [("article_repaired", "2"), ("article_damaged", "1")]


async def test_a_damaged_article_of_a_feed_is_taken_when_the_feed_brings_it_again(
    library: Library, database_path: Path
) -> None:
    flood = make_article("feed:1/a", "Banjir melanda kota pada hari Senin.", "Banjir")
    await library.ingest([flood], Origin.FEED)
    damage(database_path, "text", "?", flood.key)
    assert await library.articles([3]) == {}
    report = await library.ingest([flood], Origin.FEED)
    assert (report.added, report.changed) == (0, 1)
    assert (await library.article(3)).text == flood.text


async def test_an_index_is_built_without_damaged_articles(
    library: Library,
    article_store: ArticleStore,
    database_path: Path,
    notices: list[Notice],
) -> None:
    damage(database_path, "text", b"\xff")
    engine = FaultyEngine()
    prepared = await engine.prepare(article_store.all())
    await prepared.commit("1")
    assert (await engine.figures()).articles == 1
    assert told(notices) == [("article_damaged", "2")]


async def test_a_deleted_article_whose_text_is_damaged_is_not_restored(
    library: Library, database: Database, database_path: Path
) -> None:
    rice = await library.article(2)
    await library.apply(ArticleDeletion(rice, Origin.FOLDER))
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("UPDATE withdrawn SET article = replace(article, '5.000', '1.000')")
        connection.commit()
    with pytest.raises(ArticleDamaged):
        await EditStore(database).restorable(2)
