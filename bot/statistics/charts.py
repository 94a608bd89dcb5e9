"""Charts, tiles and texts on a matplotlib figure; sizes are in pixels.

pyplot is not used: it keeps every figure in a global variable.
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
"""Points per pixel."""

PAPER, INK, FAINT, RULE = "#FFFFFF", "#16202C", "#66717F", "#E3E7EC"
TEAL, AMBER, BLUE, BRICK = "#0B7A75", "#F2A541", "#3D5A98", "#C8553D"
SERIES = (TEAL, BLUE, AMBER, BRICK, "#7B5EA7", "#76A84F", "#B8C0CA")

HEADING, BODY, SMALL = 29 * POINT, 25 * POINT, 22 * POINT
KEY, LINE = 30, 36
TICKS = 6
MARKERS_WIDTH = 160  # of all markers of a line together
HEADROOM = 1.12  # the axis's end, in terms of the largest value

Numbers = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page; ``left`` and ``top`` are its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A named series with a value per day, NaN for none."""

    name: str
    color: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class AxisScale:
    """Labels of the axes: one for each day, and a format for numbers."""

    days: Sequence[str]
    numbers: Numbers


def axes_in(figure: Figure, box: Box) -> Axes:
    """Add axes without frame and ticks that fill a box."""
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
    """Draw a text with its upper left corner there."""
    width, height = figure.get_size_inches() * DPI
    plain: dict[str, Any] = {"color": INK, "fontsize": BODY, "va": "top", "ha": "left"}
    figure.text(left / width, 1 - top / height, text, **(plain | style))


def tile(  # noqa: PLR0913, PLR0917 - a position and its content
    figure: Figure, left: float, top: float, number: str, label: str, size: int
) -> None:
    """Draw a large number with its label below."""
    write(figure, left, top + 50 - size, number, fontsize=size * POINT, fontweight="bold")
    write(figure, left, top + 66, label, fontsize=SMALL, color=FAINT)


def legend(figure: Figure, box: Box, rows: Sequence[ChartRow]) -> float:
    """Draw the rows' names and colors from the box's upper left corner on; return the height."""
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
    """The width of a small text."""
    drawn = figure.text(0, 0, text, fontsize=SMALL)
    extent = drawn.get_window_extent()
    drawn.remove()
    return float(extent.width)


def bars(axes: Axes, rows: Sequence[ChartRow], scale: AxisScale) -> None:
    """Draw a stacked bar per day."""
    below = [0.0] * len(scale.days)
    for row in rows:
        axes.bar(range(len(below)), row.values, 0.8, below, color=row.color)
        below = [low + value for low, value in zip(below, row.values, strict=True)]
    _set_scale(axes, scale, max(below), whole=True)


def lines(axes: Axes, rows: Sequence[ChartRow], scale: AxisScale) -> None:
    """Draw a line per row, interrupted at NaN."""
    for row in rows:
        axes.plot(
            row.values,
            color=row.color,
            linewidth=3,
            marker="o",
            markersize=min(MARKERS_WIDTH / len(scale.days), 8),
        )
    values = [value for row in rows for value in row.values if not math.isnan(value)]
    _set_scale(axes, scale, max(values, default=0.0), whole=False)


def ranking(axes: Axes, names: Sequence[str], values: Sequence[float], scale: AxisScale) -> None:
    """Draw horizontal bars, the first on top, each with its name above and its number behind."""
    positions = range(len(values))
    axes.barh(positions, values, 0.3, color=TEAL)
    for position, name, value in zip(positions, names, values, strict=True):
        axes.text(0, position - 0.28, name, fontsize=SMALL, color=INK, va="bottom")
        axes.annotate(
            scale.numbers(value),
            (value, position),
            (10, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=FAINT,
            va="center",
        )
    axes.set(xticks=[], yticks=[], ylim=(len(values) - 0.7, -0.8))
    axes.set_xlim(0, max(values) * HEADROOM)


def placeholder(axes: Axes, text: str) -> None:
    """Write a text in place of a chart without data."""
    axes.set(xticks=[], yticks=[])
    style: dict[str, Any] = {"fontsize": BODY, "color": FAINT, "ha": "center", "va": "center"}
    axes.text(0.5, 0.5, text, transform=axes.transAxes, **style)


def _set_scale(axes: Axes, scale: AxisScale, highest: float, *, whole: bool) -> None:
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
