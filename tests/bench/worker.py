"""One engine's part of a benchmark in a process of its own, so that its memory is its own.

``python -m tests.bench.worker JOB`` takes a JSON object and prints another.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.bench.collection import Drawn
from tests.bench.engines import ENGINES
from tests.bench.engines.engine import Engine
from tests.bench.engines.kutip import Kutip

TOP = 10
_WARMED = 5  # queries of each length before those that count
_COMPARED = 20  # queries of each length whose hits are compared with the other engines'


@dataclass(frozen=True)
class Job:
    """What to do: ``build``, ``serve``, ``check`` or ``update``, with what lies in ``data``.

    ``began`` is when the process was started, ``patience`` the seconds for queries of one length.
    """

    task: str
    engine: str
    data: str
    folder: str
    patience: float
    began: float


def save(data: Path, drawn: Drawn, queries: Mapping[int, list[list[str]]]) -> None:
    """Leave the collection and the queries, by their number of terms, for the workers."""
    np.save(data / "words.npy", drawn.words)
    np.save(data / "ends.npy", drawn.ends)
    (data / "vocabulary.json").write_text(json.dumps(drawn.vocabulary.tolist()))
    (data / "queries.json").write_text(json.dumps(queries))


def run(job: Job) -> dict[str, object]:
    """Do the job; returns what was measured."""
    engine, data = ENGINES[job.engine](), Path(job.data)
    if job.task == "build":
        return _build(engine, data, Path(job.folder))
    queries = {int(n): q for n, q in json.loads((data / "queries.json").read_text()).items()}
    opened = time.perf_counter()
    engine.open(Path(job.folder))
    if job.task == "check":
        assert isinstance(engine, Kutip)
        return {"checked": _check(engine, queries)}
    if job.task == "update":
        return {"update": engine.update(queries[max(queries)][0])}
    engine.search(next(iter(queries.values()))[0], TOP)
    started = {"open": time.perf_counter() - opened, "start": time.time() - job.began}
    return {**started, **_serve(engine, queries, job.patience)}


def _build(engine: Engine, data: Path, folder: Path) -> dict[str, object]:
    """Seconds from token lists, or texts, in memory to what is on disk; the bytes there."""
    vocabulary = np.array(json.loads((data / "vocabulary.json").read_text()), dtype=object)
    drawn = Drawn(np.load(data / "words.npy"), np.load(data / "ends.npy"), vocabulary)
    lists: list[list[str]] | list[str] = drawn.lists()
    if engine.takes_texts:
        lists = [" ".join(tokens) for tokens in lists]
    began = time.perf_counter()
    engine.build(lists, folder)
    took = time.perf_counter() - began
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return {"build": took, "bytes": sum(sizes)}


def _serve(
    engine: Engine, queries: Mapping[int, list[list[str]]], patience: float
) -> dict[str, object]:
    times, found = {}, {}
    for terms, asked in queries.items():
        engine.times(asked[:_WARMED], TOP, patience / _WARMED)
        times[terms] = engine.times(asked, TOP, patience)
        compared = asked[: min(_COMPARED, len(times[terms]))]
        found[terms] = [[number for number, _ in engine.search(q, TOP)] for q in compared]
    return {
        "times": times,
        "found": found,
        "resident": _resident(),
        "postings": engine.postings(),
    }


def _check(engine: Kutip, queries: Mapping[int, list[list[str]]]) -> int:
    """Compare every answer with adding everything up, to the last bit; returns how many."""
    asked = [query for several in queries.values() for query in several]
    for query in asked:
        found, expected = engine.search(query, TOP), engine.exhaustive(query, TOP)
        if found != expected:
            raise AssertionError(f"{query}: {found} is not {expected}")
    return len(asked)


def _resident() -> int:
    """Bytes of memory that are this process's now."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def encode(job: Job) -> str:
    """The argument that ``main`` takes."""
    return json.dumps(asdict(job))


def main() -> None:
    """Do the job that is the argument."""
    print(json.dumps(run(Job(**json.loads(sys.argv[1])))))


if __name__ == "__main__":
    main()
