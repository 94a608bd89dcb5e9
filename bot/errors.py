"""What can go wrong in the application.

::

    KutipError
    ├── SettingsError         settings that cannot be used, every problem at once
    ├── ReloadRunning         a second reload while one runs
    ├── ReloadFailed          a reload that changed nothing, because of its cause
    │   └── FolderMissing     the folder of articles is not there
    ├── ArticleNotFound       no article has this id
    ├── SubscriptionError     what a reader asked of their topics cannot be done
    │   ├── BadSchedule       no time of a day, or not the parts that a rhythm needs
    │   ├── BadTimeZone       no zone has this name
    │   ├── TopicUnclear      the topic cannot be read; where, and what is expected
    │   ├── TopicNotFound     the chat has no topic of this number
    │   ├── TopicKnown        the place has this topic already
    │   ├── TooManyTopics     the chat has as many as it may
    │   ├── TopicTooBroad     the topic would match most articles
    │   └── NotAllowed        the reader may not change the topics of that place
    ├── AppointmentError      a person cannot be given this role, or nobody knows who is meant
    ├── BroadcastError        what was to be said to many cannot be, now or any more
    │   ├── BroadcastEmpty    there are no words
    │   └── BroadcastOver     the draft was sent or discarded already, or the sending has ended
    ├── BackupError           a copy of the database cannot be made or restored
    └── StorageError          the database cannot be opened, read or written

An error carries a text key and arguments, never prose: what a person reads is made by the caller
in the person's language.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class KutipError(Exception):
    """Base of every error that ``bot`` raises on purpose."""

    def __init__(self, key: str, **arguments: str | int) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments


class Problem(NamedTuple):
    """One mistake in the settings: where it is, and what to say of it.

    ``name`` is a variable such as ``KUTIP_TOKEN``, or the settings file's name.
    """

    name: str
    key: str
    arguments: dict[str, str | int]


class SettingsError(KutipError):
    """Settings that cannot be used; ``problems`` are all of them and hold no secret."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("settings_wrong", count=len(problems))
        self.problems = tuple(problems)


class ReloadRunning(KutipError):  # noqa: N818 - says what happened
    """A reload was asked for while another one runs."""

    def __init__(self) -> None:
        super().__init__("reload_running")


class ReloadFailed(KutipError):  # noqa: N818 - says what happened
    """A reload ended without any change; ``__cause__`` says why and is in the log."""

    def __init__(self, key: str = "reload_failed", **arguments: str | int) -> None:
        super().__init__(key, **arguments)


class FolderMissing(ReloadFailed):
    """The folder of articles is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__("folder_missing", path=str(path))


class ArticleNotFound(KutipError):  # noqa: N818 - says what happened
    """No article has this id, or no longer."""

    def __init__(self, article_id: int) -> None:
        super().__init__("article_not_found", id=article_id)


class SubscriptionError(KutipError):
    """What a reader asked of their topics cannot be done."""


class BadSchedule(SubscriptionError):  # noqa: N818 - says what is wrong
    """No time of a day, or not the parts that a rhythm needs."""

    def __init__(self) -> None:
        super().__init__("schedule_wrong")


class BadTimeZone(SubscriptionError):  # noqa: N818 - says what is wrong
    """No time zone has this name."""

    def __init__(self, name: str) -> None:
        super().__init__("time_zone_unknown", name=name[:60])


class TopicUnclear(SubscriptionError):  # noqa: N818 - says what is wrong
    """The topic cannot be read.

    ``place`` is the offset into ``text``; ``example`` is the key of a topic that does it right.
    """

    def __init__(
        self, text: str, place: int, example: str, key: str, **arguments: str | int
    ) -> None:
        super().__init__(key, **arguments)
        self.text = text
        self.place = place
        self.example = example


class TopicNotFound(SubscriptionError):  # noqa: N818 - says what happened
    """The chat has no topic of this number, or no longer."""

    def __init__(self) -> None:
        super().__init__("topic_not_found")


class TopicKnown(SubscriptionError):  # noqa: N818 - says what happened
    """The place has this very topic; ``topic_id`` is its number."""

    def __init__(self, topic_id: int, text: str) -> None:
        super().__init__("topic_known", topic=text)
        self.topic_id = topic_id


class TooManyTopics(SubscriptionError):  # noqa: N818 - says what happened
    """The chat has as many topics as it may."""

    def __init__(self, limit: int) -> None:
        super().__init__("topics_too_many", limit=limit)


class TopicTooBroad(SubscriptionError):  # noqa: N818 - says what is wrong
    """The topic would match most articles: ``percent`` of the recent ones."""

    def __init__(self, text: str, percent: int) -> None:
        super().__init__("topic_too_broad", topic=text, percent=percent)


class NotAllowed(SubscriptionError):  # noqa: N818 - says what happened
    """The reader may not change the topics of that place, or there is no such place."""


class AppointmentError(KutipError):
    """A person cannot be given this role by this one, or nobody knows who is meant."""


class BroadcastError(KutipError):
    """What was to be said to many chats cannot be, now or any more."""


class BroadcastEmpty(BroadcastError):  # noqa: N818 - says what is wrong
    """There are no words."""

    def __init__(self) -> None:
        super().__init__("broadcast_how")


class BroadcastOver(BroadcastError):  # noqa: N818 - says what happened
    """The draft was sent or discarded already, or the sending has ended."""

    def __init__(self) -> None:
        super().__init__("broadcast_over")


class BackupError(KutipError):
    """A copy of the database cannot be made or restored.

    Keys: ``backup_running``, ``backup_unreadable`` and ``backup_foreign`` (no database of Kutip's),
    ``backup_broken`` (not whole), ``backup_newer`` (of a later Kutip), ``backup_in_use`` (a bot
    runs on the folder), ``backup_there`` (the file exists), ``backup_too_large`` (to be sent) and
    ``backup_disk`` with the ``reason``.
    """


class StorageError(KutipError):
    """The database cannot be opened, read or written.

    Keys: ``storage_unwritable``, ``storage_damaged``, ``storage_newer`` (written by a later
    Kutip), ``storage_full`` (the disk), ``storage_busy`` (locked by another process) and
    ``storage_failed``, each with ``path`` and SQLite's or the system's name of the ``reason``.
    """
