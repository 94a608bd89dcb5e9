"""The database of a later Kutip is refused by every command, in words, and left as it is."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.commands import COMMANDS
from bot.services.addresses import DATABASE
from bot.storage.schema_version import HEAD
from tests.bot.cli.program import INDONESIAN, QUESTION, TOKEN, kutip, process

ARGUMENTS = {
    "ask": [QUESTION],
    "backup": [],
    "chat": [],
    "check": [],
    "export": ["out.jsonl"],
    "export-feedback": ["out.tsv"],
    "import": ["in.jsonl"],
    "reload": [],
    "run": [],
    "status": [],
}
ELSEWHERE = {
    "eval": "indexes articles of its own in memory",
    "playground": "has a database of its own",
    "move": "asks its target first; it opens its source as all do",
    "restore": "puts another database in its place: tests/bot/cli/test_backup.py",
    "samples": "writes articles only",
    "settings": "prints a file",
}
DATA = Path("data") / DATABASE


@pytest.fixture
def newer(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that a later version has migrated, in the current folder's data."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text('{"title": "Judul", "text": "Isi berita."}\n')
    (tmp_path / "articles").mkdir()
    path = tmp_path / DATA
    path.parent.mkdir()
    shutil.copyfile(migrated, path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_each_command_is_tried() -> None:
    assert set(ARGUMENTS) | set(ELSEWHERE) == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(ARGUMENTS.keys() - {"run"}))
def test_a_command_refuses_it_and_says_what_to_do(newer: Path, command: str) -> None:
    before = dump(newer)
    refused = kutip(command, *ARGUMENTS[command], stdin=f"{QUESTION}\n")
    assert refused.exit_code == (3 if command == "status" else 1)  # 3: and no bot runs
    texts = [
        INDONESIAN.format("storage_newer", path=str(path), schema="9999", newest=HEAD)
        for path in (DATA, newer)
    ]
    texts.append(INDONESIAN.format("backup_newer", path=str(DATA)))
    assert any(text in refused.output for text in texts)
    assert "Traceback" not in refused.output
    assert dump(newer) == before
    assert {path.name for path in newer.parent.iterdir()} <= {DATABASE, "kutip.lock"}


def test_the_bot_refuses_it_and_says_what_to_do(newer: Path, tmp_path: Path) -> None:
    before = dump(newer)
    refused = process(tmp_path, "run", TOKEN=TOKEN)
    _, stderr = refused.communicate(timeout=60)
    assert refused.returncode == 1
    last = stderr.decode().splitlines()[-1]  # a line of JSON where nobody sits at a terminal
    text = INDONESIAN.format("storage_newer", path=str(DATA), schema="9999", newest=HEAD)
    assert text in last
    assert dump(newer) == before
