"""Errors of the application.

::

    KutipError
    ├── SettingsError         unusable settings, with all problems
    ├── ReloadRunning         a reload is running already
    ├── ReloadFailed          a reload that changed nothing; the cause says why
    │   ├── ArticleChanged    the article to change is not as it was read
    │   ├── FolderMissing     the folder of articles does not exist; also a Notice
    │   └── FolderShrunk      the folder yields suspiciously little; also a Notice
    ├── ArticleNotFound       no article has this id
    ├── SubscriptionError     a change of topics that is not possible
    │   ├── BadSchedule       no time of day, or parts of the schedule are missing
    │   ├── BadTimeZone       no time zone has this name
    │   ├── TopicUnclear      the topic cannot be parsed
    │   ├── TopicNotFound     the chat has no topic of this number
    │   ├── TopicKnown        the chat has this topic already
    │   ├── TooManyTopics     the chat has as many topics as it may
    │   ├── TopicTooBroad     the topic would match most articles
    │   └── NotAllowed        the reader may not change the topics of that chat
    ├── AppointmentError      a role that cannot be given to this person, or no such person
    ├── BroadcastError        an announcement that cannot be sent
    │   ├── BroadcastEmpty    it has no text
    │   └── BroadcastOver     it was sent, discarded or stopped already
    ├── CrossEncoderError     the folder of ``KUTIP_READER`` cannot be used
    ├── ReaderFileError       a file that comes with the program is missing or damaged
    ├── BackupError           a backup cannot be made or restored
    ├── ListenError           a server of ours cannot listen: for updates, or for monitoring
    ├── MoveError             an installation that cannot be moved to another database
    ├── Notice                a fault of the installation that owners are told of in words
    │   ├── ArticleDamaged    stored articles that are not what was stored
    │   ├── ArticleRepaired   damaged articles that were read anew from their source
    │   ├── IndexesRebuilt    damaged indexes of the database that were rebuilt
    │   ├── DatabaseLost      the database is new or empty, and the index beside it is not
    │   └── DeliveryNotice    a message that did not arrive, or not as it was meant
    └── StorageError          the database cannot be opened, read or written
        ├── StorageDamaged    a page, an index or a value is not what was written; also a Notice
        └── StorageGone       its file was deleted, moved or unmounted; also a Notice

An error carries a text key and arguments, never prose: the caller formats it in the reader's
language.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class KutipError(Exception):
    """Base of the errors that a reader sees: the text ``key`` and its ``arguments``."""

    def __init__(self, key: str, **arguments: str | int) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments


class Problem(NamedTuple):
    """A problem with a setting: a text key with its arguments.

    ``name`` is a variable such as ``KUTIP_TOKEN``, or the settings file's name.
    """

    name: str
    key: str
    arguments: dict[str, str | int]


class SettingsError(KutipError):
    """Unusable settings; ``problems`` are complete and contain no secret."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("settings_wrong", count=len(problems))
        self.problems = tuple(problems)


class ReloadRunning(KutipError):  # noqa: N818 - says what happened
    """A reload is running already."""

    def __init__(self) -> None:
        super().__init__("reload_running")


class ReloadFailed(KutipError):  # noqa: N818 - says what happened
    """A reload ended without any change; ``__cause__``, which is logged, says why."""

    def __init__(self, key: str = "reload_failed", **arguments: str | int) -> None:
        super().__init__(key, **arguments)


class ArticleNotFound(KutipError):  # noqa: N818 - says what happened
    """No article has this id, or not any more."""

    def __init__(self, article_id: int) -> None:
        super().__init__("article_not_found", id=article_id)


class SubscriptionError(KutipError):
    """A change of topics that is not possible."""


class BadSchedule(SubscriptionError):  # noqa: N818 - says what is wrong
    """No time of day, or parts of the schedule are missing."""

    def __init__(self) -> None:
        super().__init__("schedule_wrong")


class BadTimeZone(SubscriptionError):  # noqa: N818 - says what is wrong
    """No time zone has this name."""

    def __init__(self, name: str) -> None:
        super().__init__("time_zone_unknown", name=name[:60])


class TopicUnclear(SubscriptionError):  # noqa: N818 - says what is wrong
    """The topic cannot be parsed.

    ``offset`` is into ``text``; ``example`` is the text key of a correct topic.
    """

    def __init__(
        self, text: str, offset: int, example: str, key: str, **arguments: str | int
    ) -> None:
        super().__init__(key, **arguments)
        self.text = text
        self.offset = offset
        self.example = example


class TopicNotFound(SubscriptionError):  # noqa: N818 - says what happened
    """The chat has no topic of this number, or not any more."""

    def __init__(self) -> None:
        super().__init__("topic_not_found")


class TopicKnown(SubscriptionError):  # noqa: N818 - says what happened
    """The chat has this topic already, with the number ``topic_id``."""

    def __init__(self, topic_id: int, text: str) -> None:
        super().__init__("topic_known", topic=text)
        self.topic_id = topic_id


class TooManyTopics(SubscriptionError):  # noqa: N818 - says what happened
    """The chat has as many topics as it may."""

    def __init__(self, limit: int) -> None:
        super().__init__("topics_too_many", limit=limit)


class TopicTooBroad(SubscriptionError):  # noqa: N818 - says what is wrong
    """The topic would match ``percent`` of the recent articles."""

    def __init__(self, text: str, percent: int) -> None:
        super().__init__("topic_too_broad", topic=text, percent=percent)


class NotAllowed(SubscriptionError):  # noqa: N818 - says what happened
    """The reader may not change the topics of that chat, or there is no such chat."""


class AppointmentError(KutipError):
    """A role that this person cannot give to that one, or no such person is known."""


