"""Help, versions, and what the program imports at its start."""

import os
import platform
import runpy
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from bot.cli.commands import COMMANDS, cli
from tests.bot.cli.program import (
    PROCESS_ENVIRONMENT,
    QUESTION,
    ROOT,
    kutip,
)


def test_help_is_quick_because_it_imports_little() -> None:
    code = (
        "import sys; from bot.cli.commands import cli; cli(['--help'], standalone_mode=False);"
        "print(*sys.modules)"
    )
    imported = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout.split()
    packages = {name.partition(".")[0] for name in imported}
    assert "click" in packages
    assert not {"rich", "numpy", "pydantic", "sqlalchemy", "telegram", "httpx", "babel"} & packages
    assert not {"bot.texts.english", "bot.texts.indonesian", "bot.texts.language"} & set(imported)


NOT_FOR_AN_ANSWER = {
    "telegram", "httpx", "handlers", "bot.app", "aiohttp", "alembic", "sqlalchemy.orm",
    "sqlalchemy.ext.asyncio", "bot.articles.diff", "bot.articles.ingest", "bot.storage.staging",
    "index.sources",
    "dateparser",
    "index.text.cleaning", "markdown_it", "trafilatura", "lxml", "rich.progress", "ir_measures",
}  # fmt: skip


def test_an_answer_is_quick_because_it_imports_little(home: Path) -> None:
    """From the start of the process to the reply; what only loading needs comes with loading."""
    assert kutip("reload").exit_code == 0
    code = (
        "import sys; from bot.cli.commands import cli; "
        "cli(['ask', *sys.argv[1:]], standalone_mode=False);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", code, QUESTION],
        capture_output=True,
        text=True,
        env=os.environ | PROCESS_ENVIRONMENT,
        check=True,
    )
    assert "mercusuar" in done.stdout.lower()
    imported = set(done.stderr.split())
    assert {"numpy", "sqlalchemy", "rapidfuzz", "babel"} <= imported
    assert not NOT_FOR_AN_ANSWER & imported


VERSIONS = f"kutip {version('kutip')}, Python {platform.python_version()}\n"
EXTRAS = ("asyncpg", "opensearchpy", "onnxruntime", "tokenizers", "lightgbm")


def test_every_command_is_there_without_the_packages_of_the_extras() -> None:
    """As after ``pip install .`` alone."""
    code = (
        f"import sys; sys.modules |= dict.fromkeys({EXTRAS!r})\n"  # importing them now fails
        "from click import Context; from bot.cli.commands import COMMANDS, cli\n"
        "for name in COMMANDS: cli.get_command(Context(cli), name)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stderr == ""


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_command_explains_itself(command: list[str]) -> None:
    for option in ("--help", "-h"):
        result = kutip(*command, option)
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) > 3


def test_every_command_has_the_name_in_the_list() -> None:
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in COMMANDS]
    assert [command and command.name for command in commands] == list(COMMANDS)
    assert cli.list_commands(context) == sorted(COMMANDS)


def test_version_is_the_installed_one_and_names_the_python() -> None:
    assert kutip("--version").stdout == VERSIONS


def test_the_module_runs_like_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("bot", run_name="__main__")
    assert capsys.readouterr().out == VERSIONS


def test_an_option_that_takes_a_number_says_so() -> None:
    shown = kutip("eval", "--help").stdout
    assert "--limit-first ANGKA" in shown
    assert "--articles BERKAS" in shown
