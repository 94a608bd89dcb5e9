"""Dialogues as they are written in YAML.

A file is a list of dialogues, each with a ``name`` and ``turns``; ``locale`` is the language that
the person's Telegram is set to, ``chat`` one of private, group, forum and terminal (that of
``kutip chat``) and elsewhere (a group without the bot, which is a guest there), ``role`` owner,
editor or reader. A turn ``says``, ``taps`` (part of a button's label), ``types`` (after the bot's
name, for cards) or ``sends`` (photo, sticker, voice), or ``posts`` a text or an ``album`` of
captions in the ``channel`` of the dialogue, given by its username. It lists what ``shows`` and
``lacks`` in the texts that come back, and the ``buttons`` under them and those ``without``;
"a | b" is one of both. Case is ignored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Turn:
    """One message or press, and what comes of it.

    ``wait`` seconds pass before it; ``replies_to`` is the number of the turn, from 1, whose last
    answer it replies to; ``by`` numbers the people of a group. ``topics`` are all subscriptions of
    the chat afterwards, ``language`` is the one stored for the person, ``silent`` that no message
    comes back. ``edits`` is the number of the turn whose post becomes what this one ``posts``,
    ``articles`` are the titles of all articles of the channel afterwards.
    """

    says: str = ""
    taps: str = ""
    types: str | None = None
    sends: str = ""
    by: int = 1
    wait: float = 0.0
    replies_to: int = 0
    forwarded: bool = False
    shows: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    topics: tuple[str, ...] | None = None
    language: str = ""
    silent: bool = False
    posts: str = ""
    album: tuple[str, ...] = ()
    edits: int = 0
    articles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation of one chat with the bot.

    The first person runs the ``channel`` unless it is ``foreign``; ``named`` if its posts are
    articles from the start.
    """

    name: str
    turns: tuple[Turn, ...]
    locale: str = "id"
    chat: str = "private"
    role: str = "reader"
    channel: str = ""
    foreign: bool = False
    named: bool = False


def read_dialogues(folder: Path = FOLDER, files: Sequence[str] = ("*",)) -> list[Dialogue]:
    """Return the dialogues of these files, in order; raises ValueError for what is misspelt."""
    paths = sorted(path for name in files for path in folder.glob(f"{name}.yaml"))
    return [each for path in paths for each in _dialogues(path)]


def _dialogues(path: Path) -> Iterator[Dialogue]:
    for values in yaml.safe_load(path.read_text("utf-8")):
        where = f"{path.name}: {values.get('name')}"
        turns = tuple(Turn(**_checked(turn, Turn, where)) for turn in values["turns"])
        yield Dialogue(**(_checked(values, Dialogue, where) | {"turns": turns}))


def _checked(values: dict[str, Any], kind: type, where: str) -> dict[str, Any]:
    unknown = values.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))}")
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    """Return lists as tuples, and numbers in them as text."""
    return tuple(map(str, value)) if isinstance(value, list) and _is_plain(value) else value


def _is_plain(values: list[Any]) -> bool:
    return not any(isinstance(each, dict) for each in values)
