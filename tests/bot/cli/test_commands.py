"""The command line as people and programs use it."""

import asyncio
import json
import logging
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import COMMANDS, Commands, cli
from bot.cli.lazy_group import LazyCommand
from bot.cli.usage import CatalogCommand
from bot.playground.botapi import BotApiServer
from bot.texts import texts_for
from bot.texts.terminal import terminal_texts_for
from index.types import Language
from tests.bot.cli.sample_folder import LIGHTHOUSE, write_articles

ROOT = Path(__file__).parents[3]
INDONESIAN = texts_for(Language.INDONESIAN)
OWN = terminal_texts_for(Language.INDONESIAN)
QUESTION = "berapa tinggi menara mercusuar?"
TOKEN = "42:TEST"
PROCESS_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


def no_settings() -> dict[str, str | None]:
    """Unset whatever the developer has set."""
    return {name: None for name in os.environ if name.startswith("KUTIP_")}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with articles and nothing else."""
    write_articles(tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kutip(*arguments: str, stdin: str = "", **settings: str) -> Result:
    environment = no_settings() | {f"KUTIP_{name}": value for name, value in settings.items()}
    return CliRunner().invoke(cli, arguments, input=stdin, env=environment, prog_name="kutip")


def asked(*arguments: str, **settings: str) -> dict[str, Any]:
    result = kutip("ask", "--json", *arguments, **settings)
    assert result.exit_code == 0
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Handle SIGINT: a shell's background jobs ignore it, and so do their children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def process(
    home: Path, *arguments: str, stdio: int = subprocess.PIPE, **settings: str
) -> subprocess.Popen[bytes]:
    """Start the program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUTIP_")}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", "bot", *arguments],
        stdin=stdio,
        stdout=stdio,
        stderr=stdio,
        cwd=home,
        start_new_session=stdio != subprocess.PIPE,
        env=kept
        | PROCESS_ENVIRONMENT
        | {f"KUTIP_{name}": value for name, value in settings.items()},
    )


