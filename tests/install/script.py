"""A page of the documentation as a script: its fenced blocks, and what each has somebody do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
OR = " / "
LATER = "(a moment later)"


@dataclass(frozen=True, slots=True)
class Command:
    """A line for the shell."""

    line: str


@dataclass(frozen=True, slots=True)
class Output:
    """A part of what the last command has to have printed."""

    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to write in the shell's folder."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Said:
    """A person's message; ``again`` repeats it until it is answered as written."""

    by: str
    text: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that a person presses."""

    by: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """How a message of the bot begins; ``to`` is None for whoever wrote or pressed last."""

    to: str | None
    beginning: str


Step = Command | Output | File | Said | Pressed | Reply


def read_script(page: str, language: int) -> list[Step]:
    """Return the steps of a page; ``language`` is 0 or 1: which half of ``this / that`` holds."""
    blocks = FENCE.findall(page)
    return [step for kind, name, text in blocks for step in _steps(kind, name, text, language)]


def _steps(kind: str, name: str, text: str, language: int) -> Iterator[Step]:
    match kind:
        case "sh":
            yield from map(Command, text.splitlines())
        case "output":
            yield from map(Output, text.splitlines())
        case "chat":
            yield from _chat(text.splitlines(), language)
        case _ if name:
            yield File(name, text)
        case _:
            raise ValueError(f"what is done with this block? {kind}: {text}")


def _chat(lines: list[str], language: int) -> Iterator[Step]:
    for before, line in zip(["", *lines], lines, strict=False):
        if line == LATER:
            continue
        if pressed := re.fullmatch(r"(\w+) \[(.+)\]", line):
            yield Pressed(pressed[1], _alternative(pressed[2], language))
        elif reply := re.fullmatch(r"Kutip(?: to (\w+))?: (.+)", line):
            yield Reply(reply[1], _alternative(reply[2], language))
        elif said := re.fullmatch(r"(\w+): (.+)", line):
            yield Said(said[1], said[2], again=before == LATER)
        else:
            raise ValueError(f"who says this? {line}")


def _alternative(text: str, language: int) -> str:
    alternatives = text.split(OR)
    return alternatives[language] if len(alternatives) > 1 else text
