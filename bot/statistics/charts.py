"""The parts of the newsroom's picture: a place on the page, bars, lines and tiles on it.

Draws with matplotlib's own objects, never pyplot, which keeps every figure in a global. Knows no
figures of Kutip. Sizes are in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 100
POINT = 72 / DPI
"""Points of a pixel."""

PAPER, INK, FAINT, RULE = "#FFFFFF", "#16202C", "#66717F", "#E3E7EC"
TEAL, AMBER, BLUE, BRICK = "#0B7A75", "#F2A541", "#3D5A98", "#C8553D"
SERIES = (TEAL, BLUE, AMBER, BRICK, "#7B5EA7", "#76A84F", "#B8C0CA")

HEADING, BODY, SMALL = 29 * POINT, 25 * POINT, 22 * POINT
KEY, LINE = 30, 36
TICKS = 6
DOTS = 160  # pixels of all markers of a line together
HEADROOM = 1.12

Numbers = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A named series; an item for each day, NaN where there is none."""

    name: str
    color: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class AxisScale:
    """What is written at the axes: a word for each day, and how numbers are written."""

    days: Sequence[str]
    numbers: Numbers


def axes_in(figure: Figure, box: Box) -> Axes:
    """Bare axes that fill a box."""
    width, height = figure.get_size_inches() * DPI
    bottom = height - box.top - box.height
    axes = figure.add_axes(
        (box.left / width, bottom / height, box.width / width, box.height / height)
    )
    axes.set_facecolor("none")
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=FAINT, pad=6)
    return axes


def write(figure: Figure, left: float, top: float, text: str, **style: Any) -> None:
    """A text whose upper left corner is there."""
    width, height = figure.get_size_inches() * DPI
    plain: dict[str, Any] = {"color": INK, "fontsize": BODY, "va": "top", "ha": "left"}
    figure.text(left / width, 1 - top / height, text, **(plain | style))


def tile(  # noqa: PLR0913, PLR0917 - a place, and what stands there
    figure: Figure, left: float, top: float, number: str, label: str, size: int
) -> None:
    """One number large, with what it is below it."""
    write(figure, left, top + 50 - size, number, fontsize=size * POINT, fontweight="bold")
    write(figure, left, top + 66, label, fontsize=SMALL, color=FAINT)


def legend(figure: Figure, box: Box, rows: Sequence[ChartRow]) -> float:
    """The names of the rows with their colours, from the box's upper left corner on; its height."""
    left, top = box.left, box.top
    for row in rows:
        width = KEY + _width(figure, row.name)
        if left > box.left and left + width > box.left + box.width:
            left, top = box.left, top + LINE
        write(figure, left, top, "■", color=row.color, fontsize=SMALL)
        write(figure, left + KEY, top, row.name, color=FAINT, fontsize=SMALL)
        left += width + KEY
    return top + LINE - box.top


def _width(figure: Figure, text: str) -> float:
    """How wide a small text is drawn."""
    drawn = figure.text(0, 0, text, fontsize=SMALL)
    extent = drawn.get_window_extent()
    drawn.remove()
    return float(extent.width)


def bars(axes: Axes, rows: Sequence[ChartRow], scale: AxisScale) -> None:
    """A bar for each day, the rows upon each other."""
    below = [0.0] * len(scale.days)
    for row in rows:
        axes.bar(range(len(below)), row.values, 0.8, below, color=row.color)
        below = [low + value for low, value in zip(below, row.values, strict=True)]
    _lay_out(axes, scale, max(below), whole=True)


def lines(axes: Axes, rows: Sequence[ChartRow], scale: AxisScale) -> None:
    """A line for each row, interrupted where there is nothing."""
    for row in rows:
        axes.plot(
            row.values,
            color=row.color,
            linewidth=3,
            marker="o",
            markersize=min(DOTS / len(scale.days), 8),
        )
    values = [value for row in rows for value in row.values if not math.isnan(value)]
    _lay_out(axes, scale, max(values, default=0.0), whole=False)


def ranked(axes: Axes, names: Sequence[str], values: Sequence[float], scale: AxisScale) -> None:
    """Horizontal bars with their names above and their numbers behind, the first on top."""
    places = range(len(values))
    axes.barh(places, values, 0.3, color=TEAL)
    for place, name, value in zip(places, names, values, strict=True):
        axes.text(0, place - 0.28, name, fontsize=SMALL, color=INK, va="bottom")
        axes.annotate(
            scale.numbers(value),
            (value, place),
            (10, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=FAINT,
            va="center",
        )
    axes.set(xticks=[], yticks=[], ylim=(len(values) - 0.7, -0.8))
    axes.set_xlim(0, max(values) * HEADROOM)


def nothing(axes: Axes, text: str) -> None:
    """Says that there is nothing to draw."""
    axes.set(xticks=[], yticks=[])
    style: dict[str, Any] = {"fontsize": BODY, "color": FAINT, "ha": "center", "va": "center"}
    axes.text(0.5, 0.5, text, transform=axes.transAxes, **style)


def _lay_out(axes: Axes, scale: AxisScale, highest: float, *, whole: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    count = len(scale.days)
    shown = sorted(range(count - 1, -1, -math.ceil(count / (TICKS + 1))))
    axes.set_xticks(shown, [scale.days[day] for day in shown])
    axes.set_xlim(-0.7, count - 0.3)
    axes.set_ylim(0, highest * HEADROOM or 1)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=whole, min_n_ticks=2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: scale.numbers(value)))
    axes.grid(axis="y", color=RULE, linewidth=1.5)
    axes.set_axisbelow(True)
