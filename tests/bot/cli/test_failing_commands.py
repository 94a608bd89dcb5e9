"""What goes wrong on the command line, as people read it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli.commands import Commands, _logging
from bot.cli.lazy_group import LazyCommand
from bot.cli.usage import CatalogCommand
from bot.playground.botapi import BotApiServer
from tests.bot.cli.program import INDONESIAN, OWN, TOKEN, communicate, kutip, no_settings, process


@pytest.mark.parametrize("command", ["run", "chat", "ask", "reload", "status"])
def test_all_mistakes_in_the_settings_are_printed_at_once(home: Path, command: str) -> None:
    question = ["apa?"] if command == "ask" else []
    result = kutip(command, *question, TOKEN="wrong", ADMINS="me", LANGAUGE="id")
    assert (result.exit_code, result.stdout) == (2, "")
    for name in ("KUTIP_TOKEN: ", "KUTIP_ADMINS: ", "KUTIP_LANGAUGE: "):
        assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert "wrong" not in result.stderr


def test_storage_that_cannot_be_opened_prints_a_message(home: Path) -> None:
    (home / "data").write_text("a file where the folder should be")
    result = kutip("reload")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kutip: ")
    assert str(Path("data")) in result.stderr
    assert str(Path("data")) in kutip("status").stdout


@click.command("status", cls=CatalogCommand)
def fail() -> None:
    raise ZeroDivisionError(f"nobody\nexpected this of {TOKEN}")


@pytest.fixture
def failing() -> Iterator[click.Group]:
    """The same group with a command that raises an unexpected error."""

    @click.group("kutip", cls=Commands, lazy_commands={"status": LazyCommand(__name__, "fail")})
    def group() -> None: ...

    yield group


def test_an_unexpected_error_is_one_line_without_the_token(
    home: Path, failing: click.Group, caplog: pytest.LogCaptureFixture
) -> None:
    environment = no_settings() | {"KUTIP_TOKEN": TOKEN}
    result = CliRunner().invoke(failing, ["status"], env=environment)
    assert result.exit_code == 1
    assert result.stderr == f"kutip: {OWN.failed} {OWN.more_with_verbose}\n"
    assert caplog.records[-1].exc_info is not None


def test_what_verbose_shows_has_no_secret(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even in a traceback, where a library's message may hold one."""
    monkeypatch.setenv("KUTIP_TOKEN", TOKEN)
    monkeypatch.setenv("KUTIP_PROXY", "http://a:kata-4711@proxy.example")
    monkeypatch.chdir(home)
    with _logging(verbose=True):
        error = ZeroDivisionError(f"nobody expected this of {TOKEN}, kata-4711")
        logging.getLogger("bot.cli").error("failed with %s", TOKEN, exc_info=error)
    shown = capsys.readouterr().err
    assert "failed with …" in shown
    assert "ZeroDivisionError: nobody expected this of …, …" in shown
    assert TOKEN not in shown


def test_an_unexpected_error_is_printed_even_without_usable_settings(
    home: Path, failing: click.Group
) -> None:
    environment = no_settings() | {"KUTIP_LANGUAGE": "fr"}
    result = CliRunner().invoke(failing, ["status"], env=environment)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_the_log_is_shown_with_verbose_only(home: Path) -> None:
    assert kutip("reload").stderr == ""
    assert "folder read in" in kutip("--verbose", "reload").stderr
    assert not [
        handler
        for handler in logging.getLogger().handlers
        if type(handler) in (logging.StreamHandler, logging.NullHandler)
    ]


async def test_the_token_is_never_shown(home: Path) -> None:
    """Not by httpx's log either, which has each address."""
    async with BotApiServer(TOKEN) as server:
        check = process(home, "--verbose", "check", TOKEN=TOKEN, API_URL=server.url)
        out, err = await communicate(check)
    assert check.returncode == 0
    assert b"@kutip_bot" in out
    assert TOKEN.encode() not in out + err


async def test_run_with_a_token_that_telegram_refuses_ends_with_an_error(home: Path) -> None:
    async with BotApiServer(TOKEN) as server:
        bot = process(home, "run", TOKEN="43:WRONG", API_URL=server.url)
        _, err = await communicate(bot)
    assert bot.returncode == 1
    assert INDONESIAN.bot_rejected in err.decode()
    assert b"Traceback" not in err
    assert b"43:WRONG" not in err
