"""What a button does, and its callback data: at most 64 bytes each way.

Pure: the data of a pressed button comes from outside and may be anything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from index.types import Language

MAX_BYTES = 64

_NUMBERS = re.compile(r"[0-9]{1,15}(:[0-9]{1,15})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the question that is written on the button; ``number`` tells such buttons apart."""

    number: int


@dataclass(frozen=True, slots=True)
class AskAsTyped:
    """Ask the question that the message with the button replies to, correcting nothing."""


@dataclass(frozen=True, slots=True)
class Read:
    """Open an article in a new message."""

    article_id: int


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Show another page of an article in the same message; pages count from 0."""

    article_id: int
    page: int


@dataclass(frozen=True, slots=True)
class ListFrom:
    """Show the newest articles after the first ``offset`` in the same message."""

    offset: int


@dataclass(frozen=True, slots=True)
class Speak:
    """Choose a language."""

    language: Language


Action = Ask | AskAsTyped | Read | TurnTo | ListFrom | Speak


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    label: str
    action: Action


Keyboard = tuple[tuple[Button, ...], ...]


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """The buttons in rows of ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def encode(action: Action) -> str:
    """The callback data of an action."""
    match action:
        case Ask(number):
            return f"q:{number}"
        case AskAsTyped():
            return "t"
        case Read(article_id):
            return f"r:{article_id}"
        case TurnTo(article_id, page):
            return f"a:{article_id}:{page}"
        case ListFrom(offset):
            return f"l:{offset}"
        case Speak(language):
            return f"g:{language}"


def decode(data: str | None) -> Action | None:
    """The action of callback data, or None where it is none of ours."""
    if data in _WITHOUT_NUMBERS:
        return _WITHOUT_NUMBERS[data]
    kind, _, rest = (data or "").partition(":")
    match kind, _numbers(rest):
        case "q", [number]:
            return Ask(number)
        case "r", [article_id]:
            return Read(article_id)
        case "a", [article_id, page]:
            return TurnTo(article_id, page)
        case "l", [offset]:
            return ListFrom(offset)
    return None


_PLAIN: Sequence[Action] = (AskAsTyped(), *map(Speak, Language))
_WITHOUT_NUMBERS: Mapping[str | None, Action] = MappingProxyType(
    {encode(action): action for action in _PLAIN}
)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(":")] if _NUMBERS.fullmatch(text) else []
