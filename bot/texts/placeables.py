"""Texts with placeables, formatted by Fluent."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType, fluent_number

from bot.model.interface_language import InterfaceLanguage
from bot.texts.messages import Argument


class _Placeholder(FluentType):
    """Stands for a string, which is put in afterwards, since Fluent takes 2,500 characters only."""

    def __init__(self, name: str) -> None:
        self.name = name

    def format(self, locale: Locale) -> str:  # noqa: ARG002
        return f"\0{self.name}\0"


class MessageFormatter:
    """Messages of one language, each parsed when it is first formatted."""

    def __init__(self, language: InterfaceLanguage) -> None:
        functions: dict[str, Callable[[Any], FluentType]] = {"NUMBER": _counted_number}
        self._bundle = FluentBundle([language], functions, use_isolating=False)

    def format(self, key: str, value: str, arguments: Mapping[str, Argument]) -> str:
        """Return the message with its arguments; raises Fluent's errors if they do not fit it."""
        if not self._bundle.has_message(key):
            self._bundle.add_resource(FluentResource(f"{key} ={value}\n"))
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise AttributeError(key)
        passed = {name: _passed(name, argument) for name, argument in arguments.items()}
        text, errors = self._bundle.format_pattern(pattern, passed)
        if errors:
            raise errors[0]
        parts = str(text).split("\0")
        parts[1::2] = [str(arguments[name]) for name in parts[1::2]]
        return "".join(parts)


def _passed(name: str, argument: Argument) -> FluentType:
    if isinstance(argument, str):
        return _Placeholder(name)
    number = round(argument, 1)  # as it is shown, so that its plural is of what people read
    return fluent_number(number, useGrouping=False)


def _counted_number(number: Any) -> FluentType:
    """Write a number as LocalFormats.number does; raises TypeError for what is none."""
    return fluent_number(number, useGrouping=True, maximumFractionDigits=1)


@cache
def formatter_for(language: InterfaceLanguage) -> MessageFormatter:
    """Return the formatter of ``language``."""
    return MessageFormatter(language)
