"""The articles, questions and relevance judgements of an evaluation, from files."""

import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation.dataset import Question, load_articles, load_qrels, load_questions


def write_rows(path: Path, *rows: Mapping[str, object]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


@pytest.mark.parametrize("name", ["queries.jsonl", "queries.jsonl.gz"])
def test_questions_are_read_packed_or_not(tmp_path: Path, name: str) -> None:
    path = write_rows(
        tmp_path / name,
        {"id": "q1", "text": "Siapa?", "answers": ["Ali", "Budi"], "date": "2022-01-21"},
        {"id": 2, "text": "Di mana “itu”?", "split": ["train"]},
    )
    assert load_questions(path) == [
        Question("q1", "Siapa?", ("Ali", "Budi"), date(2022, 1, 21)),
        Question("2", "Di mana “itu”?", (), None),
    ]


@pytest.mark.parametrize("given", [None, "", "entah", "2022-99-99"])
def test_a_date_that_is_none_is_none(tmp_path: Path, given: str | None) -> None:
    path = write_rows(tmp_path / "q.jsonl", {"id": "q", "text": "Siapa?", "date": given})
    assert load_questions(path)[0].date is None


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (None, ()),
        ([], ()),
        ("", ()),
        ("Ali", ("Ali",)),  # not its letters
        (["Ali"], ("Ali",)),
        ([1883], ("1883",)),
        (1883, ("1883",)),
    ],
)
def test_answers_are_texts(tmp_path: Path, answers: object, expected: tuple[str, ...]) -> None:
    path = write_rows(tmp_path / "q.jsonl", {"id": "q", "text": "Siapa?", "answers": answers})
    assert load_questions(path)[0].answers == expected


def test_blank_lines_are_no_questions(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\n{"id": "q", "text": "Siapa?"}\n\n', encoding="utf-8")
    assert [question.id for question in load_questions(path)] == ["q"]


def test_relevance_is_read_by_query_and_article(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("q1\ta-1\t1\nq1\ta-2\t0\nq2\tb c\t2\n", encoding="utf-8")
    assert load_qrels(path) == {"q1": {"a-1": 1, "a-2": 0}, "q2": {"b c": 2}}


def test_articles_are_numbered_from_one_over_folders_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("Judul A\n\nGempa melanda Aceh pagi itu.\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    rows = write_rows(
        tmp_path / "rows.jsonl.gz",
        {"id": "x-7", "title": "Judul", "text": "Banjir merendam kota.", "date": "2020-01-01"},
        {"id": "x-8", "title": "Kosong", "text": ""},
        {"id": "x-9", "title": "Judul", "text": "Kereta melaju dari Halim."},
    )
    found = list(load_articles([folder, rows]))
    assert [article.id for article in found] == [1, 2, 3]
    assert [article.public_id for article in found] == ["1", "x-7", "x-9"]
    assert found[1].date == date(2020, 1, 1)
