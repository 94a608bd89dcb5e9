"""Stored articles are found by the addresses of their pages, however these are written."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.model.articles import Origin
from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from tests.bot.samples import Clock, make_article
from tests.bot.storage.test_sections import VALUES, database_of_0006

ADDRESS = "https://www.warta.example/berita/1?utm_source=rss"
OTHER = "https://www.warta.example/berita/2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


@pytest.fixture
async def library(library: Library) -> Library:
    articles = [
        replace(make_article("a", "Banjir di kota.", "Banjir"), url=ADDRESS),
        replace(make_article("b", "Gempa di desa.", "Gempa"), url=OTHER),
        make_article("c", "Angin di laut.", "Angin"),
    ]
    await library.ingest(articles, Origin.ADDED)
    return library


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "http://warta.example/berita/1",
        "https://m.warta.example/berita/1/amp?fbclid=x#atas",
        "HTTPS://WARTA.EXAMPLE/berita/1/",
    ],
)
async def test_an_article_is_found_by_any_form_of_its_address(
    library: Library, address: str
) -> None:
    found = await library.at_address(address)
    assert found is not None
    assert found.title == "Banjir"


@pytest.mark.parametrize("address", ["", "https://warta.example/", "https://[::1]/a", "banjir"])
async def test_other_addresses_are_of_no_article(library: Library, address: str) -> None:
    assert await library.at_address(address) is None


async def test_an_article_with_another_address_is_found_there_only(library: Library) -> None:
    moved = replace(make_article("a", "Banjir di kota.", "Banjir"), url=f"{OTHER}0")
    await library.ingest([moved], Origin.ADDED)
    assert await library.at_address(ADDRESS) is None
    assert (await library.at_address(f"{OTHER}0")) is not None


@pytest.mark.sqlite("an old file: tests/cluster/test_storage_schema.py")
async def test_an_upgrade_finds_the_addresses_of_stored_articles(tmp_path: Path) -> None:
    path = tmp_path / "kutip.db"
    database_of_0006(path)
    async with open_database(path) as database:
        found = await ArticleStore(database, Clock()).at_address(f"{VALUES['url']}/#atas")
    assert [article.title for article in found] == [VALUES["title"]]
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM articles WHERE address = 1"
        ).fetchall()
    assert "ix_articles_address" in str(plan)
