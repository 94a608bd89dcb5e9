"""The payloads of the buttons of topics, alerts and digests.

``channel`` is the id without its minus sign of the channel whose topics are managed from a private
chat; it is 0 if the topics are those of the chat with the button.
"""

from collections.abc import Sequence

from handlers.callback_data.payload import ButtonPayload, NumberPayload, TopicsPayload, payload


@payload("f")
class Follow(ButtonPayload):
    """Subscribe to a topic."""

    topic: str

    def parts(self) -> Sequence[str]:
        """Return the topic, which may have colons."""
        return [self.topic]

    @classmethod
    def parse(cls, rest: str | None) -> "Follow | None":
        """Return the payload of any text."""
        return cls(rest) if rest else None


@payload("o")
class ShowTopic(NumberPayload):
    """Show a topic and what can be done with it."""

    topic_id: int
    channel: int = 0


@payload("p")
class ListTopics(NumberPayload):
    """Show a page of the topics; pages count from 0."""

    page: int
    channel: int = 0


@payload("x")
class ListToDelete(NumberPayload):
    """Show a page of the topics, each with a button that deletes it."""

    page: int
    channel: int = 0


@payload("c")
class ChooseFrequency(NumberPayload):
    """Offer how often a topic's alerts come."""

    topic_id: int
    channel: int = 0


@payload("cd")
class ChooseDay(NumberPayload):
    """Offer the days of the week."""

    topic_id: int
    channel: int = 0


@payload("ch")
class ChooseHour(NumberPayload):
    """Offer the hours of a day; ``day`` is 0 on Monday, 7 for every day."""

    topic_id: int
    day: int
    channel: int = 0


@payload("cp")
class SetSchedule(NumberPayload):
    """Set a topic's schedule; ``frequency`` counts in ``Frequency``, unneeded parts are 0."""

    topic_id: int
    frequency: int
    day: int = 0
    minute: int = 0
    channel: int = 0


@payload("h")
class PauseTopic(NumberPayload):
    """Match nothing for a topic until it is resumed."""

    topic_id: int
    channel: int = 0


@payload("j")
class ResumeTopic(NumberPayload):
    """End a topic's pause, snooze and mute."""

    topic_id: int
    channel: int = 0


@payload("cs")
class ChooseSnooze(NumberPayload):
    """Offer how long to snooze."""

    topic_id: int
    channel: int = 0


@payload("z")
class SnoozeTopic(NumberPayload):
    """Collect a topic's stories for some hours instead of sending alerts."""

    topic_id: int
    hours: int
    channel: int = 0


@payload("e")
class EditTopic(NumberPayload):
    """Ask for another text of a topic."""

    topic_id: int
    channel: int = 0


@payload("d")
class DeleteTopic(NumberPayload):
    """Delete a topic."""

    topic_id: int
    channel: int = 0


@payload("da")
class DeleteAllTopics(NumberPayload):
    """Delete all topics of the chat or channel; ``count`` is how many the question named."""

    count: int
    channel: int = 0


@payload("b")
class RestoreTopic(NumberPayload):
    """Subscribe again to the topic that the message shows, with the schedule that it had."""

    frequency: int
    day: int
    minute: int
    channel: int = 0


@payload("w")
class ReplaceTopic(NumberPayload):
    """Replace a topic's text by the button's label."""

    topic_id: int
    number: int


@payload("tz")
class SetTimeZone(NumberPayload):
    """Set one of the time zones that have buttons."""

    number: int
    channel: int = 0


@payload("tq")
class SetQuietHours(NumberPayload):
    """Set quiet hours, in minutes of the day; none if both are the same."""

    start: int
    end: int
    channel: int = 0


@payload("s")
class ShowSources(NumberPayload):
    """List the articles of a story."""

    story_id: int


@payload("k")
class TurnDigest(NumberPayload):
    """Show another page of a digest in the same message."""

    message_id: int
    page: int


@payload("kc")
class ChannelDigest(NumberPayload):
    """Show a page of a channel's digest in the private chat of one of its readers."""

    message_id: int
    page: int
    channel: int


@payload("m")
class MuteTopics(TopicsPayload):
    """Match nothing for these topics for a day."""

    topic_ids: tuple[int, ...]


@payload("u")
class Unsubscribe(TopicsPayload):
    """Delete a topic, or ask which of several."""

    topic_ids: tuple[int, ...]


@payload("n")
class NarrowTopics(TopicsPayload):
    """Offer narrower topics that exclude articles like this one, or ask which topic is meant."""

    article_id: int
    topic_ids: tuple[int, ...]
