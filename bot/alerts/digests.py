"""What a digest says: the stories that were kept for a place, each once, and its pages.

Pure. Makes no text and knows no schedule.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.model.messages import Digest, DigestGroup, PendingStory, StoryLine, TopicName

PAGE = 10
"""Stories a message."""

LONGEST = 200
"""Stories of a digest; what is beyond is only counted."""


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A page of a digest, its ``number`` counted from 0; ``total`` are the stories of all pages."""

    digest: Digest
    number: int
    pages: int
    total: int


def compose(kept: Sequence[PendingStory]) -> Digest:
    """The digest of what is kept for the due topics of a place.

    A story that is kept for several of them stands in the group of the first, by number. Groups
    are in the order of their topics, stories newest first.
    """
    first: dict[int, PendingStory] = {}
    for one in sorted(kept, key=lambda one: one.topic.id):
        first.setdefault(one.story.story_id, one)
    newest = sorted(first.values(), key=_newness, reverse=True)
    return Digest(_grouped(newest[:LONGEST]), left_out=max(0, len(newest) - LONGEST))


def stories(digest: Digest) -> int:
    """How many stories a digest shows on all its pages."""
    return sum(len(group.stories) for group in digest.groups)


def pages(digest: Digest) -> int:
    """How many messages a digest would fill; 1 at least."""
    return max(1, -(-stories(digest) // PAGE))


def opened(digest: Digest, number: int) -> DigestPage:
    """A digest opened at a page; one that does not exist is the nearest that does."""
    last = pages(digest) - 1
    number = min(max(number, 0), last)
    return DigestPage(page(digest, number), number, last + 1, stories(digest))


def page(digest: Digest, number: int) -> Digest:
    """A page of a digest, the first is 0; one that does not exist is the nearest that does."""
    start = min(max(number, 0), pages(digest) - 1) * PAGE
    flat = [(group.topic, story) for group in digest.groups for story in group.stories]
    groups: dict[TopicName, list[StoryLine]] = {}
    for topic, story in flat[start : start + PAGE]:
        groups.setdefault(topic, []).append(story)
    cut = tuple(DigestGroup(topic, tuple(lines)) for topic, lines in groups.items())
    return replace(digest, groups=cut)


def _grouped(newest: Sequence[PendingStory]) -> tuple[DigestGroup, ...]:
    groups: defaultdict[TopicName, list[StoryLine]] = defaultdict(list)
    for one in newest:
        groups[one.topic].append(one.story)
    ordered = sorted(groups.items(), key=lambda group: group[0].id)
    return tuple(DigestGroup(topic, tuple(lines)) for topic, lines in ordered)


def _newness(one: PendingStory) -> tuple[date, datetime, int]:
    """By the article's date; one without counts as of the day on which it came."""
    return one.story.date or one.since.date(), one.since, one.story.story_id
