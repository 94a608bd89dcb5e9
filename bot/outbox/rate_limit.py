"""How fast alerts may go: Telegram's limits, and what it asked for beyond them.

Pure: seconds of any steady clock are an argument. Sends nothing and sleeps never.

The limits are those of
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

from collections import deque
from dataclasses import dataclass

OVERALL = 30.0
"""Messages a second to all chats together."""

SLACK = 0.1
"""Seconds that a message may be late without the next ones being late as well."""

CHAT_PAUSE = 1.0
"""Seconds between two messages to the same chat."""

GROUP_SHARE, GROUP_MINUTE = 20, 60.0
"""Messages to one group within so many seconds."""

FLOODED, FLOOD_WITHIN = 3, 10.0
"""So many chats that were refused within so many seconds mean all chats."""


@dataclass(frozen=True, slots=True)
class RateLimitHit:
    """Telegram asked to wait: which chat, when, and until when."""

    chat_id: int
    at: float
    until: float


class RateLimit:
    """Says when the next message may go, to whom, and learns of what went.

    Messages are spread evenly: after a pause there is no burst, so that hardly more than one of
    them is on its way at any time. No second has more than ``overall`` of them.
    """

    def __init__(self, overall: float = OVERALL) -> None:
        self._gap = 1 / overall
        self._next = 0.0
        self._last: deque[float] = deque(maxlen=max(1, int(overall)))
        self._recent: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}
        self._refusals: deque[RateLimitHit] = deque()

    def next_at(self, now: float) -> float:
        """When the next message may go to a chat that is free; ``now`` or later."""
        full = len(self._last) == self._last.maxlen
        return max(now, self._next, self._last[0] + 1.0 if full else now)

    def resting(self, now: float) -> dict[int, float]:
        """The chats that nothing may go to now, and until when."""
        self._forget(now)
        free = {chat: self._free_at(chat, sent) for chat, sent in self._recent.items()}
        for chat, until in self._held.items():
            free[chat] = max(until, free.get(chat, until))
        return {chat: until for chat, until in free.items() if until > now}

    def sent(self, chat_id: int, now: float) -> None:
        """A message went to this chat, whoever sent it: an answer takes its share of the pace."""
        self._last.append(now)
        self._next = (self._next if now - self._next <= SLACK else now) + self._gap
        self._recent.setdefault(chat_id, deque(maxlen=GROUP_SHARE)).append(now)

    def refused(self, chat_id: int, seconds: float, now: float, *, everyone: bool = False) -> bool:
        """Telegram asked to wait with this chat; whether all chats have to wait for it."""
        until = now + seconds
        self._held[chat_id] = max(until, self._held.get(chat_id, until))
        self._refusals.append(RateLimitHit(chat_id, now, until))
        while self._refusals[0].at < now - FLOOD_WITHIN:
            self._refusals.popleft()
        flood = everyone or len({refusal.chat_id for refusal in self._refusals}) >= FLOODED
        if flood:
            self._next = max(self._next, *(refusal.until for refusal in self._refusals))
        return flood

    def pause(self, seconds: float, now: float) -> None:
        """Nothing goes to anybody for so long."""
        self._next = max(self._next, now + seconds)

    def _free_at(self, chat_id: int, sent: deque[float]) -> float:
        free = sent[-1] + CHAT_PAUSE
        if chat_id < 0 and len(sent) == GROUP_SHARE:
            free = max(free, sent[0] + GROUP_MINUTE)
        return free

    def _forget(self, now: float) -> None:
        """Keep only what still matters, so that a long life needs no more memory."""
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._recent = {
            chat: sent
            for chat, sent in self._recent.items()
            if sent[-1] + (GROUP_MINUTE if chat_id_is_group(chat) else CHAT_PAUSE) > now
        }


def chat_id_is_group(chat_id: int) -> bool:
    """Whether a chat is a group or a channel: Telegram's ids of those are negative."""
    return chat_id < 0
