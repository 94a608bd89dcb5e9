"""Every command of the command line on PostgreSQL: it works, or says what to do instead."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bot.maintenance.backup import running_on
from bot.services.addresses import DATABASE
from tests.bot.cli.program import QUESTION, TOKEN, asked, kutip, process
from tests.bot.cli.sample_folder import write_articles
from tests.cluster.postgresql import execute

pytestmark = pytest.mark.long


@pytest.fixture
def settings(tmp_path: Path, postgresql_address: str) -> dict[str, Any]:
    write_articles(tmp_path / "articles")
    return {
        "DATABASE": postgresql_address,
        "ARTICLES": str(tmp_path / "articles"),
        "DATA": str(tmp_path / "data"),
        "LANGUAGE": "en",
    }


def done(*arguments: str, code: int = 0, **settings: Any) -> Result:
    result = kutip(*arguments, **settings)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert settings["DATABASE"].rpartition("@")[0] not in result.output
    return result


def test_articles_are_loaded_asked_for_and_carried(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    assert "2" in done("reload", **settings).output
    assert execute(settings["DATABASE"], "SELECT count(*) FROM articles") == "2"
    assert "42" in asked(QUESTION, **settings)["quotes"][0]["text"]
    assert "42" in done("chat", stdin=f"{QUESTION}\n", **settings).output
    assert "Articles: 2" in done("status", code=3, **settings).output
    exported = tmp_path / "out.jsonl"
    done("export", str(exported), **settings)
    assert len(exported.read_text("utf-8").splitlines()) == 2
    more = tmp_path / "more.txt"
    more.write_text("Title: Pasar baru\n\nPasar baru dibuka di Tanjung Sari pada hari Senin.")
    assert "1" in done("import", str(more), **settings).output
    assert execute(settings["DATABASE"], "SELECT count(*) FROM articles") == "3"
    assert not (tmp_path / "data" / "kutip.db").exists()


def test_backups_name_the_server_own_tools(settings: dict[str, Any], tmp_path: Path) -> None:
    for command in ("backup", "restore"):
        said = done(command, str(tmp_path / "copy.gz"), code=1, **settings).output
        assert 'pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE"' in said
    assert not (tmp_path / "copy.gz").exists()


def test_a_server_out_of_reach_is_said_in_a_line(settings: dict[str, Any], tmp_path: Path) -> None:
    away = settings | {"DATABASE": "postgresql://kutip:secret@127.0.0.1:9/kutip"}
    seen = done("status", code=3, **away).stdout
    assert "The database can't be reached" in seen
    assert "secret" not in seen + done("status", "--json", code=3, **away).stdout
    for arguments in (["ask", QUESTION], ["reload"], ["move", "--to", str(tmp_path / "x.db")]):
        said = done(*arguments, code=1, **away).stderr
        assert said.count("\n") == 1, said
        assert said.startswith("kutip: The database can't be reached")
        assert said.endswith("kutip check says why.\n")
        assert "secret" not in said
    away = settings | {"OPENSEARCH": "http://127.0.0.1:9"}
    for arguments in (["ask", QUESTION], ["reload"]):
        said = done(*arguments, code=1, **away).stderr
        assert said.count("\n") == 1, said
        assert "The search can't be reached" in said
        assert said.endswith("kutip check says why.\n")


def test_a_package_that_is_not_installed_is_said_in_a_line(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.settings.find_spec", lambda _name: None)
    cluster = settings | {
        "OPENSEARCH": "http://127.0.0.1:9",
    }
    for arguments, code in ((["status"], 2), (["ask", QUESTION], 2), (["check"], 1)):
        said = done(*arguments, code=code, **cluster).output
        for name, package in (
            ("DATABASE", "asyncpg"),
            ("OPENSEARCH", "opensearchpy"),
        ):
            needed = f"KUTIP_{name}: needs the package {package}: "
            assert f"{needed}.venv/bin/pip install '.[cluster]'." in said
    without = {name: value for name, value in settings.items() if name != "DATABASE"}
    Path(without["DATA"]).mkdir()
    (Path(without["DATA"]) / "kutip.db").touch()
    moving = kutip("move", "--to", settings["DATABASE"], **without)
    assert moving.exit_code == 2
    assert "--to: needs the package asyncpg" in moving.output


def test_a_bot_that_cannot_start_says_why_in_a_line(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    started = settings | {"TOKEN": TOKEN, "API_URL": "http://127.0.0.1:9/bot"}
    away = started | {"DATABASE": "postgresql://kutip:secret@127.0.0.1:9/kutip"}
    for chosen, part in (
        (started, f"Another process uses {tmp_path / 'data'} already."),
        (away | {"DATA": str(tmp_path / "other")}, "kutip check says why."),
    ):
        with running_on(tmp_path / "data" / DATABASE):
            running = process(tmp_path, "run", **chosen)
            _, said = running.communicate(timeout=60)
        assert running.returncode == 1
        assert said.count(b"\n") == 1, said.decode()
        assert part in said.decode()
        assert b"secret" not in said