class BroadcastError(KutipError):
    """An announcement that cannot be sent."""


class BroadcastEmpty(BroadcastError):  # noqa: N818 - says what is wrong
    """The announcement has no text, or no topic on its topic line.

    ``topic`` is what that line says; None without one.
    """

    def __init__(self, topic: str | None = None) -> None:
        super().__init__("broadcast_how")
        self.topic = topic


class BroadcastOver(BroadcastError):  # noqa: N818 - says what happened
    """The announcement was sent, discarded or stopped already."""

    def __init__(self) -> None:
        super().__init__("broadcast_over")


class CrossEncoderError(KutipError):
    """The folder of ``KUTIP_READER`` cannot be used.

    Keys: ``cross_encoder_packages`` (the extra is not installed), ``cross_encoder_missing`` (no
    such file), ``cross_encoder_damaged``.
    """


class ReaderFileError(KutipError):
    """A file that comes with the program is missing or damaged; key ``reader_file_damaged``."""


class BackupError(KutipError):
    """A backup cannot be made or restored.

    Keys: ``backup_running``, ``backup_unreadable``, ``backup_foreign`` (not Kutip's database),
    ``backup_broken`` (incomplete), ``storage_damaged`` (what was to be backed up),
    ``backup_newer`` (of a later version), ``backup_in_use`` (a bot runs on the folder; of several
    processes ``folder_in_use``), ``backup_there`` (the file exists), ``backup_no_folder``,
    ``backup_ending`` (another packed format), ``backup_server`` (PostgreSQL has tools of its own),
    ``backup_too_large`` (to be sent), ``backup_no_space`` (there would not be enough),
    ``backup_disk_full``, ``backup_forbidden``,
    ``backup_disk`` and ``backup_none`` (that could be restored).
    """


class ListenError(KutipError):
    """A server of ours cannot be started: for Telegram's updates, or for monitoring.

    Keys: ``webhook_listen`` and ``monitoring_listen`` (the port is in use, or the address is not
    this machine's), ``webhook_tls`` (the certificate or its key).
    """


class MoveError(KutipError):
    """An installation cannot be moved to another database.

    Keys: ``move_target_foreign`` (it holds other tables), ``move_target_used`` (it holds rows),
    ``move_target_there`` (a file), ``move_in_use`` (a bot is connected), ``move_differs`` (what
    arrived is not what was read), ``move_files`` (both are files) and ``move_address`` (not
    PostgreSQL's).
    """


class Notice(KutipError):  # noqa: N818 - more than errors
    """A fault of the installation, which owners and admins are told of in these words.

    The arguments hold nothing that a reader wrote. Raised only where somebody can be answered.
    """


MAX_LISTED_NUMBERS = 20


class ArticleDamaged(Notice):
    """Stored articles whose values are not those that were stored: they are not read."""

    def __init__(self, ids: Sequence[int], key: str = "article_damaged") -> None:
        listed = ", ".join(map(str, ids[:MAX_LISTED_NUMBERS]))
        super().__init__(key, numbers=listed + (", …" if len(ids) > MAX_LISTED_NUMBERS else ""))
        self.ids = tuple(ids)


class DeliveryNotice(Notice):
    """A message that did not arrive, or not as it was meant.

    Keys: ``message_plain`` (it was malformed and went out as plain text), ``message_refused``,
    ``message_gave_up`` (too many attempts failed) and ``message_unreadable`` (as stored).
    """


class ArticleRepaired(ArticleDamaged):
    """Damaged articles that a reload has read anew from their source."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(ids, "article_repaired")


class StorageError(KutipError):
    """The database cannot be opened, read or written.

    Keys: ``storage_unwritable``, ``storage_damaged``, ``storage_newer`` (written by a later
    version), ``storage_full`` (the disk), ``storage_busy`` (locked by another process),
    ``storage_unreadable`` (the disk) and ``storage_failed``, each with ``path`` and SQLite's or the
    system's name of the ``reason``; ``storage_unavailable`` if a database server can't be reached
    for now. An older one is not migrated: ``migration_running`` (a bot of an earlier version runs),
    ``migration_space`` and ``migration_backup`` (no backup can be made before),
    ``migration_failed`` and ``migration_failed_on_server``; the database is as it was then.
    """


class ArticleChanged(ReloadFailed):
    """The article to change is no longer as it was read: somebody else has changed it."""


class FolderMissing(ReloadFailed, Notice):
    """The folder of articles does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__("folder_missing", path=str(path))


class FolderShrunk(ReloadFailed, Notice):
    """The folder yields so little that ``removed`` of ``stored`` articles would be removed."""

    def __init__(self, path: Path, removed: int, stored: int) -> None:
        super().__init__("folder_shrunk", path=str(path), removed=removed, stored=stored)
        self.path = path
        self.removed = removed
        self.stored = stored


class DatabaseLost(Notice):
    """The database has nothing in it, although an index of its articles lies beside it."""

    def __init__(self, path: Path | str) -> None:
        super().__init__("database_lost", path=str(path))


class StorageDamaged(StorageError, Notice):  # noqa: N818 - says what happened
    """A page, an index or a value in the database is not what was written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__("storage_damaged", path=str(path), reason=reason)


class IndexesRebuilt(Notice):
    """Damaged indexes of the database were rebuilt from its tables."""

    def __init__(self, path: Path | str) -> None:
        super().__init__("indexes_rebuilt", path=str(path))


class StorageGone(StorageError, Notice):  # noqa: N818 - says what happened
    """The database's file is no longer the one that was opened: nothing can be stored."""

    def __init__(self, path: Path | str) -> None:
        super().__init__("storage_gone", path=str(path))
