"""The location of the collections of real articles and questions, which may be missing."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("EVAL_DATA", PROJECT.parent / "shared" / "data" / "eval"))

needs_data = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"the evaluation collections are not at {DATA}; EVAL_DATA names another folder",
)
