"""What understanding a message costs, beyond the answer itself.

``python -m tests.bench.understanding`` reads the messages of the tables in
``tests/bot/conversation`` and the questions about the shipped articles, in turn and after two
exchanges, and prints the processor time of a message.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversation.understanding import Situation, understand
from bot.evaluation.dataset import load_questions
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from index.types import Language

TESTS = Path(__file__).parents[1]
ROUNDS = 5
NOW = datetime(2026, 5, 29, 9, tzinfo=UTC)


def messages() -> Iterator[str]:
    """Yield the messages of the tables, then plain questions."""
    for table in ("intents", "follow_ups", "news", "dates", "sections"):
        lines = (TESTS / "bot" / "conversation" / f"{table}.tsv").read_text("utf-8").splitlines()
        column = 1 if table == "follow_ups" else 0
        yield from (line.split("\t")[column] for line in lines if line and line[0] != "#")
    yield from (each.text for each in load_questions(TESTS / "eval" / "shipped_questions.jsonl"))


def situation_of(message: str) -> Situation:
    """Return the circumstances: somebody asked twice in the last minutes."""
    before = [
        Exchange("kapan gaji 13 cair", "gaji 13", Language.INDONESIAN, (1, 2), NOW),
        Exchange("wabah ebola gimana", "ebola", Language.INDONESIAN, (3,), NOW),
    ]
    return Situation(
        language=language_of(message) or Language.INDONESIAN,
        now=NOW + timedelta(minutes=2),
        history=before,
    )


def main() -> None:
    """Run the benchmark and print its lines."""
    read = [(message, situation_of(message)) for message in messages()]
    began = time.process_time()
    understand(*read[0])
    print(f"the first message, tables included: {(time.process_time() - began) * 1e3:.0f} ms")
    for message, situation in read:
        understand(message, situation)
    taken = [_seconds(message, situation) * 1e3 for message, situation in read]
    ordered = sorted(zip(taken, (message for message, _ in read), strict=True), reverse=True)
    print(
        f"{len(read)} messages, processor time of one: mean {statistics.mean(taken):.2f} ms, "
        f"p50 {statistics.median(taken):.2f}, p95 {ordered[len(ordered) // 20][0]:.2f}"
    )
    for cost, message in ordered[:5]:
        print(f"  {cost:.2f} ms  {message[:60]}")


def _seconds(message: str, situation: Situation) -> float:
    began = time.process_time()
    for _ in range(ROUNDS):
        understand(message, situation)
    return (time.process_time() - began) / ROUNDS


if __name__ == "__main__":
    main()
