"""Messages of errors: in words, without exceptions' names and temporary paths."""

import errno
import os
from pathlib import Path

import pytest

from bot.cli.error_messages import describe
from bot.errors import FolderMissing, ReloadFailed, StorageError
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from index.errors import BuildFailed, LoadError


def caused(error: Exception, cause: Exception) -> Exception:
    try:
        raise error from cause
    except type(error) as raised:
        return raised


def failed(code: int, path: str) -> OSError:
    return OSError(code, os.strerror(code), path)


ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
OWN = TerminalTexts(InterfaceLanguage.ENGLISH)
FULL = StorageError("storage_full", path="kutip.db", reason="SQLITE_FULL")

ERRORS = [
    (FolderMissing(Path("berita")), ENGLISH.format("folder_missing", path="berita")),
    (failed(errno.ENOENT, "x.jsonl"), "No such file: x.jsonl"),
    (failed(errno.EACCES, "/root/x"), "No permission: /root/x"),
    (failed(errno.ENOSPC, "x.gz"), "The disk is full; x.gz can't be written."),
    (failed(errno.EIO, "x.gz"), "x.gz can't be read or written."),
    (LoadError("a.txt", "load_empty"), "a.txt: empty"),
    (
        caused(ReloadFailed(), FULL),
        f"{OWN.terminal_reload_failed} {ENGLISH.format(FULL.key, **FULL.arguments)}",
    ),
]

NAMELESS = [
    ZeroDivisionError("division of 42:SECRET"),
    BuildFailed("EOFError"),
    failed(errno.EIO, "data/reload-x1/staged.db"),
    failed(errno.EIO, "data/.kutip.db-x1/copy"),
]
"""Errors about which nothing can be said but that they were."""


@pytest.mark.parametrize(("error", "message"), ERRORS)
def test_an_error_is_told_in_words(error: Exception, message: str) -> None:
    assert describe(error, InterfaceLanguage.ENGLISH) == message
    indonesian = describe(error, InterfaceLanguage.INDONESIAN)
    assert indonesian
    assert "Error" not in indonesian


@pytest.mark.parametrize("language", InterfaceLanguage)
@pytest.mark.parametrize("error", NAMELESS)
def test_of_an_error_within_nothing_is_told_but_where_to_look(
    error: Exception, language: InterfaceLanguage
) -> None:
    own = TerminalTexts(language)
    expected = f"{own.failed} {own.more_with_verbose}"
    assert describe(error, language) == expected
    failure = caused(ReloadFailed(), error)
    assert describe(failure, language) == f"{own.terminal_reload_failed} {expected}"
