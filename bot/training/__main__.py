"""``python -m bot.training DATA [--step N]``: measure the reader across articles, then train it.

DATA holds a folder a collection (articles, queries.jsonl, and qrels.tsv unless the questions name
their articles). Those that are missing are left out; ``readers-id`` and ``readers-en`` are a
newsroom's own, of ``kutip export`` and ``kutip export-feedback``. Everything is made with fixed
seeds and one thread: the same data and libraries give the same bytes.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from bot.training.decisions import FOLDS, Judged, decide
from bot.training.examples import Example, examples, read_collection, small_collections
from bot.training.fitting import fit_holds, fit_rank, rows_of
from bot.training.measuring import Read, off_topic_report, report
from bot.training.off_topic import off_topic_examples
from index.answers.reader.model import FILE, ReaderModel, model_bytes
from index.types import Language

TYPED = (
    ("natural-id", Language.INDONESIAN),
    ("natural-en", Language.ENGLISH),
    ("readers-id", Language.INDONESIAN),
    ("readers-en", Language.ENGLISH),
)
"""Questions as people type them."""
SIZES = (1, 24)
"""Articles of the small collections that they are asked of, too: one, and about as many as are
shipped."""
OTHERS = (("facqa", Language.INDONESIAN, 3), ("idkmrc", Language.INDONESIAN, 8))
"""Questions put together of the articles' own words, and every how many-th of them."""
SHIPPED = Path("articles")


def main(arguments: Sequence[str]) -> None:
    """Train on the collections of the folder named first; write the model where it belongs."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("index/answers/reader") / FILE)
    parser.add_argument("--step", type=int, default=1, help="take every N-th question only")
    options = parser.parse_args(arguments)
    model, lines = train(*asyncio.run(_read(options.data, options.step)))
    sys.stdout.write("\n".join(lines) + "\n")
    options.out.write_bytes(model_bytes(model))


async def _read(data: Path, step: int) -> tuple[list[Example], list[Example]]:
    """Return the examples of the collections, and those off topic."""
    typed = [
        read_collection(data / name, language, step, typed=True)
        for name, language in TYPED
        if (data / name).is_dir()
    ]
    small = [part for size in SIZES for one in typed for part in small_collections(one, size)]
    others = [
        read_collection(data / name, language, every * step)
        for name, language, every in OTHERS
        if (data / name).is_dir()
    ]
    known = [example for one in (*typed, *small, *others) for example in await examples(one)]
    return known, await off_topic_examples(data, SHIPPED, typed, step)


def train(known: Sequence[Example], off_topic: Sequence[Example]) -> tuple[ReaderModel, list[str]]:
    """Return the model of all examples, and the lines that say what it reaches across folds."""
    names = tuple(known[0].candidates.figures)
    judged = _cross_judged(known, off_topic)
    asked, others = judged[: len(known)], judged[len(known) :]
    decided = decide(names, asked, others)
    model = ReaderModel(names, fit_rank(known), fit_holds(known), decided.decision)
    lines: list[str] = []
    for name in dict.fromkeys(one.example.collection for one in asked):
        chosen = [place for place, one in enumerate(asked) if one.example.collection == name]
        threshold = decided.decision.threshold(asked[chosen[0]].example.asked.language)
        reads = [
            Read(asked[place].example, asked[place].scores, float(decided.known[place]))
            for place in chosen
        ]
        lines += report(name, reads, threshold)
    refused = [
        bool(chance < decided.decision.threshold(one.example.asked.language))
        for one, chance in zip(others, decided.off_topic, strict=True)
    ]
    lines += off_topic_report([one.example.collection for one in others], refused)
    return model, lines


def fold_of(example: Example) -> int:
    """Return the part in which all questions about one article are."""
    return crc32(example.question.article.encode()) % FOLDS


def _cross_judged(known: Sequence[Example], others: Sequence[Example]) -> list[Judged]:
    """Judge all examples by trees fitted on those ``known`` that are of other folds."""
    every = [*known, *others]
    folds = np.array([fold_of(one) for one in every])
    judged: dict[int, Judged] = {}
    for fold in range(FOLDS):
        seen = [one for one, its in zip(known, folds, strict=False) if its != fold]
        rank, holds = fit_rank(seen), fit_holds(seen)
        for place in np.flatnonzero(folds == fold).tolist():
            rows = rows_of(every[place])
            judged[place] = Judged(every[place], rank.score(rows), holds.score(rows), fold)
    return [judged[place] for place in range(len(every))]


if __name__ == "__main__":
    main(sys.argv[1:])
