"""A cross-encoder of a few words, as ``KUTIP_READER`` takes it: its score sums up word values."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

PAD, UNKNOWN = "[PAD]", "[UNK]"


def write_tiny_model(folder: Path, values: Mapping[str, float], *, classes: int = 1) -> None:
    """Write a model that gives each word its value, others 0; of two classes the first gets 0."""
    folder.mkdir(parents=True, exist_ok=True)
    words = {PAD: 0, UNKNOWN: 1} | {word: place for place, word in enumerate(values, start=2)}
    tokenizer = Tokenizer(WordLevel(words, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.zeros((len(words), classes), np.float32)
    table[2:, -1] = list(values.values())
    onnx.save(_model(table), str(folder / "model.onnx"))


def _model(table: np.ndarray) -> onnx.ModelProto:
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["n", "length"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", table.shape[1]])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["values"]),
        helper.make_node("Cast", ["attention_mask"], ["there"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["there", "last"], ["column"]),
        helper.make_node("Mul", ["values", "column"], ["masked"]),
        helper.make_node("ReduceSum", ["masked", "second"], ["logits"], keepdims=0),
    ]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
        numpy_helper.from_array(np.array([1], np.int64), "second"),
    ]
    graph = helper.make_graph(nodes, "tiny", [ids, mask], [logits], constants)
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8)
