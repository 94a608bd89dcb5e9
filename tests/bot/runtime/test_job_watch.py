"""A job that ends before it is to is dead, and known to be."""

import asyncio

import pytest

from bot.runtime.supervisor import JobWatch, restart_on_error, running, watching_jobs


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def _cancelled_within() -> None:
    """Wait for a task that somebody else cancels, as a bug would."""
    waited_for = asyncio.create_task(_for_ever())
    asyncio.get_running_loop().call_soon(waited_for.cancel)
    await waited_for


async def _finished(watch: JobWatch) -> None:
    async with asyncio.timeout(5):
        while not watch.dead:  # noqa: ASYNC110 - nothing else tells of it
            await asyncio.sleep(0)


async def test_jobs_that_run_or_have_nothing_left_to_do_are_not_dead() -> None:
    watch = JobWatch()

    async def done() -> None:
        return

    with watching_jobs(watch):
        async with running(restart_on_error(_for_ever, lambda _: None, "feeds"), done()):
            await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert watch.dead == []


async def test_a_job_that_was_cancelled_from_within_is_dead(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch = JobWatch()
    with watching_jobs(watch):
        async with running(restart_on_error(_cancelled_within, lambda _: None, "feeds")):
            await _finished(watch)
    assert watch.dead == ["feeds"]
    assert "the job feeds is dead" in caplog.text


async def test_a_job_is_dead_whose_error_cannot_be_reported() -> None:
    watch = JobWatch()

    async def fail() -> None:
        raise ValueError

    def report(_error: BaseException) -> None:
        raise OSError

    with watching_jobs(watch):
        async with running(restart_on_error(fail, report, "outbox")):
            await _finished(watch)
    assert (watch.dead, watch.restarts) == (["outbox"], {"outbox": 1})


async def test_jobs_of_jobs_are_watched_too() -> None:
    watch = JobWatch()

    async def leads() -> None:
        async with running(restart_on_error(_cancelled_within, lambda _: None, "digests")):
            await asyncio.Event().wait()

    with watching_jobs(watch):
        async with running(leads()):
            await _finished(watch)
    assert watch.dead == ["digests"]
