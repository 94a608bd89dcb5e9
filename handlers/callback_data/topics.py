"""The payloads of the buttons of topics, alerts and digests.

``channel`` is the id without its minus sign of the channel whose topics are managed from a private
chat; it is 0 if the topics are those of the chat with the button.
"""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class Follow:
    """Subscribe to a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class ShowTopic(NumberPayload):
    """Show a topic and what can be done with it."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListTopics(NumberPayload):
    """Show a page of the topics; pages count from 0."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ListToDelete(NumberPayload):
    """Show a page of the topics, each with a button that deletes it."""

    page: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseFrequency(NumberPayload):
    """Offer how often a topic's alerts come."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseDay(NumberPayload):
    """Offer the days of the week."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseHour(NumberPayload):
    """Offer the hours of a day; ``day`` is 0 on Monday, 7 for every day."""

    topic_id: int
    day: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class SetSchedule(NumberPayload):
    """Set a topic's schedule; ``frequency`` counts in ``Frequency``, unneeded parts are 0."""

    topic_id: int
    frequency: int
    day: int = 0
    minute: int = 0
    channel: int = 0


@dataclass(frozen=True, slots=True)
class PauseTopic(NumberPayload):
    """Match nothing for a topic until it is resumed."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ResumeTopic(NumberPayload):
    """End a topic's pause, snooze and mute."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ChooseSnooze(NumberPayload):
    """Offer how long to snooze."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class SnoozeTopic(NumberPayload):
    """Collect a topic's stories for some hours instead of sending alerts."""

    topic_id: int
    hours: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class EditTopic(NumberPayload):
    """Ask for another text of a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class DeleteTopic(NumberPayload):
    """Delete a topic."""

    topic_id: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class DeleteAllTopics(NumberPayload):
    """Delete all topics of the chat or channel; ``count`` is how many the question named."""

    count: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class RestoreTopic(NumberPayload):
    """Subscribe again to the topic that the message shows, with the schedule that it had."""

    frequency: int
    day: int
    minute: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ReplaceTopic(NumberPayload):
    """Replace a topic's text by the button's label."""

    topic_id: int
    number: int


@dataclass(frozen=True, slots=True)
class SetTimeZone(NumberPayload):
    """Set one of the time zones that have buttons."""

    number: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class SetQuietHours(NumberPayload):
    """Set quiet hours, in minutes of the day; none if both are the same."""

    start: int
    end: int
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ShowSources(NumberPayload):
    """List the articles of a story."""

    story_id: int


@dataclass(frozen=True, slots=True)
class TurnDigest(NumberPayload):
    """Show another page of a digest in the same message."""

    message_id: int
    page: int


@dataclass(frozen=True, slots=True)
class MuteTopics:
    """Match nothing for these topics for a day."""

    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Delete a topic, or ask which of several."""

    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NarrowTopics:
    """Offer narrower topics that exclude articles like this one, or ask which topic is meant."""

    article_id: int
    topic_ids: tuple[int, ...]


AlertPayload = MuteTopics | Unsubscribe | NarrowTopics

CODES: Codes = MappingProxyType(
    {
        "o": ShowTopic,
        "p": ListTopics,
        "x": ListToDelete,
        "c": ChooseFrequency,
        "cd": ChooseDay,
        "ch": ChooseHour,
        "cp": SetSchedule,
        "h": PauseTopic,
        "j": ResumeTopic,
        "cs": ChooseSnooze,
        "z": SnoozeTopic,
        "e": EditTopic,
        "d": DeleteTopic,
        "da": DeleteAllTopics,
        "b": RestoreTopic,
        "w": ReplaceTopic,
        "tz": SetTimeZone,
        "tq": SetQuietHours,
        "s": ShowSources,
        "k": TurnDigest,
    }
)
