"""The articles and questions of a load: the shipped ones, or real ones of whoever measures."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.dataset import load_articles, load_questions
from tests.e2e.killing import ROOT

ARTICLES = ROOT / "articles"
QUESTIONS = ROOT / "tests" / "eval" / "shipped_questions.jsonl"
HELD_BACK = 500
"""Articles at most, of which no more than a tenth, that only a reload in the middle adds."""

STORY = "Tanggul jebol, banjir melanda Kota Melati"
ALERTING = f"Title: {STORY}\n\nKota Melati - Warga melaporkan banjir setinggi lutut sejak pagi.\n"
TOPIC = '"tanggul jebol" melati'


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of articles that grows in two steps, and what people ask."""

    folder: Path
    later: Sequence[str]
    questions: Sequence[str]

    def add_later(self) -> int:
        """Write the articles that were held back; return how many."""
        (self.folder / "later.jsonl").write_text("".join(self.later), "utf-8")
        return len(self.later)

    def add_story(self) -> None:
        """Write the article that alerts whoever follows ``TOPIC``."""
        (self.folder / "story.txt").write_text(ALERTING, "utf-8")


def write_collection(
    folder: Path, articles: Sequence[Path], questions: Sequence[Path]
) -> Collection:
    """Write articles into a new folder, the last of them held back, and shuffle the questions."""
    folder.mkdir(parents=True)
    rows = [
        json.dumps(
            {
                "id": str(article.id),
                "title": article.title,
                "text": article.text,
                "date": article.date.isoformat() if article.date else None,
                "source": article.source,
                "lang": article.language.value,
            },
            ensure_ascii=False,
        )
        + "\n"
        for article in load_articles(articles)
    ]
    later = min(HELD_BACK, len(rows) // 10)
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(rows[: len(rows) - later])
    asked = [question.text for path in questions for question in load_questions(path)]
    random.Random(1).shuffle(asked)
    return Collection(folder, rows[len(rows) - later :], asked)
