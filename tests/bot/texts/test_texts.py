"""Every language has every text, with the same placeholders, and every text is used."""

import re
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest

from bot.texts import LANGUAGES, texts_for
from bot.users.permissions import Command
from index.sources.loader import LOAD_REASONS
from index.types import Language

KEYS = [
    field.name
    for holder in (texts_for(Language.ENGLISH), *texts_for(Language.ENGLISH).parts)
    for field in fields(holder)
    if field.type in {str, "str"}
]
ROOT = Path(__file__).parents[3]
TAG = re.compile(r"</?[a-z]+[^>]*>")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def source() -> str:
    """All code but the texts themselves."""
    files = [
        file
        for package in ("bot", "handlers", "index")
        for file in (ROOT / package).rglob("*.py")
        if "texts" not in file.parts
    ]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_there_are_texts_in_every_language() -> None:
    assert set(LANGUAGES) == set(Language)
    assert all(texts_for(language).language is language for language in Language)


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_or_has_markup(language: Language) -> None:
    texts = texts_for(language)
    wrong = [key for key in KEYS if not (text := texts.template(key)).strip() or TAG.search(text)]
    assert KEYS
    assert wrong == []


@pytest.mark.parametrize("key", KEYS)
def test_a_text_has_the_same_placeholders_in_every_language(key: str) -> None:
    shapes = {frozenset(placeholders(texts.template(key))) for texts in LANGUAGES.values()}
    assert len(shapes) == 1
    assert all(name.isidentifier() for name in shapes.pop())


def test_every_text_is_used_somewhere() -> None:
    """By name in the code, as a command's description, or as an error that a source raises."""
    named = set(re.findall(r"\w+", source()))
    built = {f"command_{command}" for command in Command}
    assert [key for key in KEYS if key not in named | built] == []


def test_every_reason_not_to_load_a_file_has_a_text() -> None:
    assert set(LOAD_REASONS) <= set(KEYS)


def test_a_key_is_formatted_with_its_arguments() -> None:
    english = texts_for(Language.ENGLISH)
    assert english.format("load_too_large", megabytes=5) == "larger than 5 MB"
    assert english.format("load_empty", unneeded=1) == "empty"


def test_arguments_are_never_read_as_templates() -> None:
    formatted = texts_for(Language.ENGLISH).format("read_titled", title="{0.__class__} {title}")
    assert formatted == "📖 {0.__class__} {title}"


@pytest.mark.parametrize(
    ("language", "day", "number", "long", "ago"),
    [
        (Language.INDONESIAN, "21 Januari 2022", "12.345,7", "3 jam", "5 menit yang lalu"),
        (Language.ENGLISH, "January 21, 2022", "12,345.7", "3 hours", "5 minutes ago"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: Language, day: str, number: str, long: str, ago: str
) -> None:
    texts = texts_for(language)
    assert texts.day(date(2022, 1, 21)) == day
    assert texts.number(12345.67) == number
    assert texts.span(timedelta(hours=3)) == long
    assert texts.ago(timedelta(minutes=5)) == ago
