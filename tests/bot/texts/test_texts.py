"""Every language has every text, with the same placeholders, and every text is used."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from click import Context
from fluent.runtime.errors import FluentReferenceError
from fluent.syntax import FluentParser, ast

import bot.texts
from bot.cli.commands import COMMANDS, cli
from bot.cli.usage import help_key
from bot.model.interface_language import InterfaceLanguage
from bot.texts import LANGUAGES, Texts, texts_for
from bot.texts.checks import CheckTexts
from bot.texts.messages import entries_of, plain_text
from bot.texts.moving import MovingTexts
from bot.texts.placeables import MessageFormatter
from bot.texts.terminal import TerminalTexts
from bot.texts.text_fields import TextFields
from bot.texts.usage import UsageTexts
from bot.users.permissions import Command
from index.sources.loader import LOAD_REASONS

ROOT = Path(__file__).parents[3]
TAG = re.compile(r"</?[a-z]+[^>]*>")
LONG = "x" * 10_000


def declared(catalog: type[TextFields]) -> list[str]:
    """The keys that a catalog declares."""
    return [key for key, type_ in catalog.__annotations__.items() if type_ in {str, "str"}]


def catalogs() -> list[type[TextFields]]:
    """All texts, and the subjects that are attributes of them."""
    english = texts_for(InterfaceLanguage.ENGLISH)
    return [Texts] + [
        type(getattr(english, name)) for name in vars(Texts) if not name.startswith("_")
    ]


COMMAND_LINE = [key for each in (TerminalTexts, UsageTexts) for key in declared(each)]
KEYS = [key for each in catalogs() for key in declared(each)]
ALONE = [*COMMAND_LINE, *(key for each in (CheckTexts, MovingTexts) for key in declared(each))]


def written(language: InterfaceLanguage) -> str:
    return (Path(bot.texts.__file__).parent / f"{language}.ftl").read_text("utf-8")


@cache
def resource(language: InterfaceLanguage) -> ast.Resource:
    return FluentParser().parse(written(language))


def messages(language: InterfaceLanguage) -> dict[str, ast.Message]:
    body = resource(language).body
    return {each.id.name: each for each in body if isinstance(each, ast.Message)}


def nodes(node: ast.BaseNode) -> Iterator[ast.BaseNode]:
    yield node
    for value in vars(node).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.BaseNode):
                yield from nodes(each)


class Placeables:
    """What is put into a message, and which variants there are for which number."""

    def __init__(self, message: ast.Message) -> None:
        self.placeholders: set[str] = set()
        self.counted: set[str] = set()
        self.chosen: list[tuple[str, list[str]]] = []
        self.unusual: list[str] = []
        self.text = ""
        for node in nodes(message):
            self._add(node)

    def _add(self, node: ast.BaseNode) -> None:
        match node:
            case ast.TextElement():
                self.text += node.value
            case ast.VariableReference():
                self.placeholders.add(node.id.name)
            case ast.FunctionReference():
                (number,) = node.arguments.positional
                assert (node.id.name, node.arguments.named) == ("NUMBER", [])
                assert isinstance(number, ast.VariableReference)
                self.counted.add(number.id.name)
            case ast.SelectExpression():
                assert isinstance(node.selector, ast.VariableReference)
                keys = [each.key for each in node.variants]
                forms = [key.name for key in keys if isinstance(key, ast.Identifier)]
                self.chosen.append((node.selector.id.name, forms))
            case ast.MessageReference() | ast.TermReference() | ast.Attribute():
                self.unusual.append(node.id.name)


@cache
def placeables(language: InterfaceLanguage) -> dict[str, Placeables]:
    return {key: Placeables(message) for key, message in messages(language).items()}


def source() -> str:
    """All code but the texts themselves."""
    files = [
        file
        for package in ("bot", "handlers", "index")
        for file in (ROOT / package).rglob("*.py")
        if file.parent != ROOT / "bot" / "texts"
    ]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_there_are_texts_in_every_language() -> None:
    assert set(LANGUAGES) == set(InterfaceLanguage)
    assert all(texts_for(language).language is language for language in InterfaceLanguage)


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_a_file_of_texts_is_all_messages_comments_and_their_groups(
    language: InterfaceLanguage,
) -> None:
    usual = (ast.Message, ast.Comment, ast.GroupComment, ast.ResourceComment)
    assert [each for each in resource(language).body if not isinstance(each, usual)] == []
    unusual = {key: found.unusual for key, found in placeables(language).items() if found.unusual}
    assert unusual == {}


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_a_language_has_each_text_once_in_the_order_of_the_subjects(
    language: InterfaceLanguage,
) -> None:
    body = resource(language).body
    found = [each.id.name for each in body if isinstance(each, ast.Message)]
    assert [key for key, times in Counter(found).items() if times > 1] == []
    assert sorted(found) == sorted([*KEYS, *ALONE])
    assert found == [*KEYS, *ALONE]


def test_the_languages_texts_are_grouped_alike() -> None:
    """As many groups, with the same keys in each."""
    shapes = set()
    for language in InterfaceLanguage:
        body = resource(language).body
        shapes.add(
            tuple(
                each.id.name if isinstance(each, ast.Message) else ""
                for each in body
                if isinstance(each, ast.Message | ast.GroupComment)
            )
        )
    assert len(shapes) == 1


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_a_file_is_split_as_fluent_parses_it(language: InterfaceLanguage) -> None:
    entries, parsed = entries_of(written(language)), messages(language)
    assert list(entries) == list(parsed)
    for key, value in entries.items():
        (alone,) = FluentParser().parse(f"{key} ={value}\n").body
        assert isinstance(alone, ast.Message)
        assert alone.equals(parsed[key], ["span", "comment"])


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_a_text_without_placeables_is_read_as_fluent_reads_it(language: InterfaceLanguage) -> None:
    parsed = messages(language)
    entries = entries_of(written(language))
    plain = {key: value for key, value in entries.items() if "{" not in value}
    assert len(plain) > len(parsed) / 2
    for key, value in plain.items():
        pattern = parsed[key].value
        assert pattern is not None
        (text,) = pattern.elements
        assert isinstance(text, ast.TextElement)
        assert plain_text(value) == text.value


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_no_text_is_empty_or_has_markup(language: InterfaceLanguage) -> None:
    texts = {key: found.text for key, found in placeables(language).items()}
    assert set(KEYS) <= set(texts)
    wrong = [key for key, text in texts.items() if not text.strip() or TAG.search(text)]
    assert wrong == []


@pytest.mark.parametrize("key", [*KEYS, *ALONE])
def test_a_text_has_the_same_placeholders_in_every_language(key: str) -> None:
    shapes = {frozenset(placeables(language)[key].placeholders) for language in InterfaceLanguage}
    assert len(shapes) == 1
    assert all(name.isidentifier() for name in shapes.pop())


@pytest.mark.parametrize("language", InterfaceLanguage)
@pytest.mark.parametrize("key", [*KEYS, *ALONE])
def test_what_is_counted_has_a_form_for_every_plural_of_the_language(
    key: str, language: InterfaceLanguage
) -> None:
    found = placeables(language)[key]
    assert found.counted == placeables(InterfaceLanguage.ENGLISH)[key].counted
    categories = [*sorted(Locale.parse(language).plural_form.tags), "other"]
    assert all(sorted(forms) == sorted(categories) for _, forms in found.chosen)
    assert {number for number, _ in found.chosen} <= found.counted
    if len(categories) > 1:
        english = {number for number, _ in placeables(InterfaceLanguage.ENGLISH)[key].chosen}
        assert {number for number, _ in found.chosen} == english


@pytest.mark.parametrize("language", InterfaceLanguage)
@pytest.mark.parametrize("key", [*KEYS, *ALONE])
def test_a_text_takes_strings_as_they_are_and_numbers(
    key: str, language: InterfaceLanguage
) -> None:
    """Whatever is put in, however long it is."""
    found = placeables(language)[key]
    for string, number in (("{ $x } {0.__class__}", 1), (LONG, 1_234.56)):
        arguments = {
            name: number if name in found.counted else string for name in found.placeholders
        }
        formatted = texts_for(language).format(key, **arguments)
        assert "\0" not in formatted
        assert (string in formatted) == bool(found.placeholders - found.counted)
    if found.placeholders:
        with pytest.raises((FluentReferenceError, TypeError)):
            texts_for(language).format(key)


def test_no_english_text_counts_in_the_plural_only() -> None:
    numbers = "count|total|done|rate|limit|words|paragraphs|days|seconds|stored|added"
    wrong = re.compile(rf"\{{ \$(?:{numbers}) \}} (?!of |more )[a-z]+s\b")
    entries = entries_of(written(InterfaceLanguage.ENGLISH))
    assert [key for key in KEYS if wrong.search(entries[key])] == []


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
    assert texts_for(InterfaceLanguage.ENGLISH).format(key, **arguments) == english
    assert texts_for(InterfaceLanguage.INDONESIAN).format(key, **arguments) == indonesian


def test_a_noun_is_not_counted_by_what_is_no_number() -> None:
    with pytest.raises(TypeError):
        texts_for(InterfaceLanguage.ENGLISH).format("digest_title", count="1")


def test_every_text_is_used_somewhere() -> None:
    """By name in the code, as a command's description, or as an error that a source raises."""
    named = set(re.findall(r"\w+", source()))
    built = {f"command_{command}" for command in Command}
    assert [key for key in KEYS if key not in named | built] == []


