"""Work in steps, in a thread and in another process alike."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from index.errors import BuildFailed
from index.workers import Finished, ProcessWorker, ThreadWorker, Worker, started

Make = Callable[..., Worker[Any, Any, Any]]


def counting(limit: int) -> Generator[int, int | None, str]:
    """Yields what was sent so far, in sum."""
    total = 0
    while total < limit:
        total += (yield total) or 1
    return f"counted to {total}"


def failing() -> Generator[int, None, None]:
    yield 1
    raise ValueError("no more")


def dying() -> Generator[int, None, None]:
    yield 1
    os._exit(3)


def unreachable() -> Generator[int, None, None]:
    yield os.getpid()
    time.sleep(60)


def waiting(released: threading.Event) -> Generator[int, None, None]:
    yield 1
    assert released.wait(60)


async def test_steps_that_take_long_take_no_thread_from_answers() -> None:
    """Each search takes a thread of asyncio's own executor, which has 32 of them at most."""
    released = threading.Event()
    async with AsyncExitStack() as stack:
        workers = [ThreadWorker(waiting(released)) for _ in range(32)]
        steps = [await stack.enter_async_context(started(worker)) for worker in workers]
        assert [await each.next() for each in steps] == [1] * 32
        tasks = [asyncio.create_task(each.next()) for each in steps]
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(20):
                assert await asyncio.to_thread(lambda: 5) == 5
        finally:
            released.set()
        assert [await task for task in tasks] == [Finished(None)] * 32


def in_thread(
    work: Callable[..., Generator[Any, Any, Any]], *arguments: object
) -> ThreadWorker[Any, Any, Any]:
    return ThreadWorker(work(*arguments))


@pytest.fixture(params=[in_thread, ProcessWorker], ids=["thread", "process"])
def make(request: pytest.FixtureRequest) -> Make:
    chosen: Make = request.param
    return chosen


async def test_steps_are_sent_values_and_yield_and_the_last_returns(make: Make) -> None:
    yielded: list[int] = []
    async with started(make(counting, 6)) as steps:
        assert await steps.next() == 0
        assert await steps.next(3) == 3
        assert await steps.finish(yielded.append) == "counted to 6"
    assert yielded == [4, 5]


async def test_work_without_a_step_is_finished_at_once(make: Make) -> None:
    async with started(make(counting, 0)) as steps:
        assert await steps.next() == Finished("counted to 0")


async def test_an_error_of_the_work_is_raised(make: Make) -> None:
    with pytest.raises((ValueError, BuildFailed), match="no more"):
        async with started(make(failing)) as steps:
            await steps.finish(lambda _: None)


async def test_the_death_of_a_process_is_an_error() -> None:
    with pytest.raises(BuildFailed, match="EOFError"):
        async with started(ProcessWorker(dying)) as steps:
            await steps.finish(lambda _: None)


async def test_a_process_is_ended_in_the_middle_of_a_step_without_blocking_the_loop() -> None:
    turned = asyncio.Event()
    async with started(ProcessWorker(unreachable)) as steps:
        number = await steps.next()
        assert isinstance(number, int)
        waiting = asyncio.create_task(steps.next())
        asyncio.get_running_loop().call_soon(turned.set)
    assert turned.is_set()
    with pytest.raises(BuildFailed):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


async def test_a_worker_that_is_closed_first_does_not_start() -> None:
    worker = ProcessWorker(counting, 1)
    worker.close()
    worker.start()
    with pytest.raises(BuildFailed):
        worker.step(None)
