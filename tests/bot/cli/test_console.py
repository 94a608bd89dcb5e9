"""Output in the terminal: bold matches for people, plain text for pipes."""

import datetime
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.articles.progress import ReloadPhase, ReloadProgress
from bot.cli.console import (
    Output,
    Printable,
    answer_text,
    article_text,
    latest_text,
    printable,
    report_text,
)
from bot.model.articles import ReloadReport
from bot.model.interface_language import InterfaceLanguage
from bot.questions.answer import Answer, AnswerOutcome
from bot.texts import texts_for
from index.errors import LoadError
from index.types import Article, Language, Quote, Span
from tests.bot.samples import Clock, make_article

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
ARTICLE = replace(
    make_article(content="Menara itu setinggi 42 meter.", title="Menara"),
    id=7,
    date=datetime.date(2026, 2, 14),
    source="Harian Contoh",
    url="https://example.org/menara",
)
ESCAPES = "\x1b[31m\x07\x9b2J\u202e"


def quote_of(article: Article, *highlights: Span) -> Quote:
    start, end = article.body[0]
    return Quote(article, start, end, highlights, article.body[0], 1.0)


def answer(*quotes: Quote) -> Answer:
    outcome = AnswerOutcome.ANSWERED if quotes else AnswerOutcome.REFUSED
    return Answer("Berapa tinggi menara?", Language.INDONESIAN, outcome, quotes)


def shown(text: Printable, *, watched: bool = False, width: int = 60) -> str:
    """Return the text as printed to a terminal, or to a pipe."""
    file = io.StringIO()
    console = Console(
        file=file, force_terminal=watched, width=width, color_system=None, highlight=False
    )
    Output(console, console).print(text)
    return file.getvalue()


def test_a_pipe_gets_plain_text() -> None:
    assert shown(answer_text(answer(quote_of(ARTICLE, Span(0, 6))), INDONESIAN)) == (
        "“Menara itu setinggi 42 meter.”\n"
        "— Menara · Harian Contoh · 14 Februari 2026\n"
        "https://example.org/menara\n"
    )


def test_a_person_sees_the_matching_words_bold() -> None:
    text = answer_text(answer(quote_of(ARTICLE, Span(0, 6), Span(20, 22))), INDONESIAN)
    bold = [text.plain[span.start : span.end] for span in text.spans if span.style == "bold"]
    assert bold == ["Menara", "42"]


def test_in_a_chat_a_quote_names_the_command_that_opens_its_article() -> None:
    assert "14 Februari 2026 · /article 7\n" in shown(
        answer_text(answer(quote_of(ARTICLE)), INDONESIAN, numbered=True)
    )


def test_quotes_of_several_articles_are_parted_by_an_empty_line() -> None:
    other = replace(ARTICLE, id=8, title="Tugu")
    text = shown(answer_text(answer(quote_of(ARTICLE), quote_of(other)), INDONESIAN))
    assert text.count("menara\n\n“Menara") == 1
    assert text.count("— ") == 2


def test_quotes_of_one_article_have_its_source_once() -> None:
    other = replace(ARTICLE, id=8, title="Tugu")
    quotes = [quote_of(ARTICLE), quote_of(ARTICLE), quote_of(other)]
    text = shown(answer_text(answer(*quotes), INDONESIAN, numbered=True))
    assert text.count("meter.”\n“Menara") == 1
    assert [line.split(" · ")[0] for line in text.splitlines() if line.startswith("— ")] == [
        "— Menara",
        "— Tugu",
    ]


@pytest.mark.parametrize(
    ("title", "source", "expected"),
    [
        ("", "Harian Contoh", "— Harian Contoh · 14"),
        ("", "", "— a.txt · 14"),
        ("Dua\nbaris", "", "— Dua baris · 14"),
    ],
)
def test_an_article_without_a_title_is_shown_by_source_or_key(
    title: str, source: str, expected: str
) -> None:
    article = replace(ARTICLE, title=title, source=source)
    assert expected in shown(answer_text(answer(quote_of(article)), INDONESIAN))


@pytest.mark.parametrize("outcome", [outcome for outcome in AnswerOutcome if outcome != "answered"])
def test_without_quotes_there_is_something_to_say(outcome: AnswerOutcome) -> None:
    said = answer_text(Answer("?", Language.ENGLISH, outcome), ENGLISH)
    texts = ENGLISH.conversation if outcome is AnswerOutcome.REFUSED else ENGLISH
    assert said.plain == getattr(texts, outcome.value)


def test_a_pipe_s_lines_are_never_broken() -> None:
    article = replace(ARTICLE, title="kata " * 60)
    lines = shown(answer_text(answer(quote_of(article)), INDONESIAN)).splitlines()
    assert [len(line) > 200 for line in lines] == [False, True, False]


def test_a_terminal_s_lines_are_wrapped() -> None:
    article = replace(ARTICLE, title="kata " * 60)
    lines = shown(answer_text(answer(quote_of(article)), INDONESIAN), watched=True).splitlines()
    assert max(map(len, lines)) <= 60


def test_nothing_from_an_article_commands_the_terminal() -> None:
    hostile = replace(
        make_article(content=f"Menara{ESCAPES}tinggi.", title=f"Judul{ESCAPES}"),
        source=ESCAPES,
        url=f"https://example.org/{ESCAPES}",
        credits=ESCAPES,
    )
    report = ReloadReport(
        0, 0, 0, 0, 0, (LoadError(f"{ESCAPES}.txt", "load_empty"),), 0.1, Clock()()
    )
    for text in (
        answer_text(answer(quote_of(hostile, Span(0, 6))), INDONESIAN),
        article_text(hostile, ENGLISH),
        latest_text([hostile], InterfaceLanguage.ENGLISH),
        report_text(report, ENGLISH),
    ):
        for watched in (False, True):
            assert not set(ESCAPES) - set("[31m2J") & set(shown(text, watched=watched))


