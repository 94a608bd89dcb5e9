"""Lists that are shown page by page: the buttons to other pages, and the range of a page."""

from collections.abc import Callable
from typing import NamedTuple

from bot.texts import Texts
from handlers.callback_data.keyboard import Button
from handlers.callback_data.payload import ButtonPayload

NUMBERED = ("previous_page", "next_page")
BY_AGE = ("newer", "older")
"""The keys of the two buttons' labels."""


class ListSlice(NamedTuple):
    """A page of ``size`` items of a list of ``total``; ``start`` counts from 0."""

    start: int
    size: int
    total: int


def page_buttons(
    page: int,
    pages: int,
    turn: Callable[[int], ButtonPayload],
    texts: Texts,
    labels: tuple[str, str] = NUMBERED,
) -> tuple[Button, ...]:
    """The buttons to the pages before and after, as far as there are any; pages count from 0."""
    return tuple(
        Button(texts.format(label, page=texts.number(target + 1)), turn(target))
        for label, target in zip(labels, (page - 1, page + 1), strict=True)
        if 0 <= target < pages
    )


def slice_buttons(
    shown: ListSlice,
    turn: Callable[[int], ButtonPayload],
    texts: Texts,
    labels: tuple[str, str] = NUMBERED,
) -> tuple[Button, ...]:
    """The same for pages that buttons name by their first item."""
    start, size, total = shown
    pages = -(-total // size)
    return page_buttons(start // size, pages, lambda page: turn(page * size), texts, labels)


def slice_range(key: str, shown: ListSlice, texts: Texts) -> str:
    """Which items of how many the page shows."""
    start, size, total = shown
    numbers = {"first": start + 1, "last": min(start + size, total), "total": total}
    return texts.format(key, **{name: texts.number(number) for name, number in numbers.items()})
