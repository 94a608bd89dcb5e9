"""The files that come with the reader: a missing one is told before the first question."""

import pytest

from bot.errors import ReaderFileError
from bot.questions.reader_files import read_reader_files
from index.answers.reader import model, model_files
from index.answers.reader.model_files import ModelError, arrays_bytes, parse_arrays


def test_the_shipped_files_can_be_read() -> None:
    read_reader_files()


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "FILE", "gone.npz")
    model.shipped_model.cache_clear()
    with pytest.raises(ReaderFileError) as error:
        read_reader_files()
    model.shipped_model.cache_clear()
    assert "gone.npz" in str(error.value.arguments["cause"])


def test_damage_in_the_packed_bytes_is_an_error_of_the_file() -> None:
    content = bytearray(arrays_bytes(model_files.read_arrays("phrases.npz")))
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(byte ^ 0xA5 for byte in content[middle : middle + 300])
    with pytest.raises(ModelError, match="damaged"):
        parse_arrays(bytes(content), "phrases.npz")