@given(st.text(st.characters()))
def test_what_is_made_printable_keeps_its_length_and_its_words(text: str) -> None:
    """Highlights are offsets, so nothing may move."""
    clean = printable(text)
    assert len(clean) == len(text)
    assert all(new in (old, " ") for new, old in zip(clean, text, strict=True))


def test_articles_in_the_other_language_say_so_together_or_each() -> None:
    english = replace(ARTICLE, id=8, language=Language.ENGLISH)
    assert shown(answer_text(answer(quote_of(english)), INDONESIAN)).startswith(
        "Yang saya temukan berbahasa Inggris.\n\n“Menara"
    )
    both = shown(answer_text(answer(quote_of(ARTICLE), quote_of(english)), INDONESIAN))
    assert both.count("bahasa Inggris") == 1
    assert "bahasa" not in shown(answer_text(answer(quote_of(ARTICLE)), INDONESIAN))


def test_an_article_is_shown_whole() -> None:
    article = replace(ARTICLE, credits="(ant/rin)")
    assert shown(article_text(article, ENGLISH)) == (
        "Menara · Harian Contoh · February 14, 2026\n\nMenara itu setinggi 42 meter.\n\n(ant/rin)\n"
        "\nhttps://example.org/menara\n"
    )


def test_an_article_is_shown_with_its_section() -> None:
    article = replace(ARTICLE, section="Bola")
    assert shown(article_text(article, ENGLISH)).startswith(
        "Menara · Harian Contoh · February 14, 2026 · Sports\n"
    )


def test_an_article_without_a_known_body_is_shown_as_it_came() -> None:
    assert "\n\nJudul\n\nIsi berita.\n" in shown(
        article_text(replace(make_article(), body=()), ENGLISH)
    )


def test_the_newest_articles_stand_behind_their_numbers() -> None:
    lines = shown(latest_text([ARTICLE], InterfaceLanguage.INDONESIAN)).splitlines()
    assert lines == [
        "Artikel terbaru",
        "  1  Menara · Harian Contoh · 14 Februari 2026",
        "Tulis nomornya untuk membaca, misalnya 1.",
    ]


def test_with_nothing_loaded_there_is_nothing_newest() -> None:
    assert shown(latest_text([], InterfaceLanguage.ENGLISH)).strip() == ENGLISH.no_articles


def test_a_report_counts_everything_and_gives_each_reason() -> None:
    failures = (LoadError("kosong.txt", "load_empty"), LoadError("a.bin", "load_undecodable"))
    report = ReloadReport(1200, 2, 3, 4, 5, failures, 6.78, Clock()())
    lines = report_text(report, ENGLISH).splitlines()
    assert lines[0] == ENGLISH.reload_done
    assert lines[1:7] == [
        "Added: 1,200",
        "Changed: 2",
        "Removed: 3",
        "Unchanged: 4",
        "Duplicates: 5",
        "Unreadable: 2",
    ]
    assert [line.partition(":")[0] for line in lines[7:9]] == ["  kosong.txt", "  a.bin"]
    assert lines[9] == "Time: 6.8 seconds"


def test_a_report_without_failures_mentions_none() -> None:
    report = ReloadReport(1, 0, 0, 0, 0, (), 0.1, Clock()())
    assert "Unreadable" not in report_text(report, ENGLISH)
    assert "Garbled" not in report_text(report, ENGLISH)


def test_a_report_says_how_many_articles_had_garbled_letters() -> None:
    report = ReloadReport(3, 0, 0, 0, 0, (), 0.1, Clock()(), mojibake=2)
    line = "Garbled letters repaired (Ã© is é): 2 articles"
    assert line in report_text(report, ENGLISH).splitlines()


def test_progress_is_seen_on_a_terminal_and_gone_afterwards() -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=80)
    with Output(console, console).reload_progress(ENGLISH) as on_progress:
        on_progress(ReloadProgress(ReloadPhase.READING, 50, None))
        on_progress(ReloadProgress(ReloadPhase.INDEXING, 0, 1000))
        on_progress(ReloadProgress(ReloadPhase.SAVING, 0, 1000))
    assert ENGLISH.reload_saving in file.getvalue()
    assert file.getvalue().endswith("\x1b[2K")  # the line is wiped


def test_a_pipe_gets_no_progress() -> None:
    out, err = io.StringIO(), io.StringIO()
    with Output(Console(file=out), Console(file=err)).reload_progress(ENGLISH) as on_progress:
        on_progress(ReloadProgress(ReloadPhase.READING, 50, None))
    assert (out.getvalue(), err.getvalue()) == ("", "")


def test_what_was_searched_for_stands_above_the_quotes() -> None:
    misspelt = replace(answer(quote_of(ARTICLE)), searched=f"Berapa{ESCAPES}tinggi\nmenara?")
    lines = shown(answer_text(misspelt, INDONESIAN)).splitlines()
    assert lines[0].startswith("Saya cari: Berapa ")
    assert lines[0].endswith("tinggi menara?")
    assert lines[0].isprintable()
    assert lines[1] == ""
    assert lines[2].startswith("“Menara itu")
