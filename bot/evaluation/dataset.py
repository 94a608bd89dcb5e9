"""Read an evaluation from files: articles, questions with known answers, relevance judgements."""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from bot.articles.bounded_loading import BoundedLoader
from bot.articles.source_files import SourceFile, files_of
from index.errors import LoadError
from index.text.dates import parse_date
from index.types import Article


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``answers`` is empty if none is known.

    ``kind`` is what it asks for, "" if unknown; ``paraphrase``: in other words than the article's.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    date: date | None
    kind: str = ""
    paraphrase: bool = False


def load_articles(paths: Iterable[Path]) -> Iterator[Article]:
    """Yield the articles of folders and files, numbered from 1, without items that fail to load."""
    files = chain.from_iterable(
        files_of(path) if path.is_dir() else [SourceFile(path, path.name)] for path in paths
    )
    loaded = (item for item in BoundedLoader().load(files) if isinstance(item, Article))
    return (replace(article, id=number) for number, article in enumerate(loaded, start=1))


def load_questions(path: Path) -> list[Question]:
    """Return the questions of a JSONL file: id and text, and what else ``Question`` has.

    Raises LoadError for a line that is no question.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
        numbered = enumerate(lines, start=1)
        return [_question_of(line, f"{path}#{row}") for row, line in numbered if line.strip()]


def _question_of(line: str, where: str) -> Question:
    try:
        return _question(json.loads(line))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise LoadError(where, "load_bad_json") from error


def _question(row: Mapping[str, object]) -> Question:
    answers = row.get("answers") or []
    return Question(
        id=str(row["id"]),
        text=str(row["text"]),
        answers=tuple(map(str, answers if isinstance(answers, list) else [answers])),
        date=parse_date(str(row.get("date") or "")),
        kind=str(row.get("kind") or ""),
        paraphrase=bool(row.get("paraphrase")),
    )


def load_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return relevance by query and article, from rows of these three, tab-separated.

    Raises LoadError for any other row.
    """
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.reader(rows, delimiter="\t"), start=1):
            try:
                query_id, article_id, relevance = row
                qrels.setdefault(query_id, {})[article_id] = int(relevance)
            except ValueError as error:
                raise LoadError(f"{path}#{number}", "load_bad_row") from error
    return qrels
