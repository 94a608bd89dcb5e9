"""What the buttons of topics, alerts and digests do.

Where topics of a channel are managed from a private chat, ``channel`` is the channel's id without
its minus sign; it is 0 where the topics are those of the chat with the button.
"""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, OfNumbers


@dataclass(frozen=True, slots=True)
class Follow:
    """Subscribe to a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class ShowTopic(OfNumbers):
    """Show a topic and what can be done with it."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListTopics(OfNumbers):
    """Show a page of the topics; pages count from 0."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListToDelete(OfNumbers):
    """Show a page of the topics, each with a button that deletes it."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseRhythm(OfNumbers):
    """Offer how often a topic speaks."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseDay(OfNumbers):
    """Offer the days of the week."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseHour(OfNumbers):
    """Offer the hours of a day; ``day`` is 0 on Monday, 7 where it is every day."""

    topic_id: int
    day: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Plan(OfNumbers):
    """Choose when a topic speaks; ``rhythm`` is the place in ``Rhythm``, unneeded parts are 0."""

    topic_id: int
    rhythm: int
    day: int = 0
    minute: int = 0
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Pause(OfNumbers):
    """Take nothing for a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Resume(OfNumbers):
    """Let a topic speak again."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseSnooze(OfNumbers):
    """Offer how long to snooze."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Snooze(OfNumbers):
    """Keep what comes for a topic for some hours."""

    topic_id: int
    hours: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Edit(OfNumbers):
    """Ask for another text of a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Delete(OfNumbers):
    """Take a topic away."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Restore(OfNumbers):
    """Bring back the topic that the message names, with the schedule that it had."""

    rhythm: int
    day: int
    minute: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Replace(OfNumbers):
    """Put the topic that is written on the button in place of another."""

    topic_id: int
    number: int


@dataclass(frozen=True, slots=True)
class SetZone(OfNumbers):
    """Choose one of the zones that have buttons."""

    number: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class SetQuiet(OfNumbers):
    """Choose quiet hours, in minutes of the day; none where both are the same."""

    start: int
    end: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ShowSources(OfNumbers):
    """List the articles that tell a story."""

    story_id: int


@dataclass(frozen=True, slots=True)
class TurnDigest(OfNumbers):
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


OfAlert = Mute | Unsubscribe | Narrow

CODES: Codes = MappingProxyType(
    {
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
