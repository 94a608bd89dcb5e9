"""Decide which role may use which command, and where."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.model.roles import Role


class Command(StrEnum):
    """All commands; the value is what a person types."""

    START = "start"
    ASK = "ask"
    NEWS = "news"
    TIMELINE = "timeline"
    LATEST = "latest"
    ARTICLE = "article"
    QUOTES = "quotes"
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
    CHANNEL = "channel"
    BROADCAST = "broadcast"
    ADMINS = "admins"
    PROMOTE = "promote"
    DEMOTE = "demote"
    AUDIT = "audit"
    BACKUP = "backup"
    HELP = "help"


class Permission(StrEnum):
    """A decision about a command."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    """The person's role is too low."""
    ELSEWHERE = "elsewhere"
    """Allowed, but in a private chat only."""


MIN_ROLES: Mapping[Command, Role] = MappingProxyType(
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
        Command.CHANNEL: Role.EDITOR,
        Command.BROADCAST: Role.ADMIN,
        Command.ADMINS: Role.ADMIN,
        Command.PROMOTE: Role.ADMIN,
        Command.DEMOTE: Role.ADMIN,
        Command.AUDIT: Role.ADMIN,
        Command.BACKUP: Role.OWNER,
    }
)
"""The lowest role for each command that is not for every reader."""

ALIASES: Mapping[Command, tuple[str, ...]] = MappingProxyType(
    {
        Command.NEWS: ("berita",),
        Command.SUBSCRIBE: ("sub",),
        Command.TOPICS: ("list",),
        Command.UNSUBSCRIBE: ("unsub", "stop"),
    }
)
"""Names that other bots have for a command; not in the menus."""

PERSONAL = frozenset({Command.START, Command.FORGET})
"""Commands for every reader that are left out of the menus of groups."""


def min_role(command: Command) -> Role:
    """Return the lowest role that may use a command."""
    return MIN_ROLES.get(command, Role.READER)


def decide(role: Role, command: Command, *, private: bool) -> Permission:
    """Decide whether a person of this role may use a command in a chat.

    Commands of the staff are for private chats only.
    """
    if role < min_role(command):
        return Permission.REFUSED
    if min_role(command) > Role.READER and not private:
        return Permission.ELSEWHERE
    return Permission.ALLOWED


def may_appoint(by: Role, current: Role, to: Role) -> bool:
    """Return whether ``by`` may change a role from ``current`` to ``to``: both must be lower."""
    return by >= min_role(Command.PROMOTE) and current < by and to < by


def commands_of(role: Role) -> tuple[Command, ...]:
    """Return the commands that a role may use, in the order of a menu."""
    return tuple(command for command in Command if min_role(command) <= role)


def commands_of_groups() -> tuple[Command, ...]:
    """Return the commands in a group's menu."""
    return tuple(each for each in commands_of(Role.READER) if each not in PERSONAL)