async def communicate(running: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Return what the process prints until its end, while a server in this one goes on serving."""
    return await asyncio.to_thread(running.communicate, timeout=60)


@contextmanager
def at_a_terminal(
    home: Path, *arguments: str, **settings: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a process at a pseudo-terminal; yield the terminal's other end and the process."""
    terminal, end = os.openpty()
    running = process(home, *arguments, stdio=end, **settings)
    os.close(end)
    try:
        yield terminal, running
    finally:
        running.kill()
        running.wait()
        os.close(terminal)


def interrupted(running: subprocess.Popen[bytes]) -> int:
    """Return the exit code after an interruption.

    Repeats it, as a person would: Python's readline misses a signal that comes just before it
    begins to wait for a key.
    """
    while True:
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return running.wait(10)


def read_until(terminal: int, words: bytes) -> bytes:
    """Return everything up to ``words``; the test's time limit bounds the waiting."""
    seen = b""
    while words not in seen:
        seen += os.read(terminal, 4096)
    return seen


# ask


def test_ask_loads_the_articles_and_answers(home: Path) -> None:
    result = kutip("ask", QUESTION)
    assert result.exit_code == 0
    assert "42 meter" in result.stdout
    assert "— Mercusuar Tanjung Sari Menyala Lagi · Harian Contoh · 14 Februari" in result.stdout
    assert result.stderr == ""


def test_ask_takes_a_question_without_quotation_marks(home: Path) -> None:
    assert asked(*QUESTION.split())["question"] == QUESTION


def test_ask_json_prints_one_object_that_quotes_the_article_itself(home: Path) -> None:
    answer = asked(QUESTION)
    assert list(answer) == ["question", "answered", "language", "quotes", "took_ms"]
    assert (answer["answered"], answer["language"]) == (True, "id")
    quote = answer["quotes"][0]
    assert quote["text"] in LIGHTHOUSE
    assert quote["end"] - quote["start"] == len(quote["text"])
    assert "42 meter" in quote["text"]
    assert quote["date"] == "2026-02-14"


def test_ask_json_writes_letters_as_letters(home: Path) -> None:
    assert "“apa” 😀" in kutip("ask", "--json", "“apa” 😀").stdout


def test_a_refusal_is_an_answer_too(home: Path) -> None:
    answer = asked("siapa penemu mesin ketik listrik di Brasil?")
    assert (answer["answered"], answer["quotes"]) == (False, [])
    assert kutip("ask", "siapa penemu mesin ketik listrik di Brasil?").stdout == (
        f"{INDONESIAN.refused}\n"
    )


def test_ask_does_not_load_again_what_is_stored(home: Path) -> None:
    assert asked(QUESTION)["answered"]
    (home / "articles" / "lighthouse.txt").unlink()
    assert asked(QUESTION)["answered"]


def test_ask_without_the_folder_of_articles_says_so(home: Path) -> None:
    result = kutip("ask", QUESTION, ARTICLES="elsewhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == f"kutip: {INDONESIAN.problems.folder_missing.format(path='elsewhere')}\n"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_whole_in_every_encoding(home: Path, encoding: str) -> None:
    environment = no_settings()
    result = CliRunner(charset=encoding).invoke(
        cli, ["ask", "--json", "mercusuar “itu” 日本 \udcff"], env=environment
    )
    answer = json.loads(result.stdout_bytes.decode(encoding))
    assert answer["question"].startswith("mercusuar “itu” 日本 ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_text_is_printed_in_every_encoding(home: Path, encoding: str) -> None:
    result = CliRunner(charset=encoding).invoke(cli, ["ask", QUESTION], env=no_settings())
    assert result.exit_code == 0
    assert b"42 meter" in result.stdout_bytes


# chat and run


def test_a_chat_fed_by_a_pipe_answers_line_by_line_and_ends(home: Path) -> None:
    result = kutip("chat", stdin=f"halo\n{QUESTION}\n")
    assert result.exit_code == 0
    greeting, answer = result.stdout.split("\n\n", 1)
    assert greeting == INDONESIAN.greeting
    assert "42 meter" in answer


def test_the_last_line_needs_no_end(home: Path) -> None:
    assert INDONESIAN.thanks in kutip("chat", stdin="terima kasih").stdout


def test_run_without_a_token_chats_and_says_how_to_add_one(home: Path) -> None:
    result = kutip("run", stdin=f"{QUESTION}\n")
    assert result.exit_code == 0
    first, rest = result.stdout.split("\n", 1)
    assert first == OWN.telegram_how
    assert "42 meter" in rest


def test_bytes_that_are_no_text_are_answered_like_any_question(home: Path) -> None:
    result = CliRunner().invoke(cli, ["chat"], input=b"\xff\xfe\x80\nhalo\n", env=no_settings())
    assert result.exit_code == 0
    assert INDONESIAN.greeting in result.stdout


def test_a_reader_that_stops_reading_ends_the_chat_quietly(home: Path) -> None:
    chat = process(home, "chat")
    assert chat.stdin is not None and chat.stdout is not None and chat.stderr is not None
    chat.stdout.close()
    chat.stdin.write(b"halo\n" * 100)
    chat.stdin.close()
    assert chat.stderr.read() == b""
    chat.stderr.close()
    assert chat.wait(30) in {0, 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_at_a_terminal_matches_are_bold_and_the_end_of_input_ends_the_chat(home: Path) -> None:
    with at_a_terminal(home, "chat", LANGUAGE="en") as (terminal, chat):
        assert b"Hello, I'm Kutip, with 2 articles." in read_until(terminal, b"\n> ")
        os.write(terminal, QUESTION.encode() + b"\n")
        assert b"\x1b[1mmenara" in read_until(terminal, b"\n> ").lower()
        os.write(terminal, b"\x04")
        assert chat.wait(30) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_an_interruption_at_the_prompt_ends_the_chat_cleanly(home: Path) -> None:
    with at_a_terminal(home, "chat") as (terminal, chat):
        read_until(terminal, b"\n> ")
        os.write(terminal, b"ber")
        read_until(terminal, b"ber")  # readline shows keys while it waits for the next
        assert interrupted(chat) == 0
        assert read_until(terminal, b"\n").strip() in {b"", b"^C"}


# reload and status


def test_reload_reports_what_changed_and_what_could_not_be_read(home: Path) -> None:
    (home / "articles" / "empty.txt").write_bytes(b"")
    result = kutip("reload", LANGUAGE="en")
    assert result.exit_code == 0
    assert "Added: 2\n" in result.stdout
    assert "Unreadable: 1\n  empty.txt: " in result.stdout
    assert "Unchanged: 2\n" in kutip("reload", LANGUAGE="en").stdout


def test_a_reload_that_fails_ends_with_an_error(home: Path) -> None:
    result = kutip("reload", ARTICLES="elsewhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "elsewhere" in result.stderr


def test_status_says_how_much_is_loaded(home: Path) -> None:
    assert INDONESIAN.status_never_reloaded in kutip("status").stdout
    kutip("reload")
    result = kutip("status", LANGUAGE="en")
    assert result.exit_code == 0
    assert "Articles: 2\n" in result.stdout
    assert "Version: 0." in result.stdout


@pytest.mark.parametrize("command", [["ask", "apa?"], ["chat"], ["reload"], ["status"]])
def test_outside_a_project_no_data_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kutip(*command)
    assert list(tmp_path.iterdir()) == []
    assert result.exit_code == (command != ["status"])
    missing = INDONESIAN.format("folder_missing", path="articles")
    assert result.stderr == (f"kutip: {missing}\n" if result.exit_code else "")


def test_most_of_the_folder_is_removed_only_with_an_option(home: Path) -> None:
    kutip("reload")
    for file in (home / "articles").iterdir():
        file.unlink()
    refused = kutip("reload")
    assert refused.exit_code == 1
    assert "--remove" in refused.stderr
    removed = INDONESIAN.format("reload_removed", count=2)
    assert f"{removed}\n" in kutip("reload", "--remove").stdout


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_database_that_is_gone_beside_its_index_is_told(home: Path, left: str) -> None:
    kutip("reload")
    for file in (home / "data").glob("kutip.db*"):
        file.unlink()
    if left == "an empty file":
        (home / "data" / "kutip.db").touch()
    lost = INDONESIAN.format("database_lost", path="data/kutip.db")
    if left == "nothing":
        status = kutip("status")
        assert " ".join(status.stderr.split()) == lost
        assert not (home / "data" / "kutip.db").exists()
    result = kutip("ask", QUESTION)
    assert "42 meter" in result.stdout
    assert " ".join(result.stderr.split()) == lost
    assert kutip("ask", QUESTION).stderr == ""


# check


def test_check_passes_without_a_token(home: Path) -> None:
    result = kutip("check")
    assert result.exit_code == 0
    assert [line[0] for line in result.stdout.splitlines()] == ["✓", "✓", "✓", "–"]


def test_check_fails_where_something_is_wrong(home: Path) -> None:
    result = kutip("check", ARTICLES="elsewhere")
    assert result.exit_code == 1
    assert [line[0] for line in result.stdout.splitlines()] == ["✓", "✓", "✗", "–"]


def test_check_shows_each_mistake_in_the_settings(home: Path) -> None:
    result = kutip("check", TOKEN="wrong", LANGUAGE="en", TOPICS="0")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "✗ KUTIP_TOKEN",
        "✗ KUTIP_TOPICS",
        "– Settings",
    ]


# What goes wrong


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
    result = kutip("status")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kutip: ")
    assert str(Path("data")) in result.stderr


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


# Help


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


def test_version_is_the_installed_one() -> None:
    assert kutip("--version").stdout == f"{version('kutip')}\n"


def test_the_module_runs_like_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("bot", run_name="__main__")
    assert capsys.readouterr().out == f"{version('kutip')}\n"
