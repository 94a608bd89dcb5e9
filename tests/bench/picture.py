"""The picture of latency on real questions, for the documents."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.report import QUESTIONS, Measured


def draw(measured: Sequence[Measured], path: Path) -> None:
    """The median and the 95th percentile of real questions, by engine, logarithmic."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    real = [one for one in measured if QUESTIONS in one.p50][::-1]
    names = [one.engine for one in real]
    figure, axes = pyplot.subplots(figsize=(7, 4), layout="constrained")
    half = [one.p50[QUESTIONS] * 1e3 for one in real]
    most = [one.p95[QUESTIONS] * 1e3 for one in real]
    axes.hlines(names, half, most, linewidth=6, alpha=0.4)
    axes.plot(half, names, "o", label="half of the questions")
    axes.plot(most, names, "D", label="95 % of the questions")
    axes.set(xscale="log", xlabel="milliseconds")
    axes.set_title(f"Real questions, {real[0].size:,} passages, top 10")
    axes.grid(visible=True, axis="x", which="both", alpha=0.25)
    axes.legend()
    figure.savefig(path, dpi=120)
