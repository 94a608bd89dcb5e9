"""``kutip playground``, and ``kutip run`` without a token: the page, started as a program."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.cli.playground import TEMPORARY_NAME, has_browser, own_settings
from bot.configuration.cluster import Mode
from bot.playground.page.cast import OWNER_ID
from bot.settings import load_settings
from tests.bot.cli.program import OWN, at_a_terminal, interrupted, kutip, process, read_until

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?secret=[\w-]{43}")


def address_in(printed: str) -> str:
    found = ADDRESS.search(printed)
    assert found is not None, printed
    return found[0]


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program, which has to end cleanly and leave nothing when it is interrupted."""
    program = process(home, *arguments)
    try:
        yield program
        program.send_signal(signal.SIGINT)
        _, log = program.communicate(timeout=30)
        assert program.returncode == 0, log.decode()
        assert b"Traceback" not in log, log.decode()
    finally:
        program.kill()
        program.communicate()


def test_the_page_is_served_at_the_address_that_is_printed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With data of its own, which is gone in the end; the installation's stays as it was."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    before = sorted(home.rglob("*"))
    with running(home, "playground", "--no-browser") as program:
        assert program.stdout is not None
        address = address_in(program.stdout.readline().decode())
        assert httpx.get(address, follow_redirects=True).status_code == 200
        assert list((tmp_path / "temporary").glob(f"{TEMPORARY_NAME}*"))
        assert OWN.page_how.split(".")[0].encode() in program.stdout.readline()
    assert list((tmp_path / "temporary").glob(f"{TEMPORARY_NAME}*")) == []
    assert sorted(home.rglob("*")) == before


def test_a_port_can_be_named_and_one_in_use_is_said(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = kutip("playground", "--no-browser", "--port", port, LANGUAGE="en")
    assert result.exit_code == 1
    assert f"Port {port} is in use" in result.stderr
    with running(home, "playground", "--no-browser", "--port", port) as program:
        assert program.stdout is not None
        assert f":{port}/" in address_in(program.stdout.readline().decode())


def test_without_articles_no_page_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kutip("playground", "--no-browser").exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a browser writes the address that it is to open; there is a display for it."""
    path, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {path}\n', "utf-8")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("BROWSER", str(browser))
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("command", ["run", "playground"])
def test_at_a_terminal_with_a_browser_the_page_opens(
    home: Path, opened: Path, command: str
) -> None:
    with at_a_terminal(home, command) as (terminal, program):
        printed = read_until(terminal, b"as @kutip_bot")  # the bot has begun
        assert opened.read_text("utf-8") == address_in(printed.decode())
        assert interrupted(program) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_at_a_terminal_without_a_display_run_chats(
    home: Path, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with at_a_terminal(home, "run") as (terminal, program):
        assert OWN.telegram_how.split(",")[0].encode() in read_until(terminal, b"\n> ")
        os.write(terminal, b"\x04")
        assert program.wait(30) == 0
    assert not opened.exists()


def test_fed_by_a_pipe_run_chats_even_with_a_browser(home: Path, opened: Path) -> None:
    result = kutip("run", stdin="halo\n")
    assert result.stdout.splitlines()[0] == OWN.telegram_how
    assert not opened.exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "1"}, False),
        ("win32", {}, True),
    ],
)
def test_a_browser_needs_a_display(
    monkeypatch: pytest.MonkeyPatch,
    opened: Path,
    platform: str,
    variables: dict[str, str],
    *,
    expected: bool,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert has_browser() is expected


def test_an_installation_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TOKEN": "42:INSTALLED",
        "DATA": "/var/lib/kutip",
        "OWNERS": "7",
        "DATABASE": "postgresql://kutip@db/kutip",
        "OPENSEARCH": "https://search:9200",
        "MODE": "webhook",
        "WEBHOOK_URL": "https://bot.example/telegram",
    }.items():
        monkeypatch.setenv(f"KUTIP_{name}", value)
    own = own_settings(load_settings(env_file=None), "4242:own", tmp_path)
    assert own.token is not None and own.token.get_secret_value() == "4242:own"
    assert (own.data, own.database, own.opensearch) == (tmp_path, None, ())
    assert (own.mode, own.owners) == (Mode.POLLING, frozenset({OWNER_ID}))
