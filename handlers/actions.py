"""What a button does, and its callback data: at most 64 bytes each way.

Pure: the data of a pressed button comes from outside and may be anything.

Where topics of a channel are managed from a private chat, ``channel`` is the channel's id without
its minus sign; it is 0 where the topics are those of the chat with the button.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType

from index.types import Language

MAX_BYTES = 64

_FOLLOW = "f:"
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


@dataclass(frozen=True, slots=True)
class Follow:
    """Subscribe to a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """Show a topic and what can be done with it."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListTopics:
    """Show a page of the topics; pages count from 0."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListToDelete:
    """Show a page of the topics, each with a button that deletes it."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseRhythm:
    """Offer how often a topic speaks."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseDay:
    """Offer the days of the week."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseHour:
    """Offer the hours of a day; ``day`` is 0 on Monday, 7 where it is every day."""

    topic_id: int
    day: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Choose when a topic speaks; ``rhythm`` is the place in ``Rhythm``, unneeded parts are 0."""

    topic_id: int
    rhythm: int
    day: int = 0
    minute: int = 0
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Take nothing for a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Resume:
    """Let a topic speak again."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseSnooze:
    """Offer how long to snooze."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Snooze:
    """Keep what comes for a topic for some hours."""

    topic_id: int
    hours: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """Ask for another text of a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a topic away."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring back the topic that the message names, with the schedule that it had."""

    rhythm: int
    day: int
    minute: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Replace:
    """Put the topic that is written on the button in place of another."""

    topic_id: int
    number: int


@dataclass(frozen=True, slots=True)
class SetZone:
    """Choose one of the zones that have buttons."""

    number: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Choose quiet hours, in minutes of the day; none where both are the same."""

    start: int
    end: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ShowSources:
    """List the articles that tell a story."""

    story_id: int


@dataclass(frozen=True, slots=True)
class TurnDigest:
    """Show another page of a digest in the same message."""

    message_id: int
    page: int


@dataclass(frozen=True, slots=True)
class Mute:
    """Take nothing for these topics for a day."""

    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Take a topic away, or ask which of them."""

    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Narrow:
    """Offer narrower topics, so that less comes like an article; or ask which topic is meant."""

    article_id: int
    topic_ids: tuple[int, ...]


_CODES = MappingProxyType(
    {
        "q": Ask,
        "r": Read,
        "a": TurnTo,
        "l": ListFrom,
        "o": ShowTopic,
        "p": ListTopics,
        "x": ListToDelete,
        "c": ChooseRhythm,
        "cd": ChooseDay,
        "ch": ChooseHour,
        "cp": Plan,
        "h": Pause,
        "j": Resume,
        "cs": ChooseSnooze,
        "z": Snooze,
        "e": Edit,
        "d": Delete,
        "b": Restore,
        "w": Replace,
        "tz": SetZone,
        "tq": SetQuiet,
        "s": ShowSources,
        "k": TurnDigest,
    }
)
"""Actions of numbers alone."""

OfNumbers = (
    Ask
    | Read
    | TurnTo
    | ListFrom
    | ShowTopic
    | ListTopics
    | ListToDelete
    | ChooseRhythm
    | ChooseDay
    | ChooseHour
    | Plan
    | Pause
    | Resume
    | ChooseSnooze
    | Snooze
    | Edit
    | Delete
    | Restore
    | Replace
    | SetZone
    | SetQuiet
    | ShowSources
    | TurnDigest
)
OfAlert = Mute | Unsubscribe | Narrow
Action = OfNumbers | OfAlert | AskAsTyped | Speak | Follow


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    label: str
    action: Action


Keyboard = tuple[tuple[Button, ...], ...]


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """The buttons in rows of ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def follow(topic: str) -> Follow | None:
    """Subscribe to a topic, or to as many of its first words as a button can hold."""
    while topic and len((_FOLLOW + topic).encode("utf-8", "replace")) > MAX_BYTES:
        topic = topic.rpartition(" ")[0]
    return Follow(topic) if topic else None


def for_topics(make: Callable[[tuple[int, ...]], OfAlert], topic_ids: Sequence[int]) -> OfAlert:
    """An action on the topics, on as many of the first as a button can hold."""
    held = len(topic_ids)
    while len(encode(make(tuple(topic_ids[:held])))) > MAX_BYTES:
        held -= 1
    return make(tuple(topic_ids[:held]))


def encode(action: Action) -> str:
    """The callback data of an action."""
    match action:
        case AskAsTyped():
            return "t"
        case Speak(language):
            return f"g:{language}"
        case Follow(topic):
            return _FOLLOW + topic
        case Mute() | Unsubscribe() | Narrow():
            return _of_alert(action)
    return _joined(_CODE_OF[type(action)], [getattr(action, one.name) for one in fields(action)])


def _of_alert(action: OfAlert) -> str:
    match action:
        case Mute(topic_ids):
            return _joined("m", topic_ids)
        case Unsubscribe(topic_ids):
            return _joined("u", topic_ids)
        case Narrow(article_id, topic_ids):
            return _joined("n", (article_id, *topic_ids))


def decode(data: str | None) -> Action | None:
    """The action of callback data, or None where it is none of ours."""
    if data in _WITHOUT_NUMBERS:
        return _WITHOUT_NUMBERS[data]
    kind, _, rest = (data or "").partition(":")
    if kind == "f":
        return Follow(rest) if rest else None
    return _of_numbers(kind, _numbers(rest))


def _of_numbers(kind: str, numbers: Sequence[int]) -> Action | None:
    match kind, numbers:
        case "m", [_, *_]:
            return Mute(tuple(numbers))
        case "u", [_, *_]:
            return Unsubscribe(tuple(numbers))
        case "n", [article_id, _, *_]:
            return Narrow(article_id, tuple(numbers[1:]))
    made = _CODES.get(kind)
    if made is None or len(fields(made)) != len(numbers):
        return None
    action: OfNumbers = made(*numbers)
    return action


_CODE_OF: Mapping[type, str] = MappingProxyType({made: code for code, made in _CODES.items()})
_PLAIN: Sequence[Action] = (AskAsTyped(), *map(Speak, Language))
_WITHOUT_NUMBERS: Mapping[str | None, Action] = MappingProxyType(
    {encode(action): action for action in _PLAIN}
)


def _joined(kind: str, numbers: Sequence[int]) -> str:
    return ":".join([kind, *map(str, numbers)])


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(":")] if _NUMBERS.fullmatch(text) else []
