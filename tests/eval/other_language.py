"""Questions in another language than the articles: ``python -m tests.eval.other_language``.

Prints of each table of questions how many have the right article among the first three, how many
are answered from it, and how many are answered though the right articles were taken away or the
question is off topic; the same questions in the articles' language stand beside them.
"""

import asyncio
import csv
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.evaluation.dataset import Question, load_articles, load_qrels, load_questions
from bot.evaluation.runner import Evaluator
from index.types import Article, Language
from tests.eval.data import DATA

HERE = Path(__file__).parent
FIRST = 3


class Table(NamedTuple):
    """Questions in ``language`` about articles of a collection in the other one."""

    collection: str
    name: str
    language: Language


TABLES = (
    Table("natural-id", "english_about_indonesian", Language.ENGLISH),
    Table("natural-id", "english_about_indonesian_unseen", Language.ENGLISH),
    Table("natural-en", "indonesian_about_english", Language.INDONESIAN),
    Table("natural-en", "indonesian_about_english_unseen", Language.INDONESIAN),
)


class Asked(NamedTuple):
    """A question, its right articles, and itself in the articles' language."""

    text: str
    relevant: frozenset[str]
    original: str


class Counts(NamedTuple):
    """How many of ``asked`` have the right article among the first, and are answered from it."""

    asked: int
    among_first: int
    answered: int

    def __str__(self) -> str:
        first = f"{self.among_first} of {self.asked} among the first {FIRST}"
        return f"{first}, {self.answered} answered from it"


def questions(table: Table) -> list[Asked]:
    """Return the questions of ``table``."""
    folder = DATA / table.collection
    qrels = load_qrels(folder / "qrels.tsv")
    texts = {question.id: question.text for question in load_questions(folder / "queries.jsonl")}
    with (HERE / f"{table.name}.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [
        Asked(
            row["question"],
            frozenset(a for a, grade in qrels[row["query"]].items() if grade > 0),
            texts[row["query"]],
        )
        for row in rows
    ]


def articles(table: Table) -> list[Article]:
    """Return the articles of the collection of ``table``."""
    return list(load_articles([next((DATA / table.collection).glob("articles*"))]))


async def evaluator(table: Table, loaded: Collection[Article]) -> Evaluator:
    """Return what asks ``loaded`` articles the questions of ``table``."""
    found = Evaluator(table.language)
    await found.load(loaded)
    return found


async def right(asking: Evaluator, asked: Sequence[tuple[str, frozenset[str]]]) -> Counts:
    """Ask questions, each with its right articles."""
    among_first = answered = 0
    for text, relevant in asked:
        found = await asking.ask(Question(text, text, (), None))
        quotes, nearest = found.answer.quotes, found.answer.nearest
        shown = [quote.article for quote in quotes] or nearest
        among_first += any(article.public_id in relevant for article in shown[:FIRST])
        answered += any(quote.article.public_id in relevant for quote in quotes)
    return Counts(len(asked), among_first, answered)


async def answered(asking: Evaluator, texts: Sequence[str]) -> int:
    """Return how many questions are answered that should be refused."""
    found = [await asking.ask(Question(text, text, (), None)) for text in texts]
    return sum(one.answer.answered for one in found)


def off_topic(language: Language) -> list[str]:
    """Return questions on what no news article tells."""
    return (HERE / f"off_topic_{language}.txt").read_text(encoding="utf-8").splitlines()


async def _print(table: Table) -> None:
    asked, loaded = questions(table), articles(table)
    asking = await evaluator(table, loaded)
    print(f"{table.name}:")
    parts = {"": asked} if "unseen" in table.name else {"tune": asked[::2], "report": asked[1::2]}
    for name, part in parts.items():
        print(
            f"  {name} {await right(asking, [(one.text, one.relevant) for one in part])}".rstrip()
        )
    originals = [(one.original, one.relevant) for one in asked]
    print(f"  in the articles' language: {await right(asking, originals)}")
    for language in (table.language, table.language.other):
        texts = off_topic(language)
        print(f"  off topic, {language}: {await answered(asking, texts)} of {len(texts)} answered")
    gone = frozenset[str]().union(*(one.relevant for one in asked))
    asking = await evaluator(table, [one for one in loaded if one.public_id not in gone])
    for name, texts in (
        ("the questions", [one.text for one in asked]),
        ("in the articles' language", [one.original for one in asked]),
    ):
        count = await answered(asking, texts)
        print(f"  without the right articles, {name}: {count} of {len(texts)} answered")


async def _print_all() -> None:
    for table in TABLES:
        await _print(table)


if __name__ == "__main__":
    asyncio.run(_print_all())
