"""Every language has every text, with the same placeholders, and every text is used."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest
from click import Context

from bot.cli.commands import COMMANDS, cli
from bot.texts import LANGUAGES, texts_for
from bot.texts.catalog import Catalog
from bot.texts.terminal import terminal_texts_for
from bot.texts.usage import usage_texts_for
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


def nouns(text: str) -> dict[str, list[str]]:
    """The forms of the nouns that are counted, by placeholder."""
    return {
        name: forms.split("|") for _, name, forms, _ in Formatter().parse(text) if name and forms
    }


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


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", KEYS)
def test_what_is_counted_has_a_form_for_every_plural_of_the_language(
    key: str, language: Language
) -> None:
    texts = texts_for(language)
    counted = nouns(texts.template(key))
    assert set(counted) == set(nouns(texts_for(Language.ENGLISH).template(key)))
    assert all(len(forms) == len(texts.plural_categories) for forms in counted.values())
    assert all(form.strip() for forms in counted.values() for form in forms)


def test_no_english_text_counts_in_the_plural_only() -> None:
    english = texts_for(Language.ENGLISH)
    numbers = "count|total|done|rate|limit|words|paragraphs|days|seconds|stored|added"
    wrong = re.compile(rf"\{{(?:{numbers})\}} (?!of |more )[a-z]+s\b")
    assert [key for key in KEYS if wrong.search(english.template(key))] == []


@pytest.mark.parametrize(
    ("key", "arguments", "english", "indonesian"),
    [
        ("digest_title", {"count": 1}, "Digest: 1 story", "Rangkuman: 1 berita"),
        ("digest_title", {"count": 1234}, "Digest: 1,234 stories", "Rangkuman: 1.234 berita"),
        ("digest_title", {"count": 0}, "Digest: 0 stories", "Rangkuman: 0 berita"),
        ("alert_others", {"count": 1}, "+1 source", "+1 sumber lain"),
        ("reload_took", {"seconds": 1.04}, "Time: 1 second", "Waktu: 1 detik"),
        ("reload_took", {"seconds": 1.26}, "Time: 1.3 seconds", "Waktu: 1,3 detik"),
        (
            "broadcast_chats",
            {"count": 1, "audience": "?"},
            "1 chat (?)",
            "1 obrolan (?)",
        ),
        (
            "draft_length",
            {"words": 1, "paragraphs": 2},
            "1 word, 2 paragraphs",
            "1 kata, 2 paragraf",
        ),
    ],
)
def test_a_noun_is_written_as_its_number_asks(
    key: str, arguments: dict[str, int], english: str, indonesian: str
) -> None:
    assert texts_for(Language.ENGLISH).format(key, **arguments) == english
    assert texts_for(Language.INDONESIAN).format(key, **arguments) == indonesian


def test_a_noun_is_not_counted_by_what_is_no_number() -> None:
    with pytest.raises(TypeError):
        texts_for(Language.ENGLISH).format("digest_title", count="1")


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


COMMAND_LINE = [
    (texts, field.name)
    for texts in (terminal_texts_for, usage_texts_for)
    for field in fields(texts(Language.ENGLISH))
    if field.type in {str, "str"}
]


@pytest.mark.parametrize(("texts", "key"), COMMAND_LINE)
def test_the_command_line_s_texts_are_the_same_in_every_language(
    texts: Callable[[Language], Catalog], key: str
) -> None:
    written = [texts(language).template(key) for language in Language]
    assert all(text.strip() for text in written)
    assert len({frozenset(placeholders(text)) for text in written}) == 1


def test_every_text_of_the_command_line_is_used() -> None:
    context = Context(cli)
    commands = [cli, *filter(None, (cli.get_command(context, name) for name in COMMANDS))]
    built = {f"help_{command.name}" for command in commands}
    built |= {
        f"{parameter.param_type_name}_{parameter.name}"
        for command in commands
        for parameter in command.params
    }
    used = built | set(re.findall(r"\w+", source()))
    assert [key for _, key in COMMAND_LINE if key not in used] == []
