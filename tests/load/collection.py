"""The articles and questions of a load: the shipped ones, or real ones of whoever measures."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.dataset import load_articles, load_questions
from tests.bench.collection import token_lists
from tests.e2e.killing import ROOT

ARTICLES = ROOT / "articles"
QUESTIONS = ROOT / "tests" / "eval" / "shipped_questions.jsonl"
HELD_BACK = 500
"""Articles at most, of which no more than a tenth, that only a reload in the middle adds."""

TOPIC = '"tanggul jebol" melati'
OPENING = "Warga Kota Melati melihat tanggul jebol"


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

    def remove_later(self) -> None:
        """Delete the articles that were added."""
        (self.folder / "later.jsonl").unlink(missing_ok=True)

    def add_story(self, number: int = 0) -> str:
        """Write an article that alerts whoever follows ``TOPIC``; return its title.

        Its words are made up, so that none is a copy of another.
        """
        paragraphs = [" ".join(tokens) for tokens in token_lists(3, seed=number + 1)]
        title = f"Tanggul jebol di Kota Melati, laporan {number:06}"
        text = "\n\n".join(f"{OPENING} {paragraph}." for paragraph in paragraphs)
        (self.folder / f"story-{number}.txt").write_text(f"Title: {title}\n\n{text}\n", "utf-8")
        return title


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
