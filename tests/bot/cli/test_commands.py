"""The command line as people and programs use it."""

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.commands import cli
from tests.bot.cli.program import (
    INDONESIAN,
    OWN,
    QUESTION,
    asked,
    at_a_terminal,
    interrupted,
    kutip,
    no_settings,
    process,
    read_until,
)
from tests.bot.cli.sample_folder import LIGHTHOUSE

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
    assert list(answer) == [
        "question", "answered", "confidence", "language", "quotes", "took_ms",
    ]  # fmt: skip
    assert (answer["answered"], answer["language"]) == (True, "id")
    assert 0.5 < answer["confidence"] < 1
    quote = answer["quotes"][0]
    assert quote["text"] in LIGHTHOUSE
    assert quote["end"] - quote["start"] == len(quote["text"])
    assert "42 meter" in quote["text"]
    assert quote["date"] == "2026-02-14"


def test_ask_json_writes_letters_as_letters(home: Path) -> None:
    assert "“apa” 😀" in kutip("ask", "--json", "“apa” 😀").stdout


def test_ask_json_says_which_articles_an_address_is_of(home: Path) -> None:
    assert asked("https://lain.example/1") == {
        "answered": False,
        "kind": "articles",
        "articles": [],
        "language": "id",
    }


def test_a_refusal_is_an_answer_too(home: Path) -> None:
    answer = asked("siapa penemu mesin ketik listrik di Brasil?")
    assert (answer["answered"], answer["quotes"]) == (False, [])
    assert kutip("ask", "siapa penemu mesin ketik listrik di Brasil?").stdout == (
        "Belum ada artikel tentang mesin ketik atau Brasil.\n"
    )


def test_ask_does_not_load_again_what_is_stored(home: Path) -> None:
    assert asked(QUESTION)["answered"]
    (home / "articles" / "lighthouse.txt").unlink()
    assert asked(QUESTION)["answered"]


def test_ask_without_the_folder_of_articles_says_so(home: Path) -> None:
    result = kutip("ask", QUESTION, ARTICLES="elsewhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"kutip: {INDONESIAN.format('folder_missing', path='elsewhere')}\n"


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
    assert greeting.splitlines()[0] == INDONESIAN.conversation.greeting
    assert "42 meter" in answer


def test_the_last_line_needs_no_end(home: Path) -> None:
    assert INDONESIAN.conversation.thanks in kutip("chat", stdin="terima kasih").stdout


def test_run_without_a_token_chats_and_says_how_to_add_one(home: Path) -> None:
    result = kutip("run", stdin=f"{QUESTION}\n")
    assert result.exit_code == 0
    first, rest = result.stdout.split("\n", 1)
    assert first == OWN.telegram_how
    assert "42 meter" in rest


def test_bytes_that_are_no_text_are_answered_like_any_question(home: Path) -> None:
    result = CliRunner().invoke(cli, ["chat"], input=b"\xff\xfe\x80\nhalo\n", env=no_settings())
    assert result.exit_code == 0
    assert INDONESIAN.conversation.greeting in result.stdout


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
    assert result.exit_code == 3  # no bot runs
    assert "Articles: 2\n" in result.stdout
    assert f"Version: {version('kutip')}\n" in result.stdout


@pytest.mark.parametrize("command", [["ask", "apa?"], ["chat"], ["reload"], ["status"]])
def test_outside_a_project_no_data_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kutip(*command)
    assert list(tmp_path.iterdir()) == []
    looks_only = command == ["status"]
    assert result.exit_code == (3 if looks_only else 1)
    missing = INDONESIAN.format("folder_missing", path="articles")
    assert result.stderr == ("" if looks_only else f"kutip: {missing}\n")


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


def test_ask_reads_the_articles_for_the_words_that_are_asked_for(home: Path) -> None:
    text = "Title: Rapat\nDate: 2026-02-01\n\n“Kami setuju,” kata Wayan Sukarta di balai desa.\n"
    (home / "articles" / "rapat.txt").write_text(text, encoding="utf-8")
    answer = asked("apa kata Wayan Sukarta?")
    assert [quote["text"] for quote in answer["quotes"]] == [
        "“Kami setuju,” kata Wayan Sukarta di balai desa."
    ]
    listed = asked("kutipan Wayan")
    assert (listed["kind"], listed["speaker"]) == ("quotations", "Wayan Sukarta")
    assert [quote["text"] for quote in listed["quotes"]] == ["Kami setuju"]
    assert "“Kami setuju”" in kutip("ask", "kutipan Wayan").stdout
    assert asked("kutipan Budi")["persons"] == []
