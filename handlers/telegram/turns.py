"""The order of updates: fair turns of chats and people, floods, backlogs, albums.

Pure: seconds of a monotonic clock are an argument. ``handlers.telegram.update_processor`` waits.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.telegram.uses import Use

PLACES = 16
"""Updates handled at once; httpcore gets much slower with more connections than that."""

CHAT_SHARE, PERSON_SHARE, BEHIND_SHARE, STALE_SHARE = 2, 2, 8, 2
"""At most so many of the places for one chat, for one person, for all updates that came behind
others of their chats, and for all that is stale."""

PERSON_WAITING, CHAT_WAITING = 10, 20
"""If more wait of one person in a chat, only the newest is handled; of a chat, the newest 20.

Telegram takes 20 answers a minute in a group.
"""

FLOOD_QUIET_S, FLOOD_INTERVAL_S = 30.0, 1.0
"""A flood is over after so long without one update too many; meanwhile a turn begins so often."""

SETTLE_S = 2.0
"""Stale updates wait until none has come for so long: Telegram gives a hundred at a time."""

ALBUM_S = 1.0
"""A picture without words waits so long for one of its album that has the caption."""

TYPED_S = 0.15
"""Words that are typed wait so long for the next ones: clients send them after each pause."""

YIELD_S = 0.25
"""An update behind others of its chat waits so long, at most, for those that are not."""

MAX_ALBUMS = 64

FreeAt = Callable[[int, float], float]
"""When a chat may be answered, at the earliest; not before now, the second argument."""


class Omission(StrEnum):
    """Why updates were left out; the value is the key of the text that says so."""

    FLOOD = "flood"
    BACKLOG = "backlog"
    PERSON = "limit_person"
    GROUP = "limit_group"
    UPLOADS = "limit_uploads"


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """An update that may be answered.

    ``stale`` was said long ago; ``album`` is the pictures' group, ``worded`` if it has a caption;
    ``kept`` is never left out.
    """

    chat: int
    person: int
    stale: bool = False
    album: str = ""
    worded: bool = True
    kept: bool = False
    use: Use = Use.MESSAGE


@dataclass(frozen=True, slots=True)
class Start:
    """A turn that begins; ``left`` updates were left out before it, and ``notice`` to say so."""

    turn: Turn
    left: int = 0
    notice: Omission | None = None


@dataclass(slots=True)
class _Waiting:
    turn: Turn
    since: float
    ready_at: float
    behind: bool


@dataclass(slots=True)
class _Flood:
    """Updates left out of one person in a chat, or of a chat, and whether that was said."""

    until: float
    resume_at: float
    left: int = 0
    told: bool = False


class TurnQueue:
    """The updates that wait, by chat, and the shares of those that are handled."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, list[_Waiting]] = OrderedDict()
        self._running: dict[Turn, bool] = {}  # and whether it was behind others
        self._paused: set[Turn] = set()  # of those that are running
        self._floods: dict[tuple[int, int], _Flood] = {}
        self._backlogs: Counter[int] = Counter()
        self._albums: OrderedDict[str, Turn] = OrderedDict()
        self._settled_at = 0.0

    def add(self, turn: Turn, now: float) -> list[Turn]:
        """Queue a turn; return those that are left out for it, which may be itself."""
        if turn.use is Use.TYPING:
            return self._add_typed(turn, now)
        left = self._repeated(turn)
        if turn in left:
            return left
        own = [each for each in self._chats.get(turn.chat, ()) if not each.turn.kept]
        ready_at = now + (ALBUM_S if turn.album and not turn.worded else 0.0)
        if turn.stale and not turn.kept:
            left += self._leave_older(turn, own)
            self._settled_at = now + SETTLE_S
        elif not turn.kept:
            fresh = [each for each in own if not each.turn.stale]
            left += self._leave_flood(turn, fresh, now)
            flood = self._floods.get(_key(turn))
            ready_at = max(ready_at, flood.resume_at if flood else now)
        self._insert(_Waiting(turn, now, ready_at, self._is_behind(turn)))
        return left

    def _add_typed(self, turn: Turn, now: float) -> list[Turn]:
        """Queue what was typed in place of what was before, if that waits still."""
        left = self._leave([each.turn for each in self._chats.get(turn.chat, ())])
        self._insert(_Waiting(turn, now, now + TYPED_S, self._is_behind(turn)))
        return left

    def start(self, now: float, free_at: FreeAt) -> Start | None:
        """Begin the turn that is next; None if none may begin now."""
        if self._is_full:
            return None
        best: _Waiting | None = None
        for each in self._startable(now, free_at):
            if best is None or self._rank(each) < self._rank(best):
                best = each
            if not self._rank(best):
                break  # with hundreds of chats waiting, to look at all would cost most of an answer
        return self._begin(best, now) if best else None

    def done(self, turn: Turn) -> None:
        """Free the place of a turn."""
        self._running.pop(turn, None)
        self._paused.discard(turn)

    def pause(self, turn: Turn) -> bool:
        """Let others have the place of a turn, but no more of its chat; False if it has none."""
        if turn in self._running:
            self._paused.add(turn)
        return turn in self._running

    def resume(self, turn: Turn) -> bool:
        """Count the turn again, however many others there are by now; False if it has ended."""
        self._paused.discard(turn)
        return turn in self._running

    def remove(self, turn: Turn) -> None:
        """Forget a turn that waits no longer."""
        waiting = self._chats.get(turn.chat, [])
        waiting[:] = [each for each in waiting if each.turn is not turn]
        if not waiting:
            self._chats.pop(turn.chat, None)

    def wakes_at(self, now: float, free_at: FreeAt) -> float | None:
        """Return when a turn may begin that may not now; None if only an end can make it."""
        if self._is_full:
            return None
        moments = []
        for chat, waiting in self._chats.items():
            free = free_at(chat, now)
            moments += [max(free, self._ready_at(each), _yields_until(each)) for each in waiting]
        return min((moment for moment in moments if moment > now), default=None)

    @property
    def _is_full(self) -> bool:
        """Return whether all places are taken."""
        return len(self._running) - len(self._paused) >= PLACES

    def _repeated(self, turn: Turn) -> list[Turn]:
        """Return the turns of an album that another picture of it makes needless."""
        before = self._albums.get(turn.album) if turn.album else None
        if before is not None and (before.worded or not turn.worded):
            return [turn]
        if turn.album:
            self._albums[turn.album] = turn
            while len(self._albums) > MAX_ALBUMS:
                self._albums.popitem(last=False)
        waits = before is not None and any(
            each.turn is before for each in self._chats.get(turn.chat, ())
        )
        return self._leave([before]) if before is not None and waits else []

    def _leave_older(self, turn: Turn, own: list[_Waiting]) -> list[Turn]:
        """Leave all stale turns of a chat but the newest."""
        older = [each.turn for each in own if each.turn.stale]
        self._backlogs[turn.chat] += len(older)
        return self._leave(older)

    def _leave_flood(self, turn: Turn, fresh: list[_Waiting], now: float) -> list[Turn]:
        """Leave what is too much of one person, or else of one chat."""
        self._floods = {key: flood for key, flood in self._floods.items() if flood.until > now}
        personal = [each.turn for each in fresh if each.turn.person == turn.person]
        if len(personal) >= PERSON_WAITING or (personal and _key(turn) in self._floods):
            return self._flooded(_key(turn), personal, now)
        if len(fresh) >= CHAT_WAITING:
            return self._flooded((turn.chat, 0), [fresh[0].turn], now)
        return []

    def _flooded(self, key: tuple[int, int], left: list[Turn], now: float) -> list[Turn]:
        resume_at = now + FLOOD_INTERVAL_S if key[1] else now
        flood = self._floods.setdefault(key, _Flood(now, resume_at))
        flood.until = now + FLOOD_QUIET_S
        flood.left += len(left)
        return self._leave(left)

    def _leave(self, turns: list[Turn]) -> list[Turn]:
        for turn in turns:
            self.remove(turn)
        return turns

    def _is_behind(self, turn: Turn) -> bool:
        """Return whether others of its chat come before it."""
        waiting = [each.turn for each in self._chats.get(turn.chat, ()) if not each.turn.stale]
        return turn.stale or any(each.chat == turn.chat for each in (*waiting, *self._running))

    def _insert(self, waiting: _Waiting) -> None:
        """Put a turn at the end of its chat's, but before those that are stale."""
        own = self._chats.setdefault(waiting.turn.chat, [])
        fresh = sum(not each.turn.stale for each in own)
        own.insert(len(own) if waiting.turn.stale else fresh, waiting)

    def _startable(self, now: float, free_at: FreeAt) -> Iterator[_Waiting]:
        """Yield the first turn of each chat that may begin, those longest without one first."""
        in_chat = Counter(turn.chat for turn in self._running)
        of_person = Counter(turn.person for turn in self._running)
        active = {turn: late for turn, late in self._running.items() if turn not in self._paused}
        stale_full = sum(turn.stale for turn in active) >= STALE_SHARE
        behind_full = sum(active.values()) >= BEHIND_SHARE
        yielding = not all(active.values())
        for chat, waiting in self._chats.items():
            if in_chat[chat] >= CHAT_SHARE or free_at(chat, now) > now:
                continue
            for each in waiting:
                busy = of_person[each.turn.person] >= PERSON_SHARE
                late = self._ready_at(each) > now or (yielding and _yields_until(each) > now)
                full = (each.behind and behind_full) or (each.turn.stale and stale_full)
                if not (busy or late or full):
                    yield each
                    break

    def _ready_at(self, waiting: _Waiting) -> float:
        settled_at = self._settled_at if waiting.turn.stale else waiting.ready_at
        return max(waiting.ready_at, settled_at)

    @staticmethod
    def _rank(waiting: _Waiting) -> int:
        """Return 0 for a turn behind no other of its chat, 1 behind others, 2 for stale ones."""
        return 2 if waiting.turn.stale else int(waiting.behind)

    def _begin(self, waiting: _Waiting, now: float) -> Start:
        turn = waiting.turn
        self.remove(turn)
        self._running[turn] = waiting.behind
        if turn.chat in self._chats:
            self._chats.move_to_end(turn.chat)
        if turn.stale:
            left = self._backlogs.pop(turn.chat, 0)
            return Start(turn, left, Omission.BACKLOG if left else None)
        return self._begin_in_flood(turn, now)

    def _begin_in_flood(self, turn: Turn, now: float) -> Start:
        """Say once that updates were left out, and count all of them."""
        found = [self._floods.get(_key(turn)), self._floods.get((turn.chat, 0))]
        left, told = 0, True
        for flood in filter(None, found):
            left, told = left + flood.left, told and flood.told
            flood.left, flood.told = 0, True
            flood.resume_at = now + FLOOD_INTERVAL_S
        return Start(turn, left, None if told else Omission.FLOOD)


def _key(turn: Turn) -> tuple[int, int]:
    return turn.chat, turn.person


def _yields_until(waiting: _Waiting) -> float:
    return waiting.since + YIELD_S if waiting.behind else waiting.since
