"""How much one person, and one group, may ask for in a while. Pure: the time is an argument."""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from handlers.telegram.turns import Omission, Turn
from handlers.telegram.uses import Use

MINUTE_S, HOUR_S = 60.0, 3600.0
MAX_IDLE_KEYS = 4096
"""Beyond so many remembered people and groups those are dropped that asked nothing of late."""


@dataclass(slots=True)
class _Uses:
    """When somebody was answered, oldest first, and when they were last refused."""

    at: deque[float] = field(default_factory=deque)
    refused_at: float = float("-inf")


class UseLimit:
    """At most ``most`` uses by each key in any ``seconds``; 0: as many as anybody likes."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._uses: dict[Hashable, _Uses] = {}

    def is_used_up(self, key: Hashable, now: float) -> bool:
        """Return whether one more would be too many."""
        uses = self._uses.get(key)
        if not self._most or uses is None:
            return False
        while uses.at and uses.at[0] <= now - self._seconds:
            uses.at.popleft()
        return len(uses.at) >= self._most

    def use(self, key: Hashable, now: float) -> None:
        """Count one use."""
        if self._most:
            self._drop_idle(now)
            self._uses.setdefault(key, _Uses()).at.append(now)

    def refuse(self, key: Hashable, now: float) -> bool:
        """Note that one was refused; return whether none was in the time before."""
        uses = self._uses[key]
        is_first = now - uses.refused_at > self._seconds
        uses.refused_at = now
        return is_first

    def _drop_idle(self, now: float) -> None:
        if len(self._uses) > MAX_IDLE_KEYS:
            since = now - self._seconds
            self._uses = {
                key: uses for key, uses in self._uses.items() if uses.at and uses.at[-1] > since
            }


@dataclass(frozen=True, slots=True)
class RefusedUse:
    """A turn that is not taken; ``is_first`` if its person or group was not refused just before."""

    omission: Omission
    is_first: bool


class UseLimits:
    """The limits of all uses: messages and presses by a person and in a group, uploads, typing.

    One person may take half of what a group may: the others are answered, too.
    """

    def __init__(self, *, person: int, group: int, uploads: int, typed: int) -> None:
        self._person = UseLimit(person, MINUTE_S)
        self._group = UseLimit(group, MINUTE_S)
        self._share = UseLimit((group + 1) // 2, MINUTE_S)
        self._uploads = UseLimit(uploads, HOUR_S)
        self._typed = UseLimit(typed, MINUTE_S)

    def take(self, turn: Turn, now: float) -> RefusedUse | None:
        """Count a turn, or refuse it; what is stale was left out before, but for the newest."""
        if turn.stale:
            return None
        limits = self._of(turn)
        for limit, key, omission in limits:
            if limit.is_used_up(key, now):
                return RefusedUse(omission, limit.refuse(key, now))
        for limit, key, _ in limits:
            limit.use(key, now)
        return None

    def _of(self, turn: Turn) -> list[tuple[UseLimit, Hashable, Omission]]:
        if turn.use is Use.TYPING:
            return [(self._typed, turn.person, Omission.PERSON)]
        found: list[tuple[UseLimit, Hashable, Omission]] = [
            (self._person, turn.person, Omission.PERSON)
        ]
        if turn.chat != turn.person:
            found.append((self._share, (turn.chat, turn.person), Omission.PERSON))
            found.append((self._group, turn.chat, Omission.GROUP))
        if turn.use is Use.UPLOAD:
            found.append((self._uploads, turn.person, Omission.UPLOADS))
        return found


NO_LIMITS = UseLimits(person=0, group=0, uploads=0, typed=0)
