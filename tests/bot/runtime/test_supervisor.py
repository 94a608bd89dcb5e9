"""Jobs begin anew after an error: soon if a server was away, later if anything else failed."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.errors import ReloadFailed, StorageError
from bot.outages import STORAGE_OUTAGES
from bot.runtime.supervisor import RESTART_DELAY_S, restart_on_error
from index.errors import EngineUnavailable

AWAY = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")


async def delays(monkeypatch: pytest.MonkeyPatch, *errors: Exception) -> list[float]:
    """Return how long a job that fails with these errors in turn was paused after each."""
    paused, reported = list[float](), list[BaseException]()
    left: Iterator[Exception] = iter(errors)

    async def sleep(seconds: float) -> None:
        paused.append(seconds)

    async def work() -> None:
        if (error := next(left, None)) is not None:
            raise error

    with monkeypatch.context() as patched:
        patched.setattr("bot.runtime.supervisor.asyncio.sleep", sleep)
        await restart_on_error(work, reported.append, "feeds")
    assert reported == list(errors)
    return paused


async def test_after_an_outage_a_job_begins_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    outages = [AWAY, EngineUnavailable("ConnectionTimeout")] * 4
    expected = [1.0, 2.0, 4.0, 8.0, 16.0, RESTART_DELAY_S, RESTART_DELAY_S, RESTART_DELAY_S]
    assert await delays(monkeypatch, *outages) == expected


async def test_after_another_error_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = StorageError("storage_failed", path="kutip.db", reason="SQLITE_ERROR")
    assert await delays(monkeypatch, failed, ValueError()) == [RESTART_DELAY_S] * 2


@pytest.mark.parametrize("key", sorted(STORAGE_OUTAGES))
async def test_after_an_outage_of_the_storage_a_job_begins_soon(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    error = StorageError(key, path="kutip.db", reason="SQLITE")
    assert await delays(monkeypatch, error, ReloadFailed()) == [1.0, RESTART_DELAY_S]


async def test_a_job_that_fails_as_it_is_cancelled_has_ended() -> None:
    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise AWAY

    task = asyncio.create_task(restart_on_error(work, lambda _error: None, "feeds"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
