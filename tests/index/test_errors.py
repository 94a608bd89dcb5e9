"""Errors pass between processes whole."""

import pickle

from index.errors import LoadError


def test_an_error_of_a_source_comes_back_from_another_process_as_it_was() -> None:
    error = LoadError("berita.csv#7", "load_too_large", megabytes=20)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - what we have pickled ourselves
    assert (again.where, again.reason, again.arguments) == (
        error.where,
        error.reason,
        error.arguments,
    )
