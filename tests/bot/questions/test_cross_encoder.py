"""A cross-encoder is loaded from its folder, scores pairs, and never holds up an answer."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.errors import CrossEncoderError
from bot.questions.cross_encoder import (
    MODEL_FILE,
    TOKENIZER_FILE,
    CrossEncoder,
    load_cross_encoder,
)
from tests.tiny_model import write_tiny_model

VALUES = {"letusan": 1.0, "tewas": 3.0, "kue": -2.0}
SENTENCES = ("letusan itu besar", "36.417 orang tewas dalam letusan", "kue", "lain")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tiny_model(tmp_path, VALUES)
    return tmp_path


@pytest.mark.parametrize("classes", [1, 2])
async def test_every_sentence_gets_the_log_odds_of_the_model(tmp_path: Path, classes: int) -> None:
    write_tiny_model(tmp_path, VALUES, classes=classes)
    encoder = load_cross_encoder(tmp_path, budget_s=60)
    scores = await encoder.scores("korban letusan", SENTENCES * 5)  # more than a batch
    assert scores is not None
    assert scores.tolist() == [2.0, 5.0, -1.0, 1.0] * 5
    encoder.close()


async def test_nothing_to_read_has_no_scores(folder: Path) -> None:
    encoder = load_cross_encoder(folder)
    assert await encoder.scores("letusan", ()) is None
    encoder.close()


async def test_a_long_sentence_is_cut_and_the_question_stays_whole(folder: Path) -> None:
    encoder = load_cross_encoder(folder, budget_s=60)
    scores = await encoder.scores("letusan", ["tewas " * 5000])
    assert scores is not None
    assert scores[0] == 1.0 + 3.0 * 191
    encoder.close()


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(CrossEncoderError) as caught:
        load_cross_encoder(folder)
    assert (caught.value.key, caught.value.arguments) == (
        "cross_encoder_missing",
        {"file": str(folder / name)},
    )


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE])
def test_a_damaged_file_is_a_clear_error(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\x00nothing")
    with pytest.raises(CrossEncoderError) as caught:
        load_cross_encoder(folder)
    assert caught.value.key == "cross_encoder_damaged"


class SlowSession:
    """A model that reads only while it is let."""

    def __init__(self) -> None:
        self.go_on, self.began, self.batches = threading.Event(), threading.Event(), 0

    def get_inputs(self) -> Sequence[Any]:
        return [SimpleNamespace(name="input_ids")]

    def run(self, _outputs: None, given: dict[str, Any]) -> list[Any]:
        self.batches += 1
        self.began.set()
        self.go_on.wait()
        return [np.ones((len(given["input_ids"]), 1), np.float32)]


class Words:
    """A tokenizer of lengths."""

    def encode_batch(self, pairs: Sequence[tuple[str, str]]) -> list[Any]:
        return [SimpleNamespace(ids=[1], attention_mask=[1], type_ids=[0]) for _ in pairs]


@pytest.fixture
def slow() -> Iterator[SlowSession]:
    session = SlowSession()
    yield session
    session.go_on.set()


async def test_an_answer_goes_out_without_a_model_that_takes_too_long(slow: SlowSession) -> None:
    encoder = CrossEncoder(slow, Words(), budget_s=0.01)
    assert await encoder.scores("apa", SENTENCES) is None
    encoder.close()


async def test_no_question_waits_for_another_one(slow: SlowSession) -> None:
    encoder = CrossEncoder(slow, Words(), budget_s=60)
    first = asyncio.create_task(encoder.scores("apa", SENTENCES))
    await asyncio.to_thread(slow.began.wait)
    assert await encoder.scores("siapa", SENTENCES) is None
    slow.go_on.set()
    scores = await first
    assert scores is not None
    assert len(scores) == len(SENTENCES)
    assert await encoder.scores("siapa", SENTENCES) is not None
    encoder.close()


async def test_reading_ends_between_batches_once_its_time_is_over(slow: SlowSession) -> None:
    times = iter([0.0, 0.0, 100.0])
    slow.go_on.set()
    encoder = CrossEncoder(slow, Words(), budget_s=60, clock=lambda: next(times))
    assert await encoder.scores("apa", SENTENCES * 5) is None
    assert slow.batches == 1
    encoder.close()
