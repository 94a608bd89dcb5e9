"""Compare what came back in a turn with what the dialogue says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.dialogues.script import Dialogue, Turn


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back: texts and labels of buttons, and whether there was a message at all."""

    text: str
    buttons: str
    is_reply: bool


def check(dialogue: Dialogue, turn: Turn, seen: Seen, others: Sequence[str] = ()) -> None:
    """Raise AssertionError with all that came back if anything differs, or if there are others."""
    problems = [*_problems(turn, seen), *others]
    said = turn.says or turn.taps or turn.types or turn.sends or turn.posts or turn.album
    parts = [f"{dialogue.name}: {said!r}", *problems, "---", seen.text, "---", seen.buttons]
    assert not problems, "\n".join(parts)


def missing(turn: Turn, seen: Seen) -> bool:
    """Whether something that is to come has not come yet."""
    shown = all(has(seen.text, each) for each in turn.shows)
    return not (shown and all(has(seen.buttons, each) for each in turn.buttons))


def _problems(turn: Turn, seen: Seen) -> Iterator[str]:
    yield from (f"does not show {each!r}" for each in turn.shows if not has(seen.text, each))
    yield from (f"shows {each!r}" for each in turn.lacks if has(seen.text, each))
    yield from (f"no button {each!r}" for each in turn.buttons if not has(seen.buttons, each))
    yield from (f"button {each!r}" for each in turn.without if has(seen.buttons, each))
    if seen.is_reply is turn.silent:
        yield "a message comes back" if turn.silent else "no message comes back"


def has(text: str, either: str) -> bool:
    """Whether ``text`` has one of what " | " parts."""
    return any(each.lower() in text.lower() for each in either.split(" | "))
