"""An evaluation from questions to measures, on a collection that is worked out by hand."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation.dataset import Question
from bot.evaluation.runner import (
    AskedQuestion,
    Evaluator,
    evaluate,
    evaluation_to_json,
    run_evaluation,
    trec_run,
)
from bot.questions.answer import AnswerOutcome
from index.evaluation import QuoteMeasures, RankedArticle
from index.types import Article, Language
from tests.bot.evaluation.test_dataset import write_rows
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
    assert found.quotes == QuoteMeasures(2 / 3, 2 / 3, 1 / 4, 32.0, 32.0)
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
            "answer in quotes, nothing refused": 2 / 3,
            "characters of first quote": 32.0,
            "characters of all quotes": 32.0,
            "right first quotes kept": 1.0,
            "answerable: refused": 0.0,
            "not answerable: refused": 1.0,
            "answerable against not: AUC": 1.0,
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
    assert found.quotes == QuoteMeasures(2 / 3, 2 / 3, 1 / 4, 32.0, 32.0)
    assert found.ranking["Hit@1"] == pytest.approx(2 / 3)


# --- refusals


async def test_a_right_first_hit_is_asked_for_again_with_its_article_removed() -> None:
    evaluator = await evaluator_with(ARTICLES)
    right = await evaluator.ask(QUESTIONS[0], ["a-1"])
    wrong = await evaluator.ask(QUESTIONS[0], ["a-3"])
    unknown = await evaluator.ask(QUESTIONS[0])
    assert right.margin_without_relevant is not None
    assert right.margin_without_relevant < 0 < right.margin
    assert wrong.margin_without_relevant is None
    assert unknown.margin_without_relevant is None


async def test_what_is_left_is_what_a_collection_without_the_article_gives() -> None:
    """Except for idf, which one article of many hardly changes."""
    double = build_article("Bendera pusaka dijahit oleh Fatmawati.", id=5, external_id="a-5")
    among_all = await evaluator_with([*ARTICLES, double])
    left = await evaluator_with(ARTICLES)
    removed = (await among_all.ask(QUESTIONS[1], ["a-2"])).margin_without_relevant
    assert removed == pytest.approx((await left.ask(QUESTIONS[1])).margin, rel=0.2)


async def test_what_is_refused_is_quoted_all_the_same_for_the_figures() -> None:
    question = Question("q5", "Apakah bendera bulan dicat di pabrik roket?", ("Fatmawati",), None)
    evaluator = await evaluator_with(ARTICLES)
    found = evaluate([await evaluator.ask(question)], {}, evaluator.stats)
    assert found.quotes.first_quote == 0
    assert found.quotes.refused == 1
    assert found.unrefused_quotes.first_quote == 1
    assert found.unrefused_quotes.refused == 0


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
    named = replace(asked, ranking=(RankedArticle("q1", "a-1", 1.5),))
    assert list(trec_run([named])) == ["q1 Q0 a-1 1 1.500000 kutip"]


# --- by kind, and which judgements count


async def test_quotes_are_measured_by_kind_and_by_the_words_of_the_question() -> None:
    kinds = [("when", False), ("who", True), ("howmany", False), ("who", True)]
    questions = [
        replace(question, kind=kind, paraphrase=paraphrase)
        for question, (kind, paraphrase) in zip(QUESTIONS, kinds, strict=True)
    ]
    evaluator = await evaluator_with(ARTICLES)
    asked = await ask_all(evaluator, questions)
    figures = evaluation_to_json(evaluate(asked, {}, evaluator.stats))
    assert {name: value for name, value in figures.items() if name.startswith("any quote, ")} == {
        "any quote, howmany": 0.0,
        "any quote, in other words": 1.0,
        "any quote, in the article's words": 0.5,
        "any quote, when": 1.0,
        "any quote, who": 1.0,  # without the one that has no known answer
    }
    assert figures["first quote, when"] == 1.0
    assert "any quote, when" not in evaluation_to_json(
        evaluate(await ask_all(evaluator, QUESTIONS), {}, evaluator.stats)
    )


async def test_judgements_of_questions_that_are_not_asked_do_not_count(tmp_path: Path) -> None:
    rows = [{"id": each.external_id, "text": each.text, "title": ""} for each in ARTICLES[:3]]
    write_rows(tmp_path / "articles.jsonl", *rows)
    evaluation, _ = await run_evaluation(
        [tmp_path / "articles.jsonl"], QUESTIONS[:1], QRELS, lambda: None
    )
    assert evaluation.ranking["Hit@1"] == 1.0
