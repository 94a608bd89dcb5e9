"""The log of the bot's requests and their results."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.playground.wait_queue import WaitQueue

MAX_CALLS_SHOWN = 12  # in the message of a TimeoutError
MAX_CALL_LENGTH = 120  # characters


@dataclass(slots=True)
class Call:
    """A request: the method as the bot wrote it, its decoded parameters, and the outcome.

    ``error`` is the API error's description or the fault, "" after a success.
    """

    method: str
    parameters: dict[str, Any]
    result: Any = None
    error: str = ""
    done: bool = False

    def __str__(self) -> str:
        ending = self.error or ("ok" if self.done else "under way")
        shown = {name: value for name, value in self.parameters.items() if value != ""}
        return f"{self.method}({str(shown)[:MAX_CALL_LENGTH]}) -> {ending}"


@dataclass(slots=True)
class CallLog:
    """Calls in order of arrival; finished ones wait, per method, to be taken by a test."""

    calls: list[Call] = field(default_factory=list)
    _done: defaultdict[str, WaitQueue[Call]] = field(init=False)

    def __post_init__(self) -> None:
        self._done = defaultdict(lambda: WaitQueue("such call", self.explain))

    def begin(self, method: str, parameters: dict[str, Any]) -> Call:
        """Record a call that has arrived."""
        call = Call(method, parameters)
        self.calls.append(call)
        return call

    def finish(self, call: Call) -> None:
        """Record that ``call`` has been answered."""
        call.done = True
        self._done[call.method.lower()].put(call)

    async def take(self, method: str, seconds: float) -> Call:
        """Wait for the oldest finished call of ``method`` not taken yet; raises TimeoutError."""
        return await self._done[method.lower()].take(seconds)

    def explain(self) -> str:
        """Describe the last calls, without the long polls."""
        shown = [str(call) for call in self.calls if call.method != "getUpdates"]
        return "; ".join(shown[-MAX_CALLS_SHOWN:]) or "none"
