"""A cross-encoder, which reads question and sentence together: an optional, stronger judge.

It is a folder with ``model.onnx`` and ``tokenizer.json``, as models are exported for onnxruntime,
which with tokenizers comes with the extra ``reader``. docs/reader.md names models that fit.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import CrossEncoderError

MODEL_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"
MAX_TOKENS = 192
"""Of question and sentence together; the sentence is cut."""
_BATCH_SIZE = 6
"""Pairs that are read at once; between batches the time is looked at."""
DEFAULT_BUDGET_S = 0.8


class CrossEncoder:
    """Scores sentences in a thread of its own; one question at a time.

    ``budget_s``: seconds after which an answer goes out without it. ``clock`` is monotonic.
    """

    def __init__(
        self,
        session: Any,
        tokenizer: Any,
        *,
        budget_s: float = DEFAULT_BUDGET_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = {each.name for each in session.get_inputs()}
        self._budget_s = budget_s
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "cross-encoder")
        self._is_busy = False

    async def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        """Return the log-odds that each sentence answers; None if that would take too long.

        Also None while another question is being read.
        """
        if self._is_busy or not sentences:
            return None
        self._is_busy = True
        deadline = self._clock() + self._budget_s
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(self._thread, self._read, question, sentences, deadline)
        reading.add_done_callback(self._done)
        try:
            async with asyncio.timeout(self._budget_s):
                return await asyncio.shield(reading)
        except TimeoutError:
            return None

    def close(self) -> None:
        """End the thread without waiting for what it reads."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _done(self, reading: "asyncio.Future[NDArray[np.float32] | None]") -> None:
        self._is_busy = False
        if not reading.cancelled():
            reading.exception()  # an error that nobody waits for any more is not logged twice

    def _read(
        self, question: str, sentences: Sequence[str], deadline: float
    ) -> NDArray[np.float32] | None:
        scores: list[NDArray[np.float32]] = []
        for first in range(0, len(sentences), _BATCH_SIZE):
            if self._clock() > deadline:
                return None
            scores.append(self._batch(question, sentences[first : first + _BATCH_SIZE]))
        return np.concatenate(scores)

    def _batch(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        read = self._tokenizer.encode_batch([(question, sentence) for sentence in sentences])
        columns = {
            "input_ids": [one.ids for one in read],
            "attention_mask": [one.attention_mask for one in read],
            "token_type_ids": [one.type_ids for one in read],
        }
        given = {
            name: np.array(rows, np.int64) for name, rows in columns.items() if name in self._inputs
        }
        return _log_odds(np.asarray(self._session.run(None, given)[0], np.float32))


def _log_odds(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return one number a pair: of two classes, by how much the second exceeds the first."""
    if logits.ndim == 2 and logits.shape[1] == 2:
        odds: NDArray[np.float32] = logits[:, 1] - logits[:, 0]
        return odds
    return logits.reshape(len(logits), -1)[:, 0]


def load_cross_encoder(folder: Path, *, budget_s: float = DEFAULT_BUDGET_S) -> CrossEncoder:
    """Return the cross-encoder of ``folder``; blocks. Raises CrossEncoderError."""
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise CrossEncoderError("cross_encoder_packages") from error
    for name in (MODEL_FILE, TOKENIZER_FILE):
        if not (folder / name).is_file():
            raise CrossEncoderError("cross_encoder_missing", file=str(folder / name))
    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), _options(onnxruntime), ["CPUExecutionProvider"]
        )
    except Exception as error:  # both libraries raise classes of their own, and bare Exceptions
        raise CrossEncoderError("cross_encoder_damaged", folder=str(folder)) from error
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    tokenizer.enable_padding()
    return CrossEncoder(session, tokenizer, budget_s=budget_s)


def _options(onnxruntime: Any) -> Any:
    """Return options by which one core stays free for everybody else's answers."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options
