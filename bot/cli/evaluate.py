"""``kutip eval``."""

import asyncio
import errno
import json
import os
from collections.abc import Iterable
from pathlib import Path

import click

from bot.cli.console import Output
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.json_output import answer_to_json
from bot.cli.usage import CatalogCommand
from bot.evaluation.dataset import load_qrels, load_questions
from bot.evaluation.runner import Evaluator, evaluation_to_json, run_evaluation, trec_run
from bot.evaluation.typos import mistyped_questions
from bot.questions.cross_encoder import load_cross_encoder
from index.answers.reader.composition import MAX_FIRST
from index.types import Language

_FILE = click.Path(path_type=Path, readable=False)
_READER_BUDGET_S = 3600.0
"""Seconds for a question: an evaluation measures what a model says, not how soon."""


@click.command("eval", cls=CatalogCommand)
@click.option("--articles", type=_FILE, multiple=True, required=True)
@click.option("--queries", type=_FILE, required=True)
@click.option("--qrels", type=_FILE)
@click.option("--typos", type=int)
@click.option("--limit-first", type=click.IntRange(min=1), default=MAX_FIRST)
@click.option("--reader", type=_FILE)
@click.option("--run", "run_file", type=_FILE)
@click.option("--answers", "answers_file", type=_FILE)
@click.option("--json", "as_json", is_flag=True)
def evaluate(
    articles: tuple[Path, ...],
    queries: Path,
    qrels: Path | None,
    run_file: Path | None,
    answers_file: Path | None,
    *,
    typos: int | None,
    limit_first: int,
    reader: Path | None,
    as_json: bool,
) -> None:
    """Measure ranking, quotes and refusals on articles and questions with known answers."""
    _check_files(
        [*articles, queries, *filter(None, [qrels])], filter(None, [run_file, answers_file])
    )
    tune_for_long_runs()
    questions = load_questions(queries)
    if typos is not None:
        questions = mistyped_questions(questions, typos)
    judgments = load_qrels(qrels) if qrels else {}
    judge = load_cross_encoder(reader, budget_s=_READER_BUDGET_S) if reader else None
    evaluator = Evaluator(Language.INDONESIAN, limit_first, judge)
    with Output.standard().progress_bar(len(questions)) as advance:
        evaluation, asked = asyncio.run(
            run_evaluation(articles, questions, judgments, advance, evaluator)
        )
    if run_file:
        _write_lines(run_file, trec_run(asked))
    if answers_file:
        rows = ({"id": one.question.id, **answer_to_json(one.answer)} for one in asked)
        _write_lines(answers_file, (json.dumps(row, ensure_ascii=False) for row in rows))
    _print_figures(evaluation_to_json(evaluation), as_json=as_json)


def _check_files(read: Iterable[Path], written: Iterable[Path]) -> None:
    """Raise OSError for a file that is not there, or that cannot be, before the long work."""
    for path in (*read, *(each.parent for each in written)):
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _print_figures(figures: dict[str, float | int | None], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, figure in figures.items():
        shown = "-" if figure is None else f"{figure:.4f}" if isinstance(figure, float) else figure
        click.echo(f"{name:40} {shown}")
