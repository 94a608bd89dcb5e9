"""The figures of ``docs/faults.md`` are those of the program, and of what measures it."""

import random
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from bot.app import READ_TIMEOUT_S
from bot.fetching.connections import KEEP_ALIVE_S
from bot.fetching.fetcher import FETCH_TIMEOUT_S
from handlers.context import KutipApplication
from handlers.telegram.connection import begin_polling
from handlers.telegram.polling import POLL_READ_TIMEOUT_S, POLL_S, PollingRequest
from tests.faults.killing import MAX_READY_S, KillingReport, run_and_kill
from tests.faults.program import READY, ROOT, Program

PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")


class Begun:
    """A run that is ready at once."""

    log = READY

    async def logged(self, words: str) -> str:
        return words

    async def kill(self) -> None:
        pass


class FastProgram(Program):
    """A program that is ready as soon as it begins."""

    def __init__(self) -> None:
        pass

    async def begin(self, *_: Any, **__: Any) -> Any:
        return Begun()


class Chosen(random.Random):
    """Chance that chooses an early kill or a late one, at once."""

    def __init__(self, *, early: bool) -> None:
        super().__init__()
        self._early = early

    def random(self) -> float:
        return 0.0 if self._early else 1.0

    def uniform(self, _a: float, _b: float) -> float:
        return 0.0


async def test_only_runs_that_are_left_to_become_ready_are_timed() -> None:
    """Those that are killed early would be timed only if they are fast."""
    report = KillingReport()
    for early in (True, True, False):
        await run_and_kill(FastProgram(), Chosen(early=early), report)
    assert (report.kills, report.early, len(report.ready_s)) == (3, 0, 1)


def test_the_bound_is_the_documents_and_slow_starts_break_it() -> None:
    assert f"within {MAX_READY_S:.0f} s in 95 of 100 starts" in PAGE
    assert KillingReport(ready_s=[1.0] * 96 + [60.0] * 4).is_ready_in_time
    assert not KillingReport(ready_s=[1.0] * 94 + [MAX_READY_S + 0.1] * 6).is_ready_in_time


async def test_the_longest_waits_for_dead_connections_are_the_documents() -> None:
    waited = f"wait for at most {POLL_S + POLL_READ_TIMEOUT_S:.0f} s"
    again = f"less than {KEEP_ALIVE_S:.0f} s before, {READ_TIMEOUT_S:.0f} s more for its answer"
    assert f"{waited}, and where the bot wrote {again}" in PAGE
    assert f"given up after {FETCH_TIMEOUT_S:.0f} s" in PAGE
    assert PollingRequest().read_timeout == POLL_READ_TIMEOUT_S
    given = dict[str, Any]()

    async def start_polling(**named: Any) -> None:
        given.update(named)

    updater = SimpleNamespace(start_polling=start_polling)
    await begin_polling(cast(KutipApplication, SimpleNamespace(updater=updater)))
    assert given["timeout"] == timedelta(seconds=POLL_S)