def test_every_reason_not_to_load_a_file_has_a_text() -> None:
    assert set(LOAD_REASONS) <= set(KEYS)


def test_a_key_is_formatted_with_its_arguments() -> None:
    english = texts_for(InterfaceLanguage.ENGLISH)
    assert english.format("load_too_large", megabytes=5) == "larger than 5 MB"
    assert english.format("load_empty", unneeded=1) == "empty"


def test_a_number_is_written_plainly_unless_it_is_counted() -> None:
    english = texts_for(InterfaceLanguage.ENGLISH)
    assert (
        english.format("article_not_found", id=12345) == "There is no article 12345. See /latest."
    )


def test_an_attribute_is_a_text_that_takes_no_arguments() -> None:
    english = texts_for(InterfaceLanguage.ENGLISH)
    assert english.conversation.thanks == english.format("thanks")
    with pytest.raises(FluentReferenceError):
        _ = english.searched_for
    for lookup in (english.format, lambda key: getattr(english, key)):
        with pytest.raises(AttributeError):
            lookup("no_such_text")


def test_a_noun_may_be_chosen_by_an_exact_number() -> None:
    formatter = MessageFormatter(InterfaceLanguage.INDONESIAN)
    value = " { $count ->\n [0] none\n *[other] { NUMBER($count) } news\n }"
    shown = [formatter.format("key", value, {"count": count}) for count in (0, 0.04, 1, 1234.56)]
    assert shown == ["none", "none", "1 news", "1.234,6 news"]


