"""What several producers add becomes one batch, flushed when nobody is left to add more."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.feeds.batching import Batcher, ReadItem
from bot.runtime.log_context import in_update, log_context
from index.errors import LoadError

FOREVER = 3600.0


def item(number: int) -> ReadItem:
    return LoadError(str(number), "load_empty")


class Ingested:
    """Records the size of each batch."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    async def __call__(self, items: Sequence[ReadItem]) -> None:
        self.sizes.append(len(items))


async def produce(batcher: Batcher, count: int) -> None:
    with batcher.producer():
        await asyncio.sleep(0)  # until all are producers
        await batcher.add([item(number) for number in range(count)])


async def test_what_is_added_together_is_ingested_together() -> None:
    ingested = Ingested()
    batcher = Batcher(ingested, timeout_s=FOREVER)
    await asyncio.gather(*(produce(batcher, 3) for _ in range(5)))
    assert ingested.sizes == [15]


async def test_a_full_batch_does_not_wait() -> None:
    ingested = Ingested()
    batcher = Batcher(ingested, size=10, timeout_s=FOREVER)
    with batcher.producer():
        await asyncio.gather(*(produce(batcher, 4) for _ in range(3)))
    assert ingested.sizes == [12]


async def test_a_batch_waits_only_so_long_for_other_producers() -> None:
    ingested = Ingested()
    batcher = Batcher(ingested, timeout_s=0.01)
    with batcher.producer():
        await produce(batcher, 2)
    assert ingested.sizes == [2]


async def test_a_producer_that_ends_without_items_delays_nobody() -> None:
    ingested = Ingested()
    batcher = Batcher(ingested, timeout_s=FOREVER)
    produced = asyncio.Event()

    async def idle() -> None:
        with batcher.producer():
            await produced.wait()

    leaving, producing = asyncio.create_task(idle()), asyncio.create_task(produce(batcher, 1))
    await asyncio.sleep(0)
    produced.set()
    await asyncio.gather(leaving, producing)
    assert ingested.sizes == [1]


async def test_a_failed_batch_fails_for_each_of_its_producers() -> None:
    async def fail(_items: Sequence[ReadItem]) -> None:
        raise OSError

    batcher = Batcher(fail, timeout_s=FOREVER)
    outcomes = await asyncio.gather(
        *(produce(batcher, 1) for _ in range(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    with pytest.raises(OSError):
        await produce(batcher, 1)


@pytest.mark.parametrize(
    ("updates", "logged"),
    [
        (["a", "a"], {"job": "feeds", "update": "a"}),
        (["a", "b"], {"job": "feeds"}),
        (["a", None], {"job": "feeds"}),
        ([None], {"job": "feeds"}),
    ],
)
async def test_a_batch_is_logged_as_of_its_update_if_it_is_of_one(
    updates: list[str | None], logged: dict[str, str]
) -> None:
    seen = list[dict[str, str]]()

    async def ingest(_items: Sequence[ReadItem]) -> None:
        seen.append(dict(log_context()))

    async def produce_for(update: str | None) -> None:
        with in_update(update):
            await produce(batcher, 1)

    batcher = Batcher(ingest, timeout_s=FOREVER)
    await asyncio.gather(*map(produce_for, updates))
    assert seen == [logged]
