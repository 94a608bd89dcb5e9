"""The files of arrays that come with the reader."""

import zipfile
import zlib
from collections.abc import Mapping
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ModelError(Exception):
    """A file of the reader is missing, damaged or of another version; the message says which."""


def read_arrays(file: str) -> Mapping[str, NDArray[Any]]:
    """Return the arrays of a file of this package; raises ModelError."""
    try:
        content = resources.files("index.answers.reader").joinpath(file).read_bytes()
    except OSError as error:
        raise ModelError(f"{file} cannot be read: {error}") from error
    return parse_arrays(content, file)


def parse_arrays(content: bytes, file: str) -> Mapping[str, NDArray[Any]]:
    """Return the arrays that ``content`` holds; raises ModelError, which names ``file``."""
    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (
        KeyError,
        ValueError,
        EOFError,
        OSError,
        TypeError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
    ) as error:
        raise ModelError(f"{file} is damaged: {error}") from error


def arrays_bytes(arrays: Mapping[str, Any]) -> bytes:
    """Return the file of ``arrays``; the same arrays give the same bytes."""
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()