def test_arguments_are_never_read_as_templates() -> None:
    formatted = texts_for(InterfaceLanguage.ENGLISH).format(
        "read_titled", title="{0.__class__} {title}"
    )
    assert formatted == "📖 {0.__class__} {title}"


@pytest.mark.parametrize(
    ("language", "day", "number", "long", "ago"),
    [
        (InterfaceLanguage.INDONESIAN, "21 Januari 2022", "12.345,7", "3 jam", "5 menit yang lalu"),
        (InterfaceLanguage.MALAY, "21 Januari 2022", "12,345.7", "3 jam", "5 minit lalu"),
        (InterfaceLanguage.ENGLISH, "January 21, 2022", "12,345.7", "3 hours", "5 minutes ago"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: InterfaceLanguage, day: str, number: str, long: str, ago: str
) -> None:
    texts = texts_for(language)
    assert texts.day(date(2022, 1, 21)) == day
    assert texts.number(12345.67) == number
    assert texts.span(timedelta(hours=3)) == long
    assert texts.ago(timedelta(minutes=5)) == ago


def test_every_text_of_the_command_line_is_used() -> None:
    context = Context(cli)
    commands = [cli, *filter(None, (cli.get_command(context, name) for name in COMMANDS))]
    built = {help_key(str(command.name)) for command in commands}
    built |= {
        f"{parameter.param_type_name}_{parameter.name}"
        for command in commands
        for parameter in command.params
    }
    used = built | set(re.findall(r"\w+", source()))
    assert [key for key in COMMAND_LINE if key not in used] == []
