"""The texts of a language, from its Fluent file; each is parsed when it is first used."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

from bot.model.interface_language import InterfaceLanguage

Argument = str | int | float

_ENTRY = re.compile(r"^([a-z]\w*) =(.*(?:\n+ .*)*)", re.MULTILINE)
"""A message begins in the first column, and its further lines are indented."""


def entries_of(source: str) -> dict[str, str]:
    """Return the values of a Fluent file's messages by key, as they are written."""
    return dict(_ENTRY.findall(source))


def plain_text(value: str) -> str:
    """Return the text of a value without placeables, as Fluent reads it."""
    first, _, rest = value.partition("\n")
    return f"{first.lstrip(' ')}\n{dedent(rest)}".strip(" \n")


class Messages:
    """The texts of one language by key."""

    def __init__(self, language: InterfaceLanguage) -> None:
        file = Path(__file__).with_name(f"{language}.ftl")
        self._language = language
        self._entries = entries_of(file.read_text("utf-8"))
        self._plain: dict[str, str] = {}

    def format(self, key: str, arguments: Mapping[str, Argument]) -> str:
        """Return a text with its arguments; raises AttributeError if there is none of the name."""
        if key not in self._entries:
            raise AttributeError(key)
        value = self._entries[key]
        if "{" in value:
            # Fluent takes 80 ms to load, which a command's help and the like have no need of.
            from bot.texts.placeables import formatter_for

            return formatter_for(self._language).format(key, value, arguments)
        if key not in self._plain:
            self._plain[key] = plain_text(value)
        return self._plain[key]


@cache
def messages_for(language: InterfaceLanguage) -> Messages:
    """Return the texts of ``language``; its file is read once."""
    return Messages(language)
