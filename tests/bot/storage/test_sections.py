"""Sections of stored articles: their columns, and the upgrade that adds them."""

import json
import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from bot.storage.schema_version import MIGRATIONS
from tests.bot.samples import Clock

VALUES = {
    "external_id": "",
    "digest": "d1",
    "title": "Persib menang",
    "text": "Persib menang di Bandung.",
    "body": [[0, 25]],
    "language": "id",
    "date": "2026-01-20",
    "place": "",
    "credits": "",
    "source": "Warta",
    "url": "https://bola.warta.test/read/1/persib-menang",
}
"""An article's values in the order in which 0006 made its fingerprint of them."""


def database_of_0006(path: Path) -> None:
    """Make a database as it was before there were sections, with one article."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    engine.dispose()
    fingerprint = blake2b(json.dumps(VALUES).encode(), digest_size=16).hexdigest()
    row = VALUES | {
        "key": "persib.txt",
        "fingerprint": fingerprint,
        "body": json.dumps(VALUES["body"]),
        "added_at": "2026-01-20 09:00:00.000000",
    }
    with closing(sqlite3.connect(path)) as connection:
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608 - names from above
        connection.commit()


def stored_sections(path: Path) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT section, section_code FROM articles").fetchall()


@pytest.mark.sqlite("an old file: tests/cluster/test_storage_schema.py")
async def test_an_upgrade_damages_no_article_and_finds_the_section_in_its_address(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kutip.db"
    database_of_0006(path)
    async with open_database(path) as database:
        articles = ArticleStore(database, Clock())
        assert await articles.damaged() == []
        assert [article.title for article in await articles.latest(1)] == ["Persib menang"]
    assert stored_sections(path) == [("", "sports")]
