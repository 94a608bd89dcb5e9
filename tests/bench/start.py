"""How long ``kutip ask`` takes as a whole process, to its first words and its end, data loaded.

``python -m tests.bench.start`` loads a made-up collection once into a temporary folder, then times
fresh processes. With ``--data`` and ``--question`` it asks what somebody loaded before. Does not
measure loading.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.collection import articles, queries, token_lists

PASSAGES = 160_000  # short ones are joined: 142,000 remain
ROUNDS = 15
TERMS = 5


def main() -> None:
    """Run the benchmark and print its line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--data", type=Path, help="a data folder that is loaded already")
    parser.add_argument("--question", help="a question that its articles answer")
    asked = parser.parse_args()
    if asked.data and asked.question:
        _measure(asked.data, asked.question, asked.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        question = _load(Path(folder), asked.passages)
        _measure(Path(folder) / "data", question, asked.rounds)


def _load(folder: Path, passages: int) -> str:
    """Load the made-up collection; returns a question with words of one of its passages."""
    (folder / "articles").mkdir()
    with (folder / "articles" / "made-up.jsonl").open("w", encoding="utf-8") as lines:
        for article in articles(passages):
            row = {"id": article.key, "text": article.text, "lang": "id", "date": "2026-03-01"}
            lines.write(json.dumps(row) + "\n")
    _kutip("reload", KUTIP_DATA=folder / "data", KUTIP_ARTICLES=folder / "articles")
    (words,) = queries(token_lists(passages), 1, TERMS)
    return " ".join(words)


def _measure(data: Path, question: str, rounds: int) -> None:
    answer = json.loads(_kutip("ask", "--json", question, KUTIP_DATA=data))
    times = [_timed(data, question) for _ in range(rounds)]
    took = answer["took_ms"]
    print(_kutip("status", KUTIP_DATA=data).strip())
    print(f"answered: {answer['answered']}, {took:.0f} ms between question and answer")
    print(f"kutip ask, {rounds} processes: seconds to the answer, to the end, of the processor:")
    for name, chosen in (("best", min), ("median", median), ("worst", max)):
        print(
            f"{name:7} {' '.join(f'{chosen(column):.3f}' for column in zip(*times, strict=True))}"
        )


def _timed(data: Path, question: str) -> tuple[float, float, float]:
    began, used = time.perf_counter(), _processor()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
        [sys.executable, "-m", "bot", "ask", question],
        env={**os.environ, "KUTIP_DATA": str(data)},
        stdout=subprocess.PIPE,
    ) as process:
        process.stdout and process.stdout.read(1)
        answered = time.perf_counter() - began
        process.communicate()
    return answered, time.perf_counter() - began, _processor() - used


def _processor() -> float:
    """Seconds that the processor has worked for processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kutip(*arguments: str, **settings: Path) -> str:
    """What ``kutip`` says; raises where it fails."""
    named = {name: str(value) for name, value in settings.items()}
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
