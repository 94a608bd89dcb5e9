"""Messages without a subject take that of what went before; whole questions never do."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.following import FOLLOW_UP_LIMIT, follow
from bot.conversation.intents import Ask, AskSubject, ListNews, Subscribe
from bot.conversation.subjects import subject_phrase
from bot.conversation.understanding import Situation, may_refer, understand
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from index.types import Language

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

with (Path(__file__).parent / "follow_ups.tsv").open(encoding="utf-8", newline="") as file:
    FOLLOW_UPS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


def exchange(question: str, age: timedelta = SECOND) -> Exchange:
    language = language_of(question) or Language.INDONESIAN
    return Exchange(
        question, subject_phrase(question, language, lambda _: 8.0), language, (), NOW - age
    )


def situation(history: Sequence[Exchange], replied_to: Exchange | None = None) -> Situation:
    return Situation(
        language=Language.INDONESIAN,
        now=NOW,
        history=history,
        replied_to=replied_to,
    )


@pytest.mark.parametrize(("before", "message", "question"), FOLLOW_UPS)
def test_a_message_is_read_with_what_went_before(before: str, message: str, question: str) -> None:
    intent = follow(message, situation([exchange(before)] if before else []))
    match question:
        case "=":
            assert intent is None
        case "?":
            assert intent == AskSubject(message)
        case _:
            assert isinstance(intent, Ask)
            assert intent.question == question


def test_what_is_searched_for_is_said() -> None:
    intent = follow("gejalanya apa aja", situation([exchange("ebola gimana")]))
    assert intent == Ask("gejala ebola apa aja", subject="ebola", shown="gejala ebola apa aja")


@pytest.mark.parametrize(
    ("before", "message", "shown"),
    [
        ("hp naik ya", "knp", "kenapa hp naik"),
        ("registrasi nomor hp", "mulai kpn sih", "registrasi nomor hp mulai kapan"),
        ("yg arsenal gmn", "sapa yg cetak gol dong", "siapa yang cetak gol arsenal"),
        ("persib gimana", "kok bisa kalah", "persib kok bisa kalah"),
        ("what is smallpox", "who discovered it", "who discovered smallpox"),
        ("apa kata Blinken ttg NATO", "klo Lavrov?", "apa kata Lavrov tentang NATO"),
    ],
)
def test_what_is_searched_for_reads_like_a_persons_words(
    before: str, message: str, shown: str
) -> None:
    intent = follow(message, situation([exchange(before)]))
    assert isinstance(intent, Ask)
    assert intent.shown == shown


@pytest.mark.parametrize(
    ("messages", "question"),
    [
        ("wabah ebola gimana|gejalanya apa|obatnya?|kapan?", "kapan obat ebola"),
        ("siapa pelatih persib|umurnya berapa|asalnya dari mana", "asal pelatih persib dari mana"),
        ("suku bunga BI gimana|siapa gubernurnya|umurnya?", "umur gubernur suku bunga BI"),
        ("apa kata Blinken tentang NATO|dan Lavrov?|umurnya?", "umur Lavrov"),
        ("who invented the Web|where did he work|and his wife?",
         "the one who invented the Web's wife"),
        ("persib gimana|harga beras naik kenapa|sejak kapan?", "sejak kapan harga beras naik"),
    ],
)  # fmt: skip
def test_a_conversation_goes_on(messages: str, question: str) -> None:
    first, *others = messages.split("|")
    history = [exchange(first)]
    for message in others:
        intent = understand(message, situation(history))
        assert isinstance(intent, Ask)
        known = exchange(intent.question)
        history.insert(0, replace(known, subject=intent.subject or known.subject))
    assert history[0].question == question


def test_the_last_of_several_subjects_is_meant() -> None:
    history = [exchange("persib gimana"), exchange("ebola gimana")]
    intent = follow("kapan?", situation(history))
    assert isinstance(intent, Ask)
    assert intent.question == "kapan persib"


def test_after_some_minutes_it_is_asked_which_subject_is_meant() -> None:
    old = [exchange(f"{name} gimana", FOLLOW_UP_LIMIT + SECOND) for name in "persib ebola".split()]
    assert follow("kapan?", situation(old)) == AskSubject("kapan?", ("persib", "ebola"))


def test_a_reply_takes_the_subject_of_the_answer_however_old() -> None:
    day = exchange("ebola gimana", timedelta(hours=30))
    intent = follow("gejalanya apa", situation([exchange("persib gimana")], day))
    assert isinstance(intent, Ask)
    assert intent.subject == "ebola"
    assert follow("harga beras naik kenapa", situation([], day)) is None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("ebola", "gejala ebola apa aja"),
        ("soal ebola", "gejala ebola apa aja"),
        ("Ebola dong", "gejala Ebola apa aja"),
        ("ebola itu apa", None),
        ("harga beras naik kenapa", None),
    ],
)
def test_the_subject_that_was_asked_for_completes_the_question(
    message: str, expected: str | None
) -> None:
    asked_for = Exchange("gejalanya apa aja", "", Language.INDONESIAN, (), NOW - SECOND)
    intent = follow(message, situation([asked_for]))
    assert (intent.question if isinstance(intent, Ask) else intent) == expected


@pytest.mark.parametrize("message", ["", "?", "…", "a" * 5000, "dia " * 500, "’s", "nya", "-nya"])
def test_any_text_is_read(message: str) -> None:
    follow(message, situation([exchange("ebola gimana")]))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("kalau kemarin?", "harga emas antam"),
        ("kemarin?", "harga emas antam"),
        ("bukan, yg kemarin", "harga emas antam"),
        ("kemarin berapa", "berapa harga emas antam"),
        ("terbarunya apa", "terbaru emas antam apa"),
    ],
)
def test_other_days_are_asked_of_what_went_before(message: str, expected: str) -> None:
    before = [exchange("harga emas antam berapa")]
    assert may_refer(message)
    intent = understand(message, situation(before))
    assert isinstance(intent, Ask)
    assert intent.question == expected
    assert intent.newest or intent.conditions
    assert not isinstance(understand(message, situation([])), AskSubject)


@pytest.mark.parametrize("message", ["berita kemarin", "apa yang terjadi kemarin"])
def test_news_of_days_are_listed_whatever_went_before(message: str) -> None:
    before = [exchange("harga emas antam berapa")]
    assert isinstance(understand(message, situation(before)), ListNews)


def test_alerts_about_it_are_about_what_went_before() -> None:
    message = "kasih tau kalau ada berita soal itu"
    assert may_refer(message)
    assert understand(message, situation([exchange("persib gimana")])) == Subscribe("persib")


def test_which_of_them_is_no_list_of_news() -> None:
    intent = understand("daerah mana aja", situation([exchange("banjir demak gimana")]))
    assert isinstance(intent, Ask)
    assert intent.subject == "banjir demak"
    assert not isinstance(understand("berita daerah", situation([exchange("ebola")])), Ask)


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Gejalanya apa saja ya nak", "Gejala hantavirus apa saja"),
        ("Sudah masuk Indonesia belum ya mas?", "hantavirus Sudah masuk Indonesia belum"),
        ("sudah masuk Indonesia belum bu", "hantavirus sudah masuk Indonesia belum"),
        ("Nenek jadi takut, bagaimana cara mencegahnya ya", "bagaimana cara mencegah hantavirus"),
        ("pak, gejalanya apa", "gejala hantavirus apa"),
    ],
)
def test_whom_it_is_asked_of_is_no_part_of_what_goes_on(message: str, question: str) -> None:
    intent = understand(message, situation([exchange("hantavirus itu penyakit apa")]))
    assert isinstance(intent, Ask)
    assert intent.question == question


@pytest.mark.parametrize(
    ("before", "message", "same"),
    [
        ("hrg emas naik apa turun", "klo dolar skrg", "dolar sekarang"),
        ("harga emas berapa", "klo dolar skrg", "harga dolar berapa sekarang"),
    ],
)
def test_what_something_is_worth_now_is_no_mix_of_two_questions(
    before: str, message: str, same: str
) -> None:
    intent, alone = (
        understand(message, situation([exchange(before)])),
        understand(same, situation([])),
    )
    assert isinstance(intent, Ask)
    assert isinstance(alone, Ask)
    assert (intent.question, intent.newest) == (alone.question, alone.newest)


@pytest.mark.parametrize(
    ("before", "message", "question", "is_of_day"),
    [
        ("persib gimana", "mantep, lawan siapa kmrn", "lawan persib siapa", False),
        ("persib gimana", "menang gak kemarin", "persib menang gak", False),
        ("persib gimana", "skornya kemarin malam berapa", "skor persib berapa", True),
        ("harga emas antam", "kemarin naik berapa", "harga emas antam naik berapa", True),
    ],
)
def test_kemarin_of_what_happened_is_lately(
    before: str, message: str, question: str, is_of_day: bool
) -> None:
    intent = understand(message, situation([exchange(before)]))
    assert isinstance(intent, Ask)
    assert intent.question == question
    assert bool(intent.conditions) is is_of_day
    assert intent.newest or is_of_day


def test_a_person_after_a_case_is_of_that_case() -> None:
    before = [exchange("kasus terapis spa surabaya")]
    intent = understand("dia bilang apa soal uangnya", situation(before))
    assert isinstance(intent, Ask)
    assert intent.subject == before[0].subject
    assert intent.subject in intent.question
