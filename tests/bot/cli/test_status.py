"""``kutip status``, beside a running bot and without one."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.playground.botapi import BotApiServer
from bot.status.heartbeat import FILE
from tests.bot.cli.program import INDONESIAN, ROOT, kutip, process

TOKEN = "4242:SECRET-of-the-test"
DATABASE = Path("data") / "kutip.db"


def status(**settings: str) -> tuple[int, dict[str, Any]]:
    """The exit status, and the JSON."""
    result = kutip("status", "--json", **settings)
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, found


def causes(found: dict[str, Any]) -> list[str]:
    return [each["cause"] for each in found["problems"]]


@pytest.fixture
async def running(home: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """The real program beside a Bot API server, once it answers."""
    async with BotApiServer(TOKEN) as server:
        started = process(home, "run", TOKEN=TOKEN, API_URL=server.url, LOG_LEVEL="ERROR")
        try:
            await server.polled()
            await until(lambda found: found["bot"]["state"] == "running")
            yield started
        finally:
            started.kill()
            await asyncio.to_thread(started.communicate)


async def until(is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Look until the status is so; the test's time limit bounds the waiting."""
    while not is_so(found := (await asyncio.to_thread(status))[1]):  # noqa: ASYNC110 - a process
        await asyncio.sleep(0.1)
    return found


async def test_a_bot_is_seen_while_it_runs_hangs_and_is_gone(
    running: subprocess.Popen[bytes],
) -> None:
    await until(lambda found: found["telegram"]["reached_at"] is not None)
    check_well(*await asyncio.to_thread(status), running.pid)
    shown = (await asyncio.to_thread(kutip, "status", LANGUAGE="en")).stdout
    assert shown.startswith("Bot: running for ")
    code, found = await asyncio.to_thread(status, FREE_MB="1000000")
    assert (code, found["ok"], causes(found)) == (1, False, ["disk"])
    shown = (await asyncio.to_thread(kutip, "status", FREE_MB="1000000")).stdout
    assert "KUTIP_FREE_MB" in shown
    os.kill(running.pid, signal.SIGSTOP)
    os.utime(Path("data") / FILE, (0, 0))  # as if it had hung for long
    code, found = await asyncio.to_thread(status)
    assert (code, found["bot"]["state"], found["articles"]) == (1, "hung", 2)
    running.kill()
    await asyncio.to_thread(running.wait)
    code, found = await asyncio.to_thread(status)
    assert (code, found["bot"]["state"], found["articles"]) == (3, "stopped", 2)
    assert found["index"]["passages"] > 0


def check_well(code: int, found: dict[str, Any], pid: int) -> None:
    """Assert that the status shows a bot that has just loaded two articles."""
    assert (code, found["ok"], found["problems"]) == (0, True, [])
    assert found["bot"]["pid"] == pid
    assert (found["bot"]["mode"], found["bot"]["leads"]) == ("polling", True)
    assert found["articles"] == 2
    assert found["index"]["passages"] > 0
    assert found["last_reload"]["added"] == 2
    assert found["feeds"] == {
        "watched": 0, "failing": 0, "paused": 0, "gone": 0, "failing_feeds": [],
    }  # fmt: skip
    assert abs(found["telegram"]["clock_difference_seconds"]) < 60
    assert TOKEN not in json.dumps(found)


def test_nothing_is_made_or_changed_by_looking(home: Path) -> None:
    kutip("reload")
    before = {path: path.read_bytes() for path in (home / "data").rglob("*") if path.is_file()}
    assert status()[0] == 3
    after = {path: path.read_bytes() for path in (home / "data").rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before


def test_a_damaged_database_is_told_and_the_rest_is_shown(home: Path) -> None:
    kutip("reload")
    damage(home / DATABASE, "articles")
    code, found = status()
    assert (code, causes(found), found["database"]["error"]) == (3, ["storage"], "storage_damaged")
    assert (found["articles"], found["topics"]) == (None, 0)
    assert "kutip restore" in kutip("status").stdout


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        roots = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE tbl_name = ?", (table,)
        ).fetchall()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        for (root,) in roots:
            if root:
                file.seek((root - 1) * size)
                file.write(b"\xff" * size)


def test_a_database_that_is_no_database_is_told(home: Path) -> None:
    kutip("reload")
    (home / DATABASE).write_bytes(b"bukan basis data " * 999)
    code, found = status()
    assert (code, found["database"]["error"]) == (3, "storage_damaged")


def test_a_database_that_is_busy_is_told_soon(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kutip("reload")
    pragmas = ("PRAGMA busy_timeout=10", "PRAGMA journal_mode=WAL")
    monkeypatch.setattr("bot.storage.dialects.sqlite.PRAGMAS", pragmas)
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        code, found = status()
    assert (code, causes(found), found["database"]["error"]) == (3, ["storage"], "storage_busy")
    assert found["index"]["passages"] > 0


def test_a_database_that_is_gone_is_told(home: Path) -> None:
    kutip("reload")
    for file in (home / "data").glob("kutip.db*"):
        file.unlink()
    code, found = status()
    assert (code, found["database"]["error"], found["articles"]) == (3, "database_lost", None)


@pytest.mark.parametrize(("version", "is_shown"), [("0001", True), ("9999", True)])
def test_a_database_of_another_version_is_left_as_it_is(
    home: Path, version: str, *, is_shown: bool
) -> None:
    kutip("reload")
    with closing(sqlite3.connect(home / DATABASE)) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (version,))
        database.commit()
    code, found = status()
    assert (code, found["database"]["schema"]) == (3, version)
    assert found["articles"] is None
    assert (version in kutip("status").stdout) is is_shown


def test_a_folder_that_was_read_and_is_gone_needs_a_look(home: Path) -> None:
    kutip("reload")
    (home / "articles").rename(home / "elsewhere")
    code, found = status()
    assert (code, causes(found)) == (3, ["folder"])
    checked = kutip("check", LANGUAGE="en")
    assert checked.exit_code == 1
    assert "✗ Needs a look: The articles folder is gone: articles." in " ".join(
        checked.stdout.split()
    )


def test_every_field_is_documented(home: Path) -> None:
    kutip("reload")
    documented = json_fields((ROOT / "docs" / "operating.md").read_text("utf-8"))
    found = status()[1]
    assert set(documented) == set(found)
    for name, description in documented.items():
        if isinstance(found[name], dict):
            assert [key for key in found[name] if f"`{key}`" not in description] == []


def json_fields(page: str) -> dict[str, str]:
    """The rows of the page's table of the JSON's fields."""
    table = page.split("### The JSON\n")[1].split("\n## ", maxsplit=1)[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line[:3] == "| `"]
    return {name.strip("`"): description for name, description in rows}


def test_before_anything_was_loaded_nothing_is_wrong(home: Path) -> None:
    code, found = status()
    assert (code, found["problems"], found["bot"]["state"]) == (3, [], "stopped")
    assert INDONESIAN.operating.state_never in kutip("status").stdout


def test_a_folder_of_backups_that_cannot_be_read_is_a_problem_in_words(home: Path) -> None:
    (home / "loop").symlink_to(home / "loop")
    code, found = status(BACKUPS=str(home / "loop"))
    assert code == 3
    assert [each["text"] for each in found["problems"]] == [
        f"{home / 'loop'} can't be read or written."
    ]
