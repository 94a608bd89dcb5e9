"""The chat in the terminal, on real articles in a real database."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.chat import ChatSession, prompted_lines, run_chat
from bot.cli.console import Output
from bot.model.interface_language import InterfaceLanguage
from bot.services.core import Services, open_services
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from index.types import Language
from tests.bot.cli.sample_folder import make_settings, write_articles

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
OWN = TerminalTexts(InterfaceLanguage.INDONESIAN)


class Recorder:
    """An output that records what was printed."""

    def __init__(self) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        self.output = Output(Console(file=self._out), Console(file=self._err))

    def read(self) -> str:
        """Return what was printed since the last call."""
        printed = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return printed

    @property
    def warnings(self) -> str:
        return self._err.getvalue()


GREETED = (
    f"{INDONESIAN.conversation.greeting}\n  Ada kabar apa soal Mercusuar Tanjung Sari?\n"
    "  Apa kata Clara Whitfield?"
)
NO_BRAZIL = INDONESIAN.conversation.format("refused_missing", missing="mesin ketik atau Brasil")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def home(tmp_path: Path, data_folder: Path) -> Path:
    write_articles(tmp_path / "articles")
    return tmp_path


@pytest.fixture
async def services(home: Path) -> AsyncIterator[Services]:
    async with open_services(make_settings(home)) as services:
        yield services


@pytest.fixture
async def chat(services: Services, recorder: Recorder) -> ChatSession:
    chat = ChatSession(services, recorder.output)
    await chat.load()
    return chat


async def test_a_question_is_answered_with_a_quote_and_its_source(
    chat: ChatSession, recorder: Recorder
) -> None:
    assert await chat.respond("berapa tinggi menara mercusuar?\n")
    printed = recorder.read()
    assert "42 meter" in printed
    assert "— Mercusuar Tanjung Sari Menyala Lagi · Harian Contoh · 14 Februari 2026" in printed
    assert printed.endswith("https://example.org/mercusuar\n\n")


async def test_an_english_question_is_answered_in_english(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("Who rebuilt the arches of the Old Mill Bridge?")
    assert "January 10, 2026" in recorder.read()


async def test_what_the_articles_do_not_hold_is_refused(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("siapa penemu mesin ketik listrik di Brasil?")
    assert recorder.read() == f"{NO_BRAZIL}\n\n"


@pytest.mark.parametrize("line", ["", "\n", "   "])
async def test_an_empty_line_is_passed_over(
    chat: ChatSession, recorder: Recorder, line: str
) -> None:
    assert await chat.respond(line)
    assert recorder.read() == ""


async def test_ask_is_the_same_as_the_question_alone(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/ask berapa tinggi menara mercusuar?")
    assert "42 meter" in recorder.read()


async def test_the_newest_articles_come_first(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/latest")
    printed = recorder.read()
    assert 0 < printed.index("Mercusuar Tanjung Sari") < printed.index("Old Mill Bridge")


@pytest.mark.parametrize("command", ["{}", "/article {}"])
async def test_an_article_is_opened_by_the_number_in_the_list(
    chat: ChatSession, recorder: Recorder, command: str
) -> None:
    await chat.respond("/latest")
    number = recorder.read().splitlines()[1].split()[0]
    assert number == "1"
    await chat.respond(command.format(number))
    assert "Rp 3,2 miliar" in recorder.read()
    await chat.respond(command.format(2))
    assert "Old Mill Bridge" in recorder.read()


async def test_an_article_is_opened_by_its_address_and_found_by_its_text(
    chat: ChatSession, recorder: Recorder, services: Services
) -> None:
    for command in ("https://lain.example/1", "/article https://lain.example/1"):
        await chat.respond(command)
        printed = recorder.read()
        assert INDONESIAN.format("page_unknown", address="lain.example/1") in printed
    (newest,) = await services.library.latest(limit=1)
    await chat.respond(" ".join(newest.text.split()) * 2)
    printed = recorder.read()
    assert INDONESIAN.format("passage_known", title=newest.title) in printed
    assert f"1  {newest.title}" in printed


async def test_after_an_answer_the_command_beside_a_quote_opens_its_article(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("/latest")
    await chat.respond("Who rebuilt the arches of the Old Mill Bridge?")
    command = recorder.read().rpartition("· /article ")[2].split()[0]
    await chat.respond(f"/article {command}")
    assert recorder.read().startswith("Old Mill Bridge")


async def test_a_near_headline_is_opened_by_its_number(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("kapan mercusuar itu dicat oleh warga Makassar?")
    assert "  1  Mercusuar Tanjung Sari" in recorder.read()
    await chat.respond("1")
    assert "Rp 3,2 miliar" in recorder.read()


async def test_the_command_for_news_lists_it_as_in_telegram(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("/news")
    assert "  1  Mercusuar Tanjung Sari" in recorder.read()
    await chat.respond("/berita sejak kemarin sampai 31 februari")
    said = INDONESIAN.conversation.format(
        "days_no_such_day", words="sejak kemarin sampai 31 februari"
    )
    assert recorder.read().strip() == said


@pytest.mark.parametrize(
    "line", ["kabarin kalo ada berita mercusuar tiap pagi", "jangan kirim lagi"]
)
async def test_alerts_are_said_to_be_for_telegram(
    chat: ChatSession, recorder: Recorder, line: str
) -> None:
    await chat.respond(line)
    assert recorder.read().strip() == INDONESIAN.conversation.telegram_only


async def test_a_greeting_shows_the_questions_of_the_start(
    chat: ChatSession, services: Services, recorder: Recorder
) -> None:
    await chat.respond("halo")
    questions = await services.suggestions.questions(Language.INDONESIAN)
    lines = [INDONESIAN.conversation.greeting, *(f"  {each}" for each in questions)]
    assert recorder.read().splitlines() == [*lines, ""]


async def test_a_number_without_an_article_is_named(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/article 999")
    assert recorder.read().strip() == INDONESIAN.format("article_not_found", id=999)


@pytest.mark.parametrize("number", ["", "satu", "-1", "²", "1" * 400])
async def test_what_is_no_number_gets_an_example(
    chat: ChatSession, recorder: Recorder, number: str
) -> None:
    await chat.respond(f"/article {number}")
    assert recorder.read().strip() == OWN.terminal_article_how


async def test_the_language_chosen_last_is_used(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/language EN")
    assert recorder.read().strip() == ENGLISH.language_chosen
    await chat.respond("/latest")
    assert ENGLISH.latest_title in recorder.read()


@pytest.mark.parametrize("code", ["", "xx"])
async def test_an_unknown_language_gets_an_example(
    chat: ChatSession, recorder: Recorder, code: str
) -> None:
    await chat.respond(f"/language {code}")
    assert recorder.read().strip() == OWN.language_how


async def test_help_names_every_command_of_the_chat(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/help")
    printed = recorder.read()
    for command in ("news", "latest", "article", "language", "help", "quit"):
        assert f"/{command} – " in printed


async def test_an_unknown_command_is_named(chat: ChatSession, recorder: Recorder) -> None:
    await chat.respond("/reset semua")
    assert recorder.read().strip() == OWN.format("terminal_unknown_command", command="/reset")


async def test_start_welcomes_with_samples_that_are_answered(
    chat: ChatSession, recorder: Recorder
) -> None:
    await chat.respond("/start")
    first, *rest = recorder.read().strip().splitlines()
    assert first == OWN.format("welcome", count=2)
    assert rest[:1] == [OWN.samples]
    for sample in rest[1:]:
        await chat.respond(sample)
        assert "“" in recorder.read()


async def test_quit_ends_the_chat(chat: ChatSession) -> None:
    assert not await chat.respond("/quit")


async def test_unreadable_files_are_counted_at_the_start(
    home: Path, services: Services, recorder: Recorder
) -> None:
    (home / "articles" / "empty.txt").write_bytes(b"")
    await ChatSession(services, recorder.output).load()
    assert recorder.warnings.strip() == OWN.format("articles_unreadable", count=1)


async def test_without_the_folder_the_chat_goes_on_with_what_is_stored(
    home: Path, chat: ChatSession, recorder: Recorder
) -> None:
    (home / "articles").rename(home / "moved")
    await chat.load()
    assert "folder artikel tidak ada" in recorder.warnings.lower()
    await chat.respond("berapa tinggi menara mercusuar?")
    assert "42 meter" in recorder.read()


def test_a_chat_ends_with_its_lines(home: Path, recorder: Recorder) -> None:
    lines = iter(["berapa tinggi menara mercusuar?\n", "halo\n"])
    run_chat(make_settings(home), recorder.output, lines, greet=False)
    printed = recorder.read()
    assert printed.startswith("“")
    assert printed.endswith(f"\n\n{GREETED}\n\n")


def test_a_chat_ends_with_quit(home: Path, recorder: Recorder) -> None:
    lines = iter(["/quit", "halo"])
    run_chat(make_settings(home), recorder.output, lines, greet=True)
    assert INDONESIAN.conversation.greeting not in recorder.read()
    assert list(lines) == ["halo"]


def test_a_chat_ends_with_an_interruption(home: Path, recorder: Recorder) -> None:
    def interrupted() -> Iterator[str]:
        yield "halo"
        raise KeyboardInterrupt

    run_chat(make_settings(home), recorder.output, interrupted(), greet=False)
    assert recorder.read() == f"{GREETED}\n\n"


def test_prompted_lines_end_with_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("satu\ndua\n"))
    assert list(prompted_lines()) == ["satu", "dua"]
    assert capsys.readouterr().out == "> > > "
