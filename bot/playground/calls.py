"""The log of what the bot asked for and what it got.

It judges nothing; ``BotApiServer.calls`` is its list.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.playground.mailbox import Mailbox

SHOWN = 12  # calls, and ...
SHOWN_TEXT = 120  # ... characters of each, in a message that explains a time-out


@dataclass(slots=True)
class Call:
    """One request: the method as the bot spelt it, decoded parameters, and how it ended.

    ``error`` is "" for a success, the description of a refusal, or what a fault did.
    """

    method: str
    parameters: dict[str, Any]
    result: Any = None
    error: str = ""
    done: bool = False

    def __str__(self) -> str:
        ending = self.error or ("ok" if self.done else "under way")
        shown = {name: value for name, value in self.parameters.items() if value != ""}
        return f"{self.method}({str(shown)[:SHOWN_TEXT]}) -> {ending}"


@dataclass(slots=True)
class CallLog:
    """Calls in order of arrival, and those that are done and not yet taken by a test."""

    calls: list[Call] = field(default_factory=list)
    _done: defaultdict[str, Mailbox[Call]] = field(init=False)

    def __post_init__(self) -> None:
        self._done = defaultdict(lambda: Mailbox("such call", self.explain))

    def begin(self, method: str, parameters: dict[str, Any]) -> Call:
        """Note a call that has arrived."""
        call = Call(method, parameters)
        self.calls.append(call)
        return call

    def finish(self, call: Call) -> None:
        """Note that ``call`` has been answered."""
        call.done = True
        self._done[call.method.lower()].put(call)

    async def take(self, method: str, seconds: float) -> Call:
        """The oldest finished call of ``method`` not yet taken; raises TimeoutError."""
        return await self._done[method.lower()].take(seconds)

    def explain(self) -> str:
        """The last calls in words, without the long polls."""
        told = [str(call) for call in self.calls if call.method != "getUpdates"]
        return "; ".join(told[-SHOWN:]) or "none"
