"""An evaluation from files to figures, on a collection that is worked out by hand."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation.runner import (
    AskedQuestion,
    Evaluator,
    Question,
    evaluate,
    evaluation_to_json,
    load_articles,
    load_qrels,
    load_questions,
    run_evaluation,
    trec_run,
)
from bot.questions.answering import AnswerOutcome
from index.evaluation import QuoteMeasures, RankedQuestion
from index.types import Article, Language
from tests.index.builders import build_article

ARTICLES = [
    build_article("Gempa melanda Aceh pada 26 Desember 2004.", id=1, external_id="a-1"),
    build_article("Bendera pusaka dijahit oleh Fatmawati.", id=2, external_id="a-2"),
    build_article("Bendera besar dikibarkan di Aceh.", id=3, external_id="a-3"),
    build_article("Harga beras naik.", id=4),
]
QUESTIONS = [
    Question("q1", "Kapan gempa melanda Aceh?", ("26 Desember 2004",), None),
    Question("q2", "Siapa menjahit bendera pusaka?", ("Inggit", "Fatmawati"), None),
    Question("q3", "Berapa harga beras?", ("Rp14.000",), None),
    Question("q4", "Siapa penemu mesin uap?", (), None),
]
QRELS = {"q1": {"a-1": 1}, "q2": {"a-2": 1}, "q3": {"elsewhere": 1}}


async def evaluator_with(articles: Iterable[Article]) -> Evaluator:
    evaluator = Evaluator(Language.INDONESIAN)
    await evaluator.load(articles)
    return evaluator


async def ask_all(evaluator: Evaluator, questions: Iterable[Question]) -> list[AskedQuestion]:
    return [await evaluator.ask(question) for question in questions]


def write_rows(path: Path, *rows: Mapping[str, object]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


# --- questions and relevance from files


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


# --- articles from files


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


# --- asking


async def test_a_question_is_answered_as_a_readers_would_be() -> None:
    asked = await ask_all(await evaluator_with(ARTICLES), QUESTIONS)
    assert [one.question for one in asked] == QUESTIONS
    assert asked[0].answer.outcome is AnswerOutcome.ANSWERED
    assert asked[3].answer.outcome is AnswerOutcome.REFUSED


async def test_articles_are_ranked_once_each_by_their_best_passage() -> None:
    paragraphs = [f"Gempa kesekian. {'Kata ' * 120}".strip() + f" {n}." for n in range(6)]
    long = build_article(*paragraphs, "Gempa Aceh.", id=1, external_id="long")
    short = build_article("Gempa Aceh melanda lagi hari ini.", id=2, external_id="short")
    evaluator = await evaluator_with([long, short])
    asked = await evaluator.ask(Question("q", "gempa Aceh", (), None))
    assert sorted(row.article_id for row in asked.ranking) == ["long", "short"]
    scores = [row.score for row in asked.ranking]
    assert scores == sorted(scores, reverse=True)
    assert {row.query_id for row in asked.ranking} == {"q"}


async def test_a_refused_question_is_ranked_too() -> None:
    evaluator = await evaluator_with(ARTICLES)
    asked = await evaluator.ask(Question("q", "Siapa penemu bendera roket uap Prancis?", (), None))
    assert not asked.answer.answered
    assert {row.article_id for row in asked.ranking} == {"a-2", "a-3"}


async def test_a_question_sees_what_was_known_on_its_date() -> None:
    dated = [
        replace(ARTICLES[1], date=date(2020, 5, 1)),
        replace(ARTICLES[2], date=date(2010, 5, 1)),
    ]
    evaluator = await evaluator_with(dated)
    asked = await evaluator.ask(Question("q", "bendera", (), date(2015, 1, 1)))
    assert [row.article_id for row in asked.ranking] == ["a-3"]
    assert {quote.article.external_id for quote in asked.answer.quotes} == {"a-3"}


async def test_loading_again_replaces_what_was_loaded() -> None:
    evaluator = await evaluator_with(ARTICLES)
    assert evaluator.stats.articles == 4
    await evaluator.load(ARTICLES[:1])
    assert evaluator.stats.articles == 1
    assert (await evaluator.ask(QUESTIONS[1])).ranking == ()


async def test_without_articles_everything_is_unanswered() -> None:
    asked = await (await evaluator_with([])).ask(QUESTIONS[0])
    assert asked.answer.outcome is AnswerOutcome.NO_ARTICLES
    assert asked.ranking == ()


# --- figures


async def test_the_figures_are_those_worked_out_by_hand() -> None:
    """q1 and q2 are found and quoted; q3 is found and quoted without its answer; q4 is refused."""
    evaluator = await evaluator_with(ARTICLES)
    asked = await ask_all(evaluator, QUESTIONS)
    found = evaluate(asked, QRELS, evaluator.stats)
    assert found.questions == 4
    assert found.stats.articles == 4
    assert found.ranking == pytest.approx(dict.fromkeys(found.ranking, 2 / 3))
    assert found.quotes == QuoteMeasures(first_quote=2 / 3, any_quote=2 / 3, refused=1 / 4)
    assert evaluation_to_json(found) == pytest.approx(
        {
            "articles": 4,
            "passages": 4,
            "questions": 4,
            "nDCG@10": 2 / 3,
            "MRR@10": 2 / 3,
            "Hit@1": 2 / 3,
            "Hit@5": 2 / 3,
            "Hit@10": 2 / 3,
            "answer in first quote": 2 / 3,
            "answer in quotes": 2 / 3,
            "refused": 1 / 4,
            "answer in first quote, nothing refused": 2 / 3,
        }
    )


async def test_a_relevant_article_in_second_place_counts_less() -> None:
    evaluator = await evaluator_with(ARTICLES)
    asked = [await evaluator.ask(QUESTIONS[1])]
    assert [row.article_id for row in asked[0].ranking] == ["a-2", "a-3"]
    ranking = evaluate(asked, {"q2": {"a-3": 1}}, evaluator.stats).ranking
    assert ranking == pytest.approx(
        {"nDCG@10": 1 / math.log2(3), "MRR@10": 0.5, "Hit@1": 0, "Hit@5": 1, "Hit@10": 1}
    )


async def test_without_relevance_there_are_no_ranking_measures() -> None:
    evaluator = await evaluator_with(ARTICLES)
    found = evaluate(await ask_all(evaluator, QUESTIONS[3:]), {}, evaluator.stats)
    assert found.ranking == {}
    assert found.quotes == QuoteMeasures(None, None, 1.0)
    assert evaluation_to_json(found)["answer in first quote"] is None


async def test_a_whole_evaluation_from_files(tmp_path: Path) -> None:
    articles = write_rows(
        tmp_path / "articles.jsonl",
        *({"id": article.public_id, "title": "", "text": article.text} for article in ARTICLES),
    )
    counted: list[None] = []
    found, asked = await run_evaluation([articles], QUESTIONS, QRELS, lambda: counted.append(None))
    assert len(counted) == len(asked) == len(QUESTIONS)
    assert found.quotes == QuoteMeasures(first_quote=2 / 3, any_quote=2 / 3, refused=1 / 4)
    assert found.ranking["Hit@1"] == pytest.approx(2 / 3)


# --- refusals


async def test_a_right_first_hit_is_asked_for_again_with_its_article_removed() -> None:
    evaluator = await evaluator_with(ARTICLES)
    right = await evaluator.ask(QUESTIONS[0], ["a-1"])
    wrong = await evaluator.ask(QUESTIONS[0], ["a-3"])
    unknown = await evaluator.ask(QUESTIONS[0])
    assert right.unanswered is not None
    assert right.unanswered < 0 < right.confidence
    assert wrong.unanswered is None
    assert unknown.unanswered is None


async def test_what_is_left_is_what_a_collection_without_the_article_gives() -> None:
    """But for the weights of words, which one article of many hardly changes."""
    double = build_article("Bendera pusaka dijahit oleh Fatmawati.", id=5, external_id="a-5")
    among_all = await evaluator_with([*ARTICLES, double])
    left = await evaluator_with(ARTICLES)
    removed = (await among_all.ask(QUESTIONS[1], ["a-2"])).unanswered
    assert removed == pytest.approx((await left.ask(QUESTIONS[1])).confidence, rel=0.2)


async def test_what_is_refused_is_quoted_all_the_same_for_the_figures() -> None:
    question = Question("q5", "Apakah bendera bulan dicat di pabrik roket?", ("Fatmawati",), None)
    evaluator = await evaluator_with(ARTICLES)
    found = evaluate([await evaluator.ask(question)], {}, evaluator.stats)
    assert found.quotes.first_quote == 0
    assert found.quotes.refused == 1
    assert found.found.first_quote == 1
    assert found.found.refused == 0


async def test_refusals_have_figures_where_a_first_hit_is_right() -> None:
    evaluator = await evaluator_with(ARTICLES)
    asked = [await evaluator.ask(QUESTIONS[0], ["a-1"]), await evaluator.ask(QUESTIONS[3])]
    figures = evaluation_to_json(evaluate(asked, QRELS, evaluator.stats))
    assert figures["right first hits kept"] == 1
    assert figures["relevant article removed: refused"] == 1
    assert figures["relevant article removed: AUC"] == 1
    none = evaluation_to_json(evaluate(asked[1:], QRELS, evaluator.stats))
    assert "relevant article removed: AUC" not in none


# --- the run


async def test_a_run_has_six_columns_with_ranks_from_one() -> None:
    asked = await ask_all(await evaluator_with(ARTICLES), QUESTIONS)
    rows = [line.split(" ") for line in trec_run(asked)]
    assert rows
    assert all(len(row) == 6 for row in rows)
    assert [(row[0], row[2], row[3]) for row in rows if row[0] == "q2"] == [
        ("q2", "a-2", "1"),
        ("q2", "a-3", "2"),
    ]
    assert {(row[1], row[5]) for row in rows} == {("Q0", "kutip")}


async def test_the_scores_of_a_run_fall_with_the_rank() -> None:
    asked = await ask_all(await evaluator_with(ARTICLES), QUESTIONS)
    for one in asked:
        scores = [float(line.split(" ")[4]) for line in trec_run([one])]
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)


def test_a_run_of_nothing_has_no_line() -> None:
    assert list(trec_run([])) == []


async def test_a_row_of_a_run_is_what_was_ranked() -> None:
    asked = await (await evaluator_with(ARTICLES)).ask(QUESTIONS[0])
    named = replace(asked, ranking=(RankedQuestion("q1", "a-1", 1.5),))
    assert list(trec_run([named])) == ["q1 Q0 a-1 1 1.500000 kutip"]
