"""The rate limit of outgoing messages: Telegram's published limits, and what it asked for since.

Pure: seconds of a monotonic clock are an argument.

The limits are those of
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

from collections import deque
from dataclasses import dataclass

MESSAGES_PER_SECOND = 30.0
"""To all chats together."""

CHAT_INTERVAL_S = 1.0
"""Between two messages to the same chat."""

GROUP_LIMIT, GROUP_WINDOW_S = 20, 60.0
"""At most so many messages to one group within the window."""

FLOOD_CHATS, FLOOD_WINDOW_S = 3, 10.0
"""If so many chats are refused within the window, all chats have to wait."""

SLACK_S = 0.1
"""A message may be late by so much without delaying the ones after it."""


@dataclass(frozen=True, slots=True)
class RateLimitHit:
    """A chat that Telegram refused a message to: when, and until when to wait."""

    chat_id: int
    at: float
    until: float


class RateLimit:
    """Computes when the next message may be sent, and to which chats.

    Messages are spread evenly, without a burst after a pause, so that hardly more than one is in
    flight at any time. No second has more than ``per_second`` of them.
    """

    def __init__(self, per_second: float = MESSAGES_PER_SECOND) -> None:
        self._interval = 1 / per_second
        self._next = 0.0
        self._last: deque[float] = deque(maxlen=max(1, int(per_second)))
        self._recent: dict[int, deque[float]] = {}
        self._refused_until: dict[int, float] = {}
        self._hits: deque[RateLimitHit] = deque()

    def next_at(self, now: float) -> float:
        """Return when the next message may go to a chat that is not held; not before ``now``."""
        full = len(self._last) == self._last.maxlen
        return max(now, self._next, self._last[0] + 1.0 if full else now)

    def held_chats(self, now: float) -> dict[int, float]:
        """Return the chats to which nothing may be sent now, and until when."""
        self._prune(now)
        held = {chat: _free_at(chat, sent) for chat, sent in self._recent.items()}
        for chat, until in self._refused_until.items():
            held[chat] = max(until, held.get(chat, until))
        return {chat: until for chat, until in held.items() if until > now}

    def sent(self, chat_id: int, now: float) -> None:
        """Count a message to this chat; answers to readers count, too."""
        self._last.append(now)
        self._next = (self._next if now - self._next <= SLACK_S else now) + self._interval
        self._recent.setdefault(chat_id, deque(maxlen=GROUP_LIMIT)).append(now)

    def refused(self, chat_id: int, seconds: float, now: float, *, everyone: bool = False) -> None:
        """Hold a chat for as long as Telegram asked, or all chats after a flood of refusals."""
        until = now + seconds
        self._refused_until[chat_id] = max(until, self._refused_until.get(chat_id, until))
        self._hits.append(RateLimitHit(chat_id, now, until))
        while self._hits[0].at < now - FLOOD_WINDOW_S:
            self._hits.popleft()
        if everyone or len({hit.chat_id for hit in self._hits}) >= FLOOD_CHATS:
            self._next = max(self._next, *(hit.until for hit in self._hits))

    def pause(self, seconds: float, now: float) -> None:
        """Hold all chats for so long."""
        self._next = max(self._next, now + seconds)

    def _prune(self, now: float) -> None:
        """Forget what limits nothing any more, so that memory stays bounded."""
        self._refused_until = {
            chat: until for chat, until in self._refused_until.items() if until > now
        }
        self._recent = {
            chat: sent
            for chat, sent in self._recent.items()
            if sent[-1] + (GROUP_WINDOW_S if _is_group(chat) else CHAT_INTERVAL_S) > now
        }


def _free_at(chat_id: int, sent: deque[float]) -> float:
    free = sent[-1] + CHAT_INTERVAL_S
    if _is_group(chat_id) and len(sent) == GROUP_LIMIT:
        free = max(free, sent[0] + GROUP_WINDOW_S)
    return free


def _is_group(chat_id: int) -> bool:
    """Return whether a chat is a group or a channel: Telegram's ids of those are negative."""
    return chat_id < 0
