"""Digests: composed of pending stories, each once, and cut into pages. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.model.messages import Digest, DigestGroup, PendingStory, StoryLine, TopicName

STORIES_PER_PAGE = 10
"""A page is one message."""

MAX_STORIES = 200
"""Of a digest; further ones are only counted."""


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A page of a digest, ``number`` counting from 0; ``total`` is the stories of all pages."""

    digest: Digest
    number: int
    pages: int
    total: int


def compose(waiting: Sequence[PendingStory]) -> Digest:
    """Compose the digest of the stories that are pending for a target's due topics.

    A story that is pending for several topics is in the group of the one with the lowest id.
    Groups are in the order of topic ids, stories newest first.
    """
    first: dict[int, PendingStory] = {}
    for one in sorted(waiting, key=lambda one: one.topic.id):
        first.setdefault(one.story.story_id, one)
    newest = sorted(first.values(), key=_newness, reverse=True)[:MAX_STORIES]
    groups = _groups((one.topic, one.story) for one in newest)
    ordered = tuple(sorted(groups, key=lambda group: group.topic.id))
    return Digest(ordered, left_out=len(first) - len(newest))


def page_of(digest: Digest, number: int) -> DigestPage:
    """Return a page of a digest, the nearest one if there is none of this number."""
    flat = [(group.topic, story) for group in digest.groups for story in group.stories]
    last = max(0, -(-len(flat) // STORIES_PER_PAGE) - 1)
    number = min(max(number, 0), last)
    start = number * STORIES_PER_PAGE
    cut = replace(digest, groups=_groups(flat[start : start + STORIES_PER_PAGE]))
    return DigestPage(cut, number, last + 1, len(flat))


def _groups(stories: Iterable[tuple[TopicName, StoryLine]]) -> tuple[DigestGroup, ...]:
    groups: defaultdict[TopicName, list[StoryLine]] = defaultdict(list)
    for topic, story in stories:
        groups[topic].append(story)
    return tuple(DigestGroup(topic, tuple(lines)) for topic, lines in groups.items())


def _newness(one: PendingStory) -> tuple[date, datetime, int]:
    """Return the sort key: an article without a date counts as of the day it arrived."""
    return one.story.date or one.since.date(), one.since, one.story.story_id
