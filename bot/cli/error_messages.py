"""The message of a command that ends with an error."""

import errno
import re
from pathlib import PurePath

from bot.errors import KutipError, ReloadFailed, SettingsError
from bot.model.interface_language import InterfaceLanguage
from bot.outages import outage_key
from bot.runtime.environment import command_line_language
from bot.runtime.log_privacy import SecretMask
from bot.settings import load_settings
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from index.errors import LoadError

TEMPORARY = re.compile(r"\.[^.]|reload-|document-")
"""Names of our temporary files and folders, which mean nothing to a person."""


def describe_settings_error(error: SettingsError) -> str:
    """Describe every mistake on a line of its own."""
    texts = texts_for(command_line_language())
    mistakes = (
        f"  {problem.name}: {texts.format(problem.key, **problem.arguments)}"
        for problem in error.problems
    )
    return "\n".join([texts.format(error.key, **error.arguments), *mistakes])


def describe_without_secrets(error: Exception) -> str:
    """Describe the error and its cause; masks secrets, which a library's message may hold."""
    try:
        settings = load_settings()
    except SettingsError:
        return describe(error, command_line_language())
    return SecretMask(settings.secrets())(describe(error, settings.language))


def describe(error: BaseException, language: InterfaceLanguage) -> str:
    """Describe the error, or a cause that has words of its own, without an exception's name."""
    texts, own = texts_for(language), TerminalTexts(language)
    if isinstance(error, ReloadFailed) and error.__cause__ is not None:
        is_incomplete = error.key == "reload_incomplete"
        begin = (
            own.format("terminal_reload_incomplete", **error.arguments)
            if is_incomplete
            else own.terminal_reload_failed
        )
        return f"{begin} {describe(error.__cause__, language)}"
    if outage := outage_key(error):
        return f"{texts.format(outage)} {own.why_with_check}"
    if isinstance(error, KutipError):
        return texts.format(error.key, **error.arguments)
    if isinstance(error, LoadError):
        reason = texts.format(error.reason, **error.arguments)
        return texts.format("reload_unreadable_item", where=error.where, reason=reason)
    if isinstance(error, OSError) and (path := _shown_path(error)):
        return texts.format(_system_key(error), path=path)
    return f"{own.failed} {own.more_with_verbose}"


def _shown_path(error: OSError) -> str:
    """Return the file that the error is about; "" if that is a temporary one, or unknown."""
    path = error.filename if isinstance(error.filename, str) else ""
    return "" if any(map(TEMPORARY.match, PurePath(path).parts)) else path


def _system_key(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "backup_unreadable"
        case PermissionError():
            return "backup_forbidden"
    return "backup_disk_full" if error.errno == errno.ENOSPC else "backup_disk"
