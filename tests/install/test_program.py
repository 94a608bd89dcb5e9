"""The program from a fresh environment: no checkout, no settings, a folder of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from platform import python_version

import pytest

from bot.playground.botapi import BotApiServer
from tests.install.release import ROOT, TOOLS, VERSION, WHEEL, clean_environment, run

pytestmark = pytest.mark.xdist_group("released")

QUESTION = "siapa yang mengetik naskah proklamasi"
ANSWER = "Sayuti Melik"
VERSIONS = f"kutip {VERSION}, Python {python_version()}\n"


@pytest.fixture(scope="session")
def home(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles that the program brings."""
    folder = tmp_path_factory.mktemp("newsroom")
    run(program, "samples", cwd=folder, KUTIP_LANGUAGE="en")
    return folder


def test_it_says_its_version(program: Path, tmp_path: Path) -> None:
    assert run(program, "--version", cwd=tmp_path) == VERSIONS


def test_it_brings_articles_to_try_on(home: Path) -> None:
    shipped = {path.name: path.read_bytes() for path in (ROOT / "articles").iterdir()}
    assert {path.name: path.read_bytes() for path in (home / "articles").iterdir()} == shipped


def test_it_brings_the_settings(program: Path, home: Path) -> None:
    assert run(program, "settings", cwd=home) == (ROOT / ".env.example").read_text("utf-8")


def test_it_runs_from_the_environment_alone(environment: Path, tmp_path: Path) -> None:
    code = "import bot.app, handlers, index; print(bot.__file__, handlers.__file__, index.__file__)"
    files = run(environment / "bin" / "python", "-c", code, cwd=tmp_path).split()
    assert {Path(file).parents[1].name for file in files} == {"site-packages"}
    assert all(file.startswith(str(environment)) for file in files)


def test_nothing_is_missing_and_nothing_disagrees(environment: Path) -> None:
    run(TOOLS / "uv", "pip", "check", "--python", environment / "bin" / "python")


def test_check_finds_all_well(program: Path, home: Path) -> None:
    report = run(program, "check", cwd=home, KUTIP_LANGUAGE="en")
    assert str(home / "articles") in report
    assert "ERROR" not in report


def test_it_answers_a_question(program: Path, home: Path) -> None:
    assert ANSWER in run(program, "ask", QUESTION, cwd=home)


async def test_the_bot_answers_in_telegram(program: Path, home: Path) -> None:
    """And ends by SIGTERM with status 0."""
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        ani = server.user("Ani", language_code="id")
        chat = server.private_chat(ani, started=True)
        bot = await asyncio.create_subprocess_exec(
            *(program, "run"),
            cwd=home,
            env=clean_environment() | {"KUTIP_TOKEN": server.token, "KUTIP_API_URL": server.url},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            chat.says(ani, QUESTION)
            assert ANSWER in (await chat.next_message(timeout=60)).text
        finally:
            bot.send_signal(signal.SIGTERM)
            status = await bot.wait()
    assert status == 0


@pytest.mark.parametrize("source", ["checkout", "wheel"])
def test_uv_installs_it_as_a_tool(source: str, released: Path, tmp_path: Path) -> None:
    """As docs/install.md says; pipx does the same with pip."""
    what = ROOT if source == "checkout" else released / WHEEL
    folders = {"UV_TOOL_DIR": tmp_path / "tools", "UV_TOOL_BIN_DIR": tmp_path / "bin"}
    options = ("--quiet", "--python", sys.executable, "--constraints", ROOT / "constraints.txt")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {name: str(folder) for name, folder in folders.items()} | {"PATH": path}
    run(TOOLS / "uv", "tool", "install", *options, what, cwd=tmp_path, **environment)
    assert run(tmp_path / "bin" / "kutip", "--version", cwd=tmp_path) == VERSIONS
