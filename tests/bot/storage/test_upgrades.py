"""From every earlier schema, what is stored is kept, and the bot answers from it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.services.addresses import DATABASE
from bot.services.core import open_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import HEAD
from index.types import Language
from tests.bot.storage.stored_schemas import QUESTION, Contents, make_stored, stored_versions
from tests.bot.storage.upgrades import check_upgrade, compare, versions

pytestmark = pytest.mark.sqlite("on PostgreSQL: tests/cluster/test_storage_schema.py")


@pytest.mark.parametrize("version", versions())
async def test_what_an_earlier_version_has_stored_is_kept(version: str, tmp_path: Path) -> None:
    await check_upgrade(DatabaseAddress(tmp_path / "kutip.db"), version)


def test_there_is_a_stored_database_of_every_schema_but_the_newest() -> None:
    """The newest may have just been made; whoever makes the next one adds its."""
    assert {*stored_versions(), HEAD} == set(versions())


@pytest.fixture
def fresh(migrated: Path) -> dict[str, Any]:
    return schema_of(migrated)


@pytest.mark.parametrize("version", stored_versions())
async def test_a_database_that_people_used_is_migrated(
    version: str, tmp_path: Path, fresh: dict[str, Any]
) -> None:
    path = tmp_path / "data" / DATABASE
    before = make_stored(version, path)
    async with open_database(path) as database:
        await compare(database, before)
        await Contents(database, version).check()
    assert schema_of(path) == fresh


@pytest.mark.parametrize("version", ["0001", "0003", "0007", "0009", stored_versions()[-1]])
async def test_the_articles_of_an_earlier_database_answer(version: str, tmp_path: Path) -> None:
    """Of those schemas that changed what is stored of an article."""
    path = tmp_path / "data" / DATABASE
    make_stored(version, path)
    settings = Settings(articles=tmp_path / "articles", data=path.parent)
    async with open_services(settings) as services:
        answer = await services.answerer.ask(QUESTION, reader_language=Language.INDONESIAN)
    assert "Wali Kota Ratna Dewi meresmikan" in answer.quotes[0].text


def schema_of(path: Path) -> dict[str, Any]:
    """Tables with their columns, and indexes with theirs, however they were written."""
    with closing(sqlite3.connect(path)) as connection:
        found: dict[str, Any] = {}
        names = "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        for name, kind in connection.execute(names).fetchall():
            what = "table_xinfo" if kind == "table" else "index_xinfo"
            rows = connection.execute(f"PRAGMA {what}('{name}')").fetchall()
            found[name] = {row[1:] if kind == "table" else (row[0], *row[2:]) for row in rows}
        return found
