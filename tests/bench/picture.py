"""The picture of latency against size, for the documents."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.report import Measured

_TERMS = 5


def draw(measured: Sequence[Measured], path: Path) -> None:
    """The median of queries of five terms against the number of passages, both logarithmic."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    for name in dict.fromkeys(one.engine for one in measured):
        mine = sorted((one.size, one.p50[_TERMS] * 1e3) for one in measured if one.engine == name)
        sizes, times = zip(*mine, strict=True)
        axes.plot(sizes, times, marker="o", linewidth=3 if name == "kutip" else 1.5, label=name)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds, p50")
    axes.set_title(f"Queries of {_TERMS} terms, top 10")
    axes.grid(True, which="both", alpha=0.25)
    axes.legend()
    figure.savefig(path, dpi=120)
