"""The files that the reader learnt, which come with the program: read before the first question."""

from bot.errors import ReaderFileError
from index.answers.reader.model import shipped_model
from index.answers.reader.model_files import ModelError
from index.answers.reader.phrases import phrase_table
from index.types import Language


def read_reader_files() -> None:
    """Read the model and the tables of phrases; they are kept. Raises ReaderFileError."""
    try:
        shipped_model()
        for language in Language:
            phrase_table("groups", language)
            phrase_table("cues", language)
    except ModelError as error:
        raise ReaderFileError("reader_file_damaged", cause=str(error)) from error
