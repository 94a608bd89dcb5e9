"""The one rate limit of all messages: answers to people first, alerts with what they leave.

Telegram's published limits, and what it asked for since. Pure: seconds of a monotonic clock are an
argument. ``handlers.telegram.rate_limiter`` waits for answers, ``bot.outbox.worker`` for alerts.

The limits are those of
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MESSAGES_PER_SECOND = 30.0
"""To all chats together."""

CHAT_INTERVAL_S = 1.0
"""Between two alerts to the same chat; answers may come in bursts, but no more on average."""

CHAT_LIMIT, GROUP_WINDOW_S, PRIVATE_WINDOW_S = 20, 60.0, 20.0
"""At most so many messages to one chat within the window of its kind."""

FLOOD_CHATS, FLOOD_WINDOW_S, MAX_FLOOD_S = 3, 10.0, 30.0
"""If so many chats are refused within the window, all have to wait, but never longer than this."""

SLACK_S = 0.1
"""An alert may be late by so much without delaying the ones after it."""


@dataclass(frozen=True, slots=True)
class RateLimitHit:
    """A chat that Telegram refused a message to: when, and until when to wait."""

    chat_id: int
    at: float
    until: float


class RateLimit:
    """Computes when the next message may be sent, and to which chats.

    Alerts are spread evenly, without a burst after a pause, so that hardly more than one is in
    flight at any time; no second has more than ``per_second`` of them and answers together, unless
    answers alone make it more: an answer waits for other answers only.
    """

    def __init__(self, per_second: float = MESSAGES_PER_SECOND) -> None:
        self._interval = 1 / per_second
        self._next = 0.0
        most = max(1, int(per_second))
        self._last: deque[float] = deque(maxlen=most)
        self._answers: deque[float] = deque(maxlen=most)
        self._recent: dict[int, deque[float]] = {}
        self._refused_until: dict[int, float] = {}
        self._all_refused_until = 0.0
        self._hits: deque[RateLimitHit] = deque()
        self._waiting: Counter[int] = Counter()

    def answer_at(self, chat_id: int, now: float) -> float:
        """Return when an answer may go to a chat; not before ``now``."""
        return max(
            now,
            self._all_refused_until,
            self._refused_until.get(chat_id, now),
            _window_end(chat_id, self._recent.get(chat_id)),
            _window_start(self._answers),
        )

    @contextmanager
    def answer_waiting(self, chat_id: int) -> Iterator[None]:
        """Hold the chat's alerts while an answer to it waits."""
        self._waiting[chat_id] += 1
        try:
            yield
        finally:
            self._waiting[chat_id] -= 1
            if not self._waiting[chat_id]:
                del self._waiting[chat_id]

    def answered(self, chat_id: int, now: float) -> None:
        """Count an answer to this chat."""
        self._answers.append(now)
        self.sent(chat_id, now)

    def next_at(self, now: float) -> float:
        """Return when the next alert may go to a chat that is not held; not before ``now``."""
        return max(now, self._next, self._all_refused_until, _window_start(self._last))

    def held_chats(self, now: float) -> dict[int, float]:
        """Return the chats to which no alert may be sent now, and until when."""
        self._prune(now)
        held = {chat: _free_at(chat, sent) for chat, sent in self._recent.items()}
        for chat, until in self._refused_until.items():
            held[chat] = max(until, held.get(chat, until))
        for chat in self._waiting:
            after = self.answer_at(chat, now) + CHAT_INTERVAL_S
            held[chat] = max(after, held.get(chat, after))
        return {chat: until for chat, until in held.items() if until > now}

    def sent(self, chat_id: int, now: float) -> None:
        """Count an alert to this chat."""
        self._last.append(now)
        self._next = (self._next if now - self._next <= SLACK_S else now) + self._interval
        self._recent.setdefault(chat_id, deque(maxlen=CHAT_LIMIT)).append(now)

    def refused(self, chat_id: int, seconds: float, now: float) -> None:
        """Hold a chat for as long as Telegram asked, or all chats after a flood of refusals."""
        until = now + seconds
        self._refused_until[chat_id] = max(until, self._refused_until.get(chat_id, until))
        self._hits.append(RateLimitHit(chat_id, now, until))
        while self._hits[0].at < now - FLOOD_WINDOW_S:
            self._hits.popleft()
        if len({hit.chat_id for hit in self._hits}) >= FLOOD_CHATS:
            latest = max(hit.until for hit in self._hits)
            self._all_refused_until = min(latest, now + MAX_FLOOD_S)

    def pause(self, seconds: float, now: float) -> None:
        """Hold all alerts for so long."""
        self._next = max(self._next, now + seconds)

    def _prune(self, now: float) -> None:
        """Forget what limits nothing any more, so that memory stays bounded."""
        self._refused_until = {
            chat: until for chat, until in self._refused_until.items() if until > now
        }
        self._recent = {
            chat: sent for chat, sent in self._recent.items() if sent[-1] + _window(chat) > now
        }


def _free_at(chat_id: int, sent: deque[float]) -> float:
    return max(sent[-1] + CHAT_INTERVAL_S, _window_end(chat_id, sent))


def _window(chat_id: int) -> float:
    """Return the window of a group or channel, whose ids are negative, or of a private chat."""
    return GROUP_WINDOW_S if chat_id < 0 else PRIVATE_WINDOW_S


def _window_end(chat_id: int, sent: deque[float] | None) -> float:
    """Return when one more message is within the limit of its chat."""
    return sent[0] + _window(chat_id) if sent and len(sent) == sent.maxlen else 0.0


def _window_start(sent: deque[float]) -> float:
    """Return when one more message is within the limit of a second."""
    return sent[0] + 1.0 if len(sent) == sent.maxlen else 0.0
