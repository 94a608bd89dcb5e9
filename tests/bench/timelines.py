"""How telling the sentences of timelines are, by labels that were made by reading them.

``python -m tests.bench.timelines ARTICLES`` finds the timeline of every subject in
``tests/eval/timelines.tsv`` among articles that have the ids of the labels, and prints how many of
its sentences tell what happened that day (good), do not, or could be said of any day (poor), or
tell again what an earlier day did (repeat); how many days are missing that have something new; and
how long a timeline takes. A label holds no text: subject, day, article, offset, verdict.
"""

import argparse
import asyncio
import csv
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bot.services.core import Services, open_services
from bot.settings import Settings
from index.types import Event, Language

LABELS = Path(__file__).parents[1] / "eval" / "timelines.tsv"

Labels = dict[str, dict[tuple[str, str, str], str]]
"""By subject: the verdict on each sentence, by its day, article and offset."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="a folder of articles")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(articles=given.articles, data=Path(data), watch=False)
        asyncio.run(_measure(settings, _labels()))


def _labels() -> Labels:
    labels: Labels = {}
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for subject, day, article, start, verdict in csv.reader(lines, delimiter="\t"):
            labels.setdefault(subject, {})[day, article, start] = verdict
    return labels


async def _measure(settings: Settings, labels: Labels) -> None:
    async with open_services(settings) as services:
        await services.library.reload()
        total, took = Counter[str](), list[float]()
        for subject, own in labels.items():
            counts = await _of_subject(subject, own, services, took)
            print(f"{subject}: {dict(counts)}")
            total += counts
    told = total["good"] + total["poor"] + total["repeat"]
    print(f"good: {total['good']} of {told} labelled, {total['good'] / max(told, 1):.3f}")
    print(f"repeat: {total['repeat']}, days missing: {total['missing']}")
    print(f"sentences without a label: {total['unlabelled']}")
    print(f"a timeline: median {median(took):.1f} ms")


async def _of_subject(
    subject: str, labels: dict[tuple[str, str, str], str], services: Services, took: list[float]
) -> Counter[str]:
    for _ in range(3):
        began = time.perf_counter()
        found = await services.answerer.timelines.find(subject, Language.INDONESIAN)
        took.append((time.perf_counter() - began) * 1000)
    counts = Counter(labels.get(_key(event), "unlabelled") for event in found.events)
    shown = {event.day.isoformat() for event in found.events}
    due = {day for (day, _, _), verdict in labels.items() if verdict == "missing"}
    counts["missing"] = len(due - shown)
    return counts


def _key(event: Event) -> tuple[str, str, str]:
    return event.day.isoformat(), event.article.public_id, str(event.start)


if __name__ == "__main__":
    main()
