"""``kutip eval``: files in, metrics and files out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.commands import cli

ROWS: dict[str, list[dict[str, object]]] = {
    "articles.jsonl": [
        {"id": "a-1", "title": "", "text": "Gempa melanda Aceh pada 26 Desember 2004."},
        {"id": "a-2", "title": "", "text": "Bendera pusaka dijahit oleh Fatmawati."},
    ],
    "queries.jsonl": [
        {"id": "q1", "text": "Kapan gempa melanda Aceh?", "answers": ["26 Desember 2004"]},
        {"id": "q2", "text": "Siapa menjahit bendera pusaka?", "answers": ["Fatmawati"]},
    ],
}


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    """The command for a small collection."""
    for name, rows in ROWS.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\ta-1\t1\nq2\ta-2\t1\n", encoding="utf-8")
    return [
        "eval",
        *("--articles", str(tmp_path / "articles.jsonl")),
        *("--queries", str(tmp_path / "queries.jsonl")),
        *("--qrels", str(tmp_path / "qrels.tsv")),
    ]


def figures(arguments: list[str]) -> dict[str, float]:
    result = CliRunner().invoke(cli, [*arguments, "--json"], prog_name="kutip")
    assert result.exit_code == 0, result.output
    printed: dict[str, float] = json.loads(result.stdout)
    return printed


def test_every_figure_is_printed_for_programs(arguments: list[str]) -> None:
    found = figures(arguments)
    assert found["questions"] == 2
    assert found["MRR@10"] == found["answer in first quote"] == 1
    assert found["right first hits kept"] == 1


def test_the_figures_are_printed_for_people(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, arguments, prog_name="kutip")
    assert result.exit_code == 0
    assert "answer in first quote" in result.stdout


def test_mistakes_are_made_and_corrected(arguments: list[str], tmp_path: Path) -> None:
    """The answers' file has the question as it was asked, and what it was searched for."""
    kept = tmp_path / "answers.jsonl"
    found = figures([*arguments, "--typos", "1", "--answers", str(kept)])
    answers = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert found["MRR@10"] == 1
    assert [one["id"] for one in answers] == ["q1", "q2"]
    asked = {one["question"] for one in answers}
    assert not asked & {row["text"] for row in ROWS["queries.jsonl"]}


def test_the_ranking_is_written_as_a_run(arguments: list[str], tmp_path: Path) -> None:
    run = tmp_path / "kutip.run"
    figures([*arguments, "--run", str(run)])
    first = run.read_text(encoding="utf-8").splitlines()[0].split()
    assert first[:4] == ["q1", "Q0", "a-1", "1"]


@pytest.mark.parametrize("name", ["queries.jsonl", "qrels.tsv"])
@pytest.mark.parametrize("content", ["entah\n", '"x"\n', '{"id": 1}\n'])
def test_a_file_that_is_none_of_the_kind_is_named(
    arguments: list[str], tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = CliRunner().invoke(cli, arguments, prog_name="kutip")
    assert result.exit_code == 1
    assert f"kutip: {tmp_path / name}#1: " in result.stderr


@pytest.mark.parametrize("option", ["--articles", "--queries", "--qrels", "--run", "--answers"])
def test_a_file_that_is_not_there_is_named_before_anything_is_measured(
    arguments: list[str], tmp_path: Path, option: str
) -> None:
    missing = tmp_path / "elsewhere"
    path = missing / "out" if option in {"--run", "--answers"} else missing
    result = CliRunner().invoke(cli, [*arguments, option, str(path)], prog_name="kutip")
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(missing) in result.stderr
    assert not missing.exists()
