"""Who may do what, and where: the one place that decides.

Pure: knows roles, commands and chats, and asks nobody.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.model.roles import Role


class Command(StrEnum):
    """Everything that can be asked of the bot by name; the value is the command's name."""

    START = "start"
    ASK = "ask"
    LATEST = "latest"
    ARTICLE = "article"
    SUBSCRIBE = "subscribe"
    TOPICS = "topics"
    UNSUBSCRIBE = "unsubscribe"
    DIGEST = "digest"
    QUIET = "quiet"
    TIMEZONE = "timezone"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    FORGET = "forget"
    GAPS = "gaps"
    STATS = "stats"
    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    STATUS = "status"
    RELOAD = "reload"
    FEEDS = "feeds"
    FEED = "feed"
    OPML = "opml"
    BROADCAST = "broadcast"
    ADMINS = "admins"
    PROMOTE = "promote"
    DEMOTE = "demote"
    AUDIT = "audit"
    BACKUP = "backup"
    HELP = "help"


class Permission(StrEnum):
    """What to make of a command."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    """Not for this person."""
    ELSEWHERE = "elsewhere"
    """For this person, but in private."""


NEEDED: Mapping[Command, Role] = MappingProxyType(
    {
        Command.GAPS: Role.EDITOR,
        Command.STATS: Role.EDITOR,
        Command.ADD: Role.EDITOR,
        Command.EDIT: Role.EDITOR,
        Command.REMOVE: Role.EDITOR,
        Command.STATUS: Role.EDITOR,
        Command.RELOAD: Role.ADMIN,
        Command.FEEDS: Role.EDITOR,
        Command.FEED: Role.EDITOR,
        Command.OPML: Role.EDITOR,
        Command.BROADCAST: Role.ADMIN,
        Command.ADMINS: Role.ADMIN,
        Command.PROMOTE: Role.ADMIN,
        Command.DEMOTE: Role.ADMIN,
        Command.AUDIT: Role.ADMIN,
        Command.BACKUP: Role.OWNER,
    }
)
"""The least role for each command that is not for every reader."""

PERSONAL = frozenset({Command.START, Command.FORGET})
"""For every reader, and not in the menus of groups."""


def needed(command: Command) -> Role:
    """The least role that may use it."""
    return NEEDED.get(command, Role.READER)


def decide(role: Role, command: Command, *, private: bool) -> Permission:
    """Whether a person of this role may use the command here.

    The newsroom's commands answer in private only, whoever asks; others learn nothing of them.
    """
    if role < needed(command):
        return Permission.REFUSED
    if needed(command) > Role.READER and not private:
        return Permission.ELSEWHERE
    return Permission.ALLOWED


def may_appoint(by: Role, current: Role, to: Role) -> bool:
    """Whether ``by`` may make ``to`` of a person that is ``current``: both have to be below."""
    return by >= needed(Command.PROMOTE) and current < by and to < by


def commands_of(role: Role) -> tuple[Command, ...]:
    """What a person of this role may use, in the order of a menu."""
    return tuple(command for command in Command if needed(command) <= role)


def commands_of_groups() -> tuple[Command, ...]:
    """What a group's menu shows."""
    return tuple(each for each in commands_of(Role.READER) if each not in PERSONAL)
