"""`kutip move`, as far as it needs no server; the rest is in tests/cluster."""

import shutil
from pathlib import Path

import pytest

from tests.bot.cli.program import kutip

AWAY = "postgresql://kutip:secret@127.0.0.1:9/kutip"


@pytest.fixture
def data(tmp_path: Path, migrated: Path) -> str:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(migrated, folder / "kutip.db")
    return str(folder)


@pytest.mark.parametrize(
    ("to", "code", "said"),
    [
        ("mysql://kutip:secret@db/kutip", 1, "--to isn't PostgreSQL's address."),
        (AWAY, 1, "The database can't be reached just now."),
        ("other.db", 1, "Source and target are both files."),
    ],
)
def test_what_cannot_be_moved_to_is_said_without_a_password(
    data: str, to: str, code: int, said: str
) -> None:
    result = kutip("move", "--to", to, DATA=data, LANGUAGE="en")
    assert result.exit_code == code
    assert f"kutip: {said}" in result.stderr
    assert "secret" not in result.output


def test_without_a_database_nothing_is_moved_and_made(tmp_path: Path) -> None:
    result = kutip("move", "--to", AWAY, DATA=str(tmp_path / "data"), LANGUAGE="en")
    assert result.exit_code == 1
    assert "There is no database yet" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_target_is_needed(data: str) -> None:
    result = kutip("move", DATA=data, LANGUAGE="en")
    assert result.exit_code == 2
    assert "--to" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("settings", "name", "package"),
    [
        ({"DATABASE": AWAY}, "KUTIP_DATABASE", "asyncpg"),
        ({"OPENSEARCH": "http://127.0.0.1:9"}, "KUTIP_OPENSEARCH", "opensearchpy"),
        ({}, "--to", "asyncpg"),
    ],
)
def test_a_package_that_is_not_installed_is_said(
    data: str, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], name: str, package: str
) -> None:
    monkeypatch.setattr("bot.settings.find_spec", lambda _name: None)
    result = kutip("move", "--to", AWAY, **{"DATA": data, "LANGUAGE": "en", **settings})
    assert result.exit_code == 2
    needed = f"  {name}: needs the package {package}: .venv/bin/pip install '.[cluster]'."
    assert needed in result.stderr.splitlines()
