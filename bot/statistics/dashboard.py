"""The newsroom's figures as a picture: a page for a telephone's screen, as PNG.

Drawn in a process of its own: matplotlib would hold up the event loop now and then, and keep fifty
megabytes. Decides no figure; what is written comes from ``bot.texts``.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.statistics import charts
from bot.statistics.charts import AxisScale, Box, ChartRow
from bot.statistics.report import Report
from bot.texts import Texts, texts_for
from index.types import Language
from index.workers import ProcessWorker, started

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1080, 1960
MARGIN = 60
NUMBERS = 80
"""Pixels for the numbers at the left of a chart."""
HEADING, BELOW = 50, 80
"""Pixels of a chart's title, and of its days and the space to the next."""
FIRST = 296
ROOMY = 6
"""Characters of a number that stand beside others in large type."""
LONGEST_SOURCE, LONGEST_TOPIC = 20, 56
MOST_TOPICS = 5
TOPIC = 60

FONT = "DejaVu Sans"
"""Comes with matplotlib, so that a picture looks the same everywhere."""


async def picture_of(figures: Report, language: Language) -> bytes:
    """The picture; raises BuildFailed where it cannot be drawn."""
    async with started(ProcessWorker(_drawing, figures, language)) as steps:
        return await steps.finish(lambda _: None)


def _drawing(figures: Report, language: Language) -> Generator[None, None, bytes]:
    yield from ()
    return draw(figures, texts_for(language))


def draw(figures: Report, texts: Texts) -> bytes:
    """A PNG of ``WIDTH`` by ``HEIGHT`` pixels; takes about a second of the processor."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # no style of whoever runs the bot
        matplotlib.rcParams["font.family"] = FONT
        matplotlib.rcParams["text.parse_math"] = False  # dollars are no mathematics
        size = WIDTH / charts.DPI, HEIGHT / charts.DPI
        figure = Figure(figsize=size, dpi=charts.DPI, facecolor=charts.PAPER)
        FigureCanvasAgg(figure)
        _Page(figure, figures, texts).fill()
        drawn = BytesIO()
        figure.savefig(drawn, format="png", dpi=charts.DPI)
    return drawn.getvalue()


class _Page:
    """One page that is being drawn, from top to bottom."""

    def __init__(self, figure: Figure, figures: Report, texts: Texts) -> None:
        self._figure = figure
        self._figures = figures
        self._texts = texts
        self._said = texts.statistics
        self._scale = AxisScale([texts.short_day(day) for day in figures.days], texts.number)
        self._top: float = FIRST

    def fill(self) -> None:
        """Everything."""
        self._head()
        self._questions()
        self._replies()
        self._bars(self._said.stats_alerts, 120, [ChartRow("", charts.BLUE, self._figures.alerts)])
        self._bars(self._said.stats_articles, 150, list(self._sources()))
        self._topics()

    def _head(self) -> None:
        days = self._figures.days
        title = self._said.format("stats_title", days=len(days))
        large = {"fontsize": 46 * charts.POINT, "fontweight": "bold"}
        charts.write(self._figure, MARGIN, 44, title, **large)
        first, last = self._texts.day(days[0]), self._texts.day(days[-1])
        between = self._said.format("stats_range", first=first, last=last)
        charts.write(self._figure, MARGIN, 106, between, color=charts.FAINT)
        apart = (WIDTH - 2 * MARGIN) / 4
        tiles = list(self._tiles())
        size = 48 if max(len(value) for value, _ in tiles) <= ROOMY else 34
        for number, (value, label) in enumerate(tiles):
            charts.tile(self._figure, MARGIN + number * apart, 168, value, label, size)

    def _tiles(self) -> Iterator[tuple[str, str]]:
        figures, said, number = self._figures, self._said, self._texts.number
        share, half = figures.share_answered, figures.replies.half
        yield number(figures.questions), said.stats_tile_questions
        answered = said.stats_unknown if share is None else f"{number(round(share * 100))}%"
        yield answered, said.stats_tile_answered
        yield number(sum(figures.alerts)), said.stats_tile_alerts
        replied = said.format("stats_seconds", seconds=number(half or 0.0))
        yield said.stats_unknown if half is None else replied, said.stats_tile_replies

    def _questions(self) -> None:
        answered = ChartRow(self._said.stats_answered, charts.TEAL, self._figures.answered)
        refused = ChartRow(self._said.stats_refused, charts.AMBER, self._figures.refused)
        self._bars(self._said.stats_questions, 200, [answered, refused])

    def _replies(self) -> None:
        times, said = self._figures.reply_times, self._said
        half = _known(each.half for each in times)
        nearly_all = _known(each.nearly_all for each in times)
        rows = [
            ChartRow(said.stats_half, charts.TEAL, half),
            ChartRow(said.stats_nearly_all, charts.BRICK, nearly_all),
        ]
        box = self._box(said.stats_replies, 150, rows)
        axes = charts.axes_in(self._figure, box)
        if all(map(math.isnan, half)):
            charts.nothing(axes, said.stats_nothing)
        else:
            charts.lines(axes, rows, self._scale)

    def _sources(self) -> Iterator[ChartRow]:
        for source, color in zip(self._figures.sources, charts.SERIES, strict=False):
            if source.name is None:
                yield ChartRow(self._said.stats_others, charts.SERIES[-1], source.counts)
            else:
                name = _label(source.name, LONGEST_SOURCE) or self._said.stats_no_source
                yield ChartRow(name, color, source.counts)

    def _topics(self) -> None:
        topics = self._figures.topics[:MOST_TOPICS]
        box = self._box(self._said.stats_topics, max(len(topics), 2) * TOPIC, ())
        axes = charts.axes_in(self._figure, Box(MARGIN, box.top, WIDTH - 2 * MARGIN, box.height))
        if not topics:
            charts.nothing(axes, self._said.stats_nothing)
            return
        names = [_label(topic.topic, LONGEST_TOPIC) for topic in topics]
        charts.ranked(axes, names, [topic.chats for topic in topics], self._scale)

    def _bars(self, title: str, height: float, rows: Sequence[ChartRow]) -> None:
        box = self._box(title, height, rows)
        axes = charts.axes_in(self._figure, box)
        if any(any(row.values) for row in rows):
            charts.bars(axes, rows, self._scale)
        else:
            charts.nothing(axes, self._said.stats_nothing)

    def _box(self, title: str, height: float, rows: Sequence[ChartRow]) -> Box:
        """The place of the next chart, below its title and the names of its rows."""
        style = {"fontsize": charts.HEADING, "fontweight": "bold"}
        charts.write(self._figure, MARGIN, self._top, title, **style)
        named = [row for row in rows if row.name]
        place = Box(MARGIN, self._top + HEADING, WIDTH - 2 * MARGIN, 0)
        above = HEADING + (charts.legend(self._figure, place, named) if named else 0)
        box = Box(MARGIN + NUMBERS, self._top + above + 8, WIDTH - 2 * MARGIN - NUMBERS, height)
        self._top += above + height + BELOW
        return box


def _known(values: Iterable[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]


def _label(text: str, longest: int) -> str:
    """Foreign words as one short line of what the font can show."""
    shown = " ".join("".join(filter(_is_drawable, text)).split())
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


@cache
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(FONT)).get_charmap())


def _is_drawable(character: str) -> bool:
    return character == " " or (character.isprintable() and ord(character) in _drawable())
