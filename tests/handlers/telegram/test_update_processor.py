"""Updates are handled within what makes the outbox yield."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.telegram.update_processor import PriorityProcessor


async def test_an_update_is_handled_within_what_makes_the_outbox_yield() -> None:
    steps = []

    @contextmanager
    def yielding() -> Iterator[None]:
        steps.append("begin")
        yield
        steps.append("end")

    async def handle() -> None:
        steps.append("handle")

    await PriorityProcessor(1, yielding).do_process_update(None, handle())
    assert steps == ["begin", "handle", "end"]
