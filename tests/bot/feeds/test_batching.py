"""What feeds bring is gathered, and never waits for nobody."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.feeds.batching import Batcher, Item
from index.errors import LoadError

FOREVER = 3600.0


def item(number: int) -> Item:
    return LoadError(str(number), "load_empty")


class Taken:
    """What was taken in, batch by batch."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    async def __call__(self, items: Sequence[Item]) -> None:
        self.sizes.append(len(items))


async def bring(intake: Batcher, count: int) -> None:
    with intake.at_work():
        await asyncio.sleep(0)  # until all are at work
        await intake.add([item(number) for number in range(count)])


async def test_what_is_brought_together_is_taken_in_together() -> None:
    taken = Taken()
    intake = Batcher(taken, seconds=FOREVER)
    await asyncio.gather(*(bring(intake, 3) for _ in range(5)))
    assert taken.sizes == [15]


async def test_a_full_batch_does_not_wait() -> None:
    taken = Taken()
    intake = Batcher(taken, size=10, seconds=FOREVER)
    with intake.at_work():
        await asyncio.gather(*(bring(intake, 4) for _ in range(3)))
    assert taken.sizes == [12]


async def test_a_batch_waits_only_so_long_for_those_who_are_at_work() -> None:
    taken = Taken()
    intake = Batcher(taken, seconds=0.01)
    with intake.at_work():
        await bring(intake, 2)
    assert taken.sizes == [2]


async def test_who_leaves_without_items_holds_up_nobody() -> None:
    taken = Taken()
    intake = Batcher(taken, seconds=FOREVER)
    brought = asyncio.Event()

    async def idle() -> None:
        with intake.at_work():
            await brought.wait()

    leaving, bringing = asyncio.create_task(idle()), asyncio.create_task(bring(intake, 1))
    await asyncio.sleep(0)
    brought.set()
    await asyncio.gather(leaving, bringing)
    assert taken.sizes == [1]


async def test_a_failure_is_everybody_s_whose_items_were_in_the_batch() -> None:
    async def fail(_items: Sequence[Item]) -> None:
        raise OSError

    intake = Batcher(fail, seconds=FOREVER)
    outcomes = await asyncio.gather(*(bring(intake, 1) for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    with pytest.raises(OSError):
        await bring(intake, 1)
