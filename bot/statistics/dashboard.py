"""Draw a statistics report as a PNG for a phone's screen.

It is drawn in a process of its own: matplotlib would block the event loop now and then, and keep
50 MB of memory.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.model.interface_language import InterfaceLanguage
from bot.statistics import charts
from bot.statistics.charts import AxisScale, Box, ChartRow
from bot.statistics.report import Report
from bot.texts import Texts, texts_for
from index.workers import ProcessWorker, started

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1080, 1960
MARGIN = 60
AXIS_WIDTH = 80
"""Pixels for the numbers on the left of a chart."""
TITLE_HEIGHT, BELOW = 50, 80
"""Pixels of a chart's title, and of its days with the space to the next chart."""
FIRST_CHART_TOP = 296
LARGE_TILE_LENGTH = 6
"""Characters of the longest number that fits a tile in large type."""
MAX_SOURCE, MAX_TOPIC = 20, 56
"""Characters of a name."""
MAX_TOPICS = 5
TOPIC_HEIGHT = 60

FONT = "DejaVu Sans"
"""It comes with matplotlib, so that a dashboard looks the same everywhere."""


async def draw_dashboard(report: Report, language: InterfaceLanguage) -> bytes:
    """Draw a report in a process; raises BuildFailed if that fails."""
    async with started(ProcessWorker(_drawing, report, language)) as steps:
        return await steps.finish(lambda _: None)


def _drawing(report: Report, language: InterfaceLanguage) -> Generator[None, None, bytes]:
    yield from ()
    return draw(report, texts_for(language))


def draw(report: Report, texts: Texts) -> bytes:
    """Return a PNG of ``WIDTH`` by ``HEIGHT`` pixels; takes about a second of CPU time."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # ignore the user's style
        matplotlib.rcParams["font.family"] = FONT
        matplotlib.rcParams["text.parse_math"] = False  # a dollar sign is not mathematics
        size = WIDTH / charts.DPI, HEIGHT / charts.DPI
        figure = Figure(figsize=size, dpi=charts.DPI, facecolor=charts.PAPER)
        FigureCanvasAgg(figure)
        _Page(figure, report, texts).fill()
        drawn = BytesIO()
        figure.savefig(drawn, format="png", dpi=charts.DPI)
    return drawn.getvalue()


class _Page:
    """A page, drawn from top to bottom."""

    def __init__(self, figure: Figure, report: Report, texts: Texts) -> None:
        self._figure = figure
        self._report = report
        self._texts = texts
        self._labels = texts.statistics
        self._scale = AxisScale([texts.short_day(day) for day in report.days], texts.number)
        self._top: float = FIRST_CHART_TOP

    def fill(self) -> None:
        """Draw everything."""
        self._head()
        self._questions()
        self._replies()
        self._bars(self._labels.stats_alerts, 120, [ChartRow("", charts.BLUE, self._report.alerts)])
        self._bars(self._labels.stats_articles, 150, list(self._sources()))
        self._topics()

    def _head(self) -> None:
        days = self._report.days
        title = self._labels.format("stats_title", days=len(days))
        large = {"fontsize": 46 * charts.POINT, "fontweight": "bold"}
        charts.write(self._figure, MARGIN, 44, title, **large)
        first, last = self._texts.day(days[0]), self._texts.day(days[-1])
        between = self._labels.format("stats_range", first=first, last=last)
        charts.write(self._figure, MARGIN, 106, between, color=charts.FAINT)
        apart = (WIDTH - 2 * MARGIN) / 4
        tiles = list(self._tiles())
        size = 48 if max(len(value) for value, _ in tiles) <= LARGE_TILE_LENGTH else 34
        for number, (value, label) in enumerate(tiles):
            charts.tile(self._figure, MARGIN + number * apart, 168, value, label, size)

    def _tiles(self) -> Iterator[tuple[str, str]]:
        report, labels, number = self._report, self._labels, self._texts.number
        share, median = report.share_answered, report.latency.median
        yield number(report.questions), labels.stats_tile_questions
        answered = labels.stats_unknown if share is None else f"{number(round(share * 100))}%"
        yield answered, labels.stats_tile_answered
        yield number(sum(report.alerts)), labels.stats_tile_alerts
        replied = labels.format("stats_seconds", seconds=number(median or 0.0))
        yield labels.stats_unknown if median is None else replied, labels.stats_tile_replies

    def _questions(self) -> None:
        answered = ChartRow(self._labels.stats_answered, charts.TEAL, self._report.answered)
        refused = ChartRow(self._labels.stats_refused, charts.AMBER, self._report.refused)
        self._bars(self._labels.stats_questions, 200, [answered, refused])

    def _replies(self) -> None:
        times, labels = self._report.latencies, self._labels
        median = _known(each.median for each in times)
        p95 = _known(each.p95 for each in times)
        rows = [
            ChartRow(labels.stats_half, charts.TEAL, median),
            ChartRow(labels.stats_nearly_all, charts.BRICK, p95),
        ]
        box = self._box(labels.stats_replies, 150, rows)
        axes = charts.axes_in(self._figure, box)
        if all(map(math.isnan, median)):
            charts.placeholder(axes, labels.stats_nothing)
        else:
            charts.lines(axes, rows, self._scale)

    def _sources(self) -> Iterator[ChartRow]:
        for source, color in zip(self._report.sources, charts.SERIES, strict=False):
            if source.name is None:
                yield ChartRow(self._labels.stats_others, charts.SERIES[-1], source.counts)
            else:
                name = _label(source.name, MAX_SOURCE) or self._labels.stats_no_source
                yield ChartRow(name, color, source.counts)

    def _topics(self) -> None:
        topics = self._report.topics[:MAX_TOPICS]
        box = self._box(self._labels.stats_topics, max(len(topics), 2) * TOPIC_HEIGHT, ())
        axes = charts.axes_in(self._figure, Box(MARGIN, box.top, WIDTH - 2 * MARGIN, box.height))
        if not topics:
            charts.placeholder(axes, self._labels.stats_nothing)
            return
        names = [_label(topic.topic, MAX_TOPIC) for topic in topics]
        charts.ranking(axes, names, [topic.chats for topic in topics], self._scale)

    def _bars(self, title: str, height: float, rows: Sequence[ChartRow]) -> None:
        box = self._box(title, height, rows)
        axes = charts.axes_in(self._figure, box)
        if any(any(row.values) for row in rows):
            charts.bars(axes, rows, self._scale)
        else:
            charts.placeholder(axes, self._labels.stats_nothing)

    def _box(self, title: str, height: float, rows: Sequence[ChartRow]) -> Box:
        """Draw the title and legend of the next chart, and return the box for its axes."""
        style = {"fontsize": charts.HEADING, "fontweight": "bold"}
        charts.write(self._figure, MARGIN, self._top, title, **style)
        named = [row for row in rows if row.name]
        legend_box = Box(MARGIN, self._top + TITLE_HEIGHT, WIDTH - 2 * MARGIN, 0)
        above = TITLE_HEIGHT + (charts.legend(self._figure, legend_box, named) if named else 0)
        box = Box(
            MARGIN + AXIS_WIDTH, self._top + above + 8, WIDTH - 2 * MARGIN - AXIS_WIDTH, height
        )
        self._top += above + height + BELOW
        return box


def _known(values: Iterable[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]


def _label(text: str, limit: int) -> str:
    """A name as one short line of characters that the font has."""
    shown = " ".join("".join(filter(_is_drawable, text)).split())
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


@cache
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(FONT)).get_charmap())


def _is_drawable(character: str) -> bool:
    return character == " " or (character.isprintable() and ord(character) in _drawable())
