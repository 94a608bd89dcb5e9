"""A judge besides the reader: what it says counts, and answers go out without it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from bot.questions.cross_encoder import load_cross_encoder
from index.inverted.local_engine import LocalEngine
from index.types import Language
from tests.index.builders import build_article, build_index
from tests.tiny_model import write_tiny_model

ARTICLES = [
    build_article(
        "Gempa bumi melanda Aceh pada pagi hari. Gempa bumi Aceh itu menewaskan 227.898 orang.",
        id=1,
        title="Gempa Aceh",
    ),
    build_article("Danau Toba sedalam 508 meter terletak di Sumatera Utara.", id=2),
]
QUESTION = "apa akibat gempa bumi Aceh?"


class Judge:
    """Prefers sentences that hold a word, or has no time."""

    def __init__(self, word: str, *, has_time: bool = True) -> None:
        self.word, self.has_time = word, has_time
        self.asked: list[tuple[str, Sequence[str]]] = []

    async def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        self.asked.append((question, sentences))
        if not self.has_time:
            return None
        return np.array([20.0 if self.word in each else -20.0 for each in sentences], np.float32)


def answerer(judge: Judge | None) -> QuestionAnswerer:
    engine = LocalEngine()
    engine.serve(build_index(ARTICLES))
    return QuestionAnswerer(engine, ArticlesInMemory(ARTICLES), lambda: None, judge)


async def first_quote(judge: Judge | None) -> str:
    _, retrieval = await answerer(judge).investigate(QUESTION, reader_language=Language.INDONESIAN)
    assert retrieval is not None
    assert retrieval.chosen is not None
    return retrieval.chosen.quotes({each.id: each for each in ARTICLES})[0].text


@pytest.mark.parametrize("word", ["menewaskan", "pagi"])
async def test_the_sentence_that_a_judge_prefers_comes_first(word: str) -> None:
    assert word in await first_quote(Judge(word))


async def test_a_judge_reads_the_question_and_whole_sentences() -> None:
    judge = Judge("pagi")
    await first_quote(judge)
    ((question, sentences),) = judge.asked
    assert question == QUESTION
    assert "Gempa bumi melanda Aceh pada pagi hari." in sentences


async def test_without_time_the_answer_is_the_readers_own() -> None:
    assert await first_quote(Judge("pagi", has_time=False)) == await first_quote(None)


async def test_the_model_of_a_folder_judges(tmp_path: Path) -> None:
    write_tiny_model(tmp_path, {"menewaskan": 20.0, "pagi": -20.0})
    encoder = load_cross_encoder(tmp_path, budget_s=60)
    engine = LocalEngine()
    engine.serve(build_index(ARTICLES))
    answerer = QuestionAnswerer(engine, ArticlesInMemory(ARTICLES), lambda: None, encoder)
    answer = await answerer.ask(QUESTION, reader_language=Language.INDONESIAN)
    encoder.close()
    assert "menewaskan" in answer.quotes[0].text
