"""Understanding measured on messages that were not used to write it.

``python -m tests.eval.conversation ARTICLES`` prints how many of ``unseen/*.tsv`` are understood,
with how rare words are in these articles. A row's expectations are parted by ``|``: any is right.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.conversation.intents import (
    Ask,
    AskSubject,
    Continue,
    Intent,
    ListNews,
    ManageTopics,
    OpenAddresses,
    SmallTalk,
    Subscribe,
    Talk,
)
from bot.conversation.subjects import subject_phrase
from bot.conversation.understanding import Situation, understand
from bot.evaluation.dataset import load_articles
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from index.inverted.local_engine import LocalEngine
from index.query.subject import subject_of
from index.types import Filters, Idf, Language

UNSEEN = Path(__file__).parent / "unseen"
NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Jakarta"))

_OPENING = {SmallTalk.SALAM, SmallTalk.PRESENCE, SmallTalk.WELLBEING, SmallTalk.GREETING}
_KINDS = {
    ListNews: "list_news",
    Subscribe: "subscribe",
    ManageTopics: "manage_topics",
    OpenAddresses: "address",
    AskSubject: "follow_up",
}
_PLAIN = {"ask", "ask_newest"}


@dataclass(frozen=True)
class Measured:
    """The share of rows that are right, those that are not, and plain questions kept as such."""

    right: float
    wrong: Sequence[str]
    kept: float = 1.0


async def idf_of(articles: Sequence[Path]) -> Idf:
    """Return the idf of stems in these files."""
    engine = LocalEngine()
    await (await engine.prepare(list(load_articles(articles)))).commit("1")
    return engine.idf


def measure(idf: Idf) -> dict[str, Measured]:
    """Return what is understood of each table."""
    return {
        "intents": _intents(idf),
        "follow_ups": _measured("follow_ups", lambda row: _follow_up(row, idf)),
        "dates": _measured("dates", lambda row: _dates(row, idf)),
        "subjects": _measured("subjects", lambda row: _subject(row, idf)),
    }


def _rows(table: str) -> list[list[str]]:
    lines = (UNSEEN / f"{table}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


def _measured(table: str, is_right: Callable[[Sequence[str]], bool]) -> Measured:
    rows = _rows(table)
    wrong = [" | ".join(row) for row in rows if not is_right(row)]
    return Measured(1 - len(wrong) / len(rows), wrong)


def _situation(message: str, idf: Idf, *before: str) -> Situation:
    return Situation(
        language=language_of(message) or Language.INDONESIAN,
        now=NOW,
        history=[_exchange(each, idf) for each in before],
    )


def _exchange(question: str, idf: Idf) -> Exchange:
    language = language_of(question) or Language.INDONESIAN
    subject = subject_phrase(question, language, idf)
    return Exchange(question, subject, language, (1, 2, 3), NOW - timedelta(minutes=2))


def _intents(idf: Idf) -> Measured:
    plain = {row[0] for row in _rows("intents") if not _PLAIN.isdisjoint(row[1].split("|"))}
    taken = set[str]()

    def is_right(row: Sequence[str]) -> bool:
        message, expected = row[0], set(row[1].split("|"))
        found = name(understand(message, _situation(message, idf, "wabah ebola di kongo")))
        if message in plain and found not in _PLAIN | expected:
            taken.add(message)
        return found in expected or (found == "ask_newest" and "ask" in expected)

    measured = _measured("intents", is_right)
    return Measured(measured.right, measured.wrong, 1 - len(taken) / len(plain))


def name(intent: Intent) -> str:
    """Return the intent as the table names it; a question of some days is a plain one, too."""
    match intent:
        case Ask(shown=shown, subject=subject) if shown or subject:
            return "follow_up"
        case Ask(newest=newest, filters=filters):
            return "ask_newest" if newest or filters != Filters() else "ask"
        case Talk(kind):
            return "greeting" if kind in _OPENING else _kind(kind)
        case Continue(how):
            return {"open": "nth"}.get(how, how.value)
        case other:
            return _KINDS.get(type(other), type(other).__name__)


def _kind(kind: SmallTalk) -> str:
    return "prayer" if kind is SmallTalk.WISH else kind.value


def _follow_up(row: Sequence[str], idf: Idf) -> bool:
    before, message, expected = row
    intent = understand(message, _situation(message, idf, before))
    if expected == "fresh":
        return name(intent) in _PLAIN
    if not isinstance(intent, Ask):
        return False
    searched = f"{intent.question} {intent.subject}".lower()
    carried = expected.removeprefix("carry: ").split(",")
    return all(any(_holds(searched, either) for either in one.split("|")) for one in carried)


def _holds(text: str, words: str) -> bool:
    return all(word in text for word in words.split())


def _dates(row: Sequence[str], idf: Idf) -> bool:
    message, expected = row
    filters = getattr(understand(message, _situation(message, idf)), "filters", Filters())
    return f"{filters.since or ''}..{filters.until or ''}" in expected.split("|")


def _subject(row: Sequence[str], idf: Idf) -> bool:
    message, expected = row
    language = language_of(message) or Language.INDONESIAN
    found = _words(" ".join(subject_of(message, language, idf)))
    return any(found == _words(each) for each in expected.split("|"))


def _words(text: str) -> frozenset[str]:
    plain = text.lower().replace("'s", "").replace("’s", "").replace("ke-13", "13")
    return frozenset(plain.split())


def _lines(found: dict[str, Measured]) -> Iterator[str]:
    for table, measured in found.items():
        yield f"{table}: {measured.right:.3f} right, plain questions kept {measured.kept:.3f}"
        yield from (f"  {row}" for row in measured.wrong)


def main() -> None:
    """Print the figures and the rows that are not understood."""
    idf = asyncio.run(idf_of([Path(each) for each in sys.argv[1:]]))
    sys.stdout.write("\n".join([*_lines(measure(idf)), ""]))


if __name__ == "__main__":
    main()
