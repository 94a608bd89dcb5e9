"""The types of payload: each is declared with the code that its callback data begins with."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

AnyType = TypeVar("AnyType", bound="type[ButtonPayload]")

PAYLOADS: "dict[str, type[ButtonPayload]]" = {}
"""The declared types by their codes."""

_NUMBERS = re.compile(r"[0-9]{1,15}(:[0-9]{1,15})*", re.ASCII)


class ButtonPayload:
    """The contents of a button; its callback data is its code and parts, with colons between."""

    __slots__ = ()

    code: ClassVar[str]

    def parts(self) -> Sequence[Any]:
        """Return what follows the code."""
        raise NotImplementedError

    @classmethod
    def parse(cls, rest: str | None) -> Self | None:
        """Return the payload of what follows the code and a colon; None if it is malformed.

        ``rest`` is None without a colon.
        """
        raise NotImplementedError


@dataclass_transform(frozen_default=True)
def payload(code: str) -> Callable[[AnyType], AnyType]:
    """Declare a type of payload: a frozen dataclass with slots, found by its code."""

    def declare(declared: AnyType) -> AnyType:
        made: Any = dataclass(frozen=True, slots=True)(declared)
        made.code = code
        if code in PAYLOADS:
            raise ValueError(f"two payloads have the code {code}")
        PAYLOADS[code] = made
        result: AnyType = made
        return result

    return declare


@dataclass(frozen=True, slots=True)
class NumberPayload(ButtonPayload):
    """A payload whose fields are all integers from 0."""

    def parts(self) -> Sequence[Any]:
        """Return the fields."""
        return [getattr(self, each.name) for each in fields(self)]

    @classmethod
    def parse(cls, rest: str | None) -> Self | None:
        """Return the payload with exactly as many numbers as it has fields."""
        numbers = _numbers(rest)
        return None if numbers is None or len(numbers) != len(fields(cls)) else cls(*numbers)


@dataclass(frozen=True, slots=True)
class TopicsPayload(NumberPayload):
    """A payload whose last field, ``topic_ids``, is a tuple of at least one integer."""

    def parts(self) -> Sequence[Any]:
        """Return the numbers, those of the tuple last."""
        *before, topic_ids = [getattr(self, each.name) for each in fields(self)]
        return [*before, *topic_ids]

    @classmethod
    def parse(cls, rest: str | None) -> Self | None:
        """Return the payload with the numbers that are left over as its topics."""
        numbers, before = _numbers(rest) or [], len(fields(cls)) - 1
        topic_ids: Any = tuple(numbers[before:])
        return cls(*numbers[:before], *[topic_ids]) if topic_ids else None


def _numbers(text: str | None) -> list[int] | None:
    """The numbers with colons between; None if it is no such text, [] without a text."""
    if text is None:
        return []
    return [int(part) for part in text.split(":")] if _NUMBERS.fullmatch(text) else None
