"""``kutip eval``."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

import click

from bot.cli.console import Output
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.json_output import answer_to_json
from bot.evaluation.dataset import load_qrels, load_questions
from bot.evaluation.runner import evaluation_to_json, run_evaluation, trec_run
from bot.evaluation.typos import mistyped_questions
from index.answers.reader.composition import MAX_FIRST

_INPUT = click.Path(exists=True, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("eval")
@click.option("--articles", type=_INPUT, multiple=True, required=True, help="Folder or file.")
@click.option("--queries", type=_INPUT, required=True, help="JSONL: id, text, answers, date.")
@click.option("--qrels", type=_INPUT, help="Tab-separated: query, article, relevance.")
@click.option("--typos", type=int, metavar="SEED", help="Ask with one mistake per question.")
@click.option(
    "--limit-first",
    type=click.IntRange(min=1),
    default=MAX_FIRST,
    show_default=True,
    help="Characters of the first quote where nothing is refused.",
)
@click.option("--run", "run_file", type=_OUTPUT, help="Write the ranking as a TREC run.")
@click.option("--answers", "answers_file", type=_OUTPUT, help="Write every answer as JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(
    articles: tuple[Path, ...],
    queries: Path,
    qrels: Path | None,
    run_file: Path | None,
    answers_file: Path | None,
    *,
    typos: int | None,
    limit_first: int,
    as_json: bool,
) -> None:
    """Measure ranking, quotes and refusals on articles and questions with known answers."""
    tune_for_long_runs()
    questions = load_questions(queries)
    if typos is not None:
        questions = mistyped_questions(questions, typos)
    judgments = load_qrels(qrels) if qrels else {}
    with Output.standard().progress_bar(len(questions)) as advance:
        evaluation, asked = asyncio.run(
            run_evaluation(articles, questions, judgments, advance, limit_first)
        )
    if run_file:
        _write_lines(run_file, trec_run(asked))
    if answers_file:
        rows = ({"id": one.question.id, **answer_to_json(one.answer)} for one in asked)
        _write_lines(answers_file, (json.dumps(row, ensure_ascii=False) for row in rows))
    _print_figures(evaluation_to_json(evaluation), as_json=as_json)


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _print_figures(figures: dict[str, float | int | None], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, figure in figures.items():
        shown = "-" if figure is None else f"{figure:.4f}" if isinstance(figure, float) else figure
        click.echo(f"{name:40} {shown}")
