"""The message of a command that ends with an error."""

import locale

from bot.errors import KutipError, SettingsError
from bot.settings import load_settings
from bot.texts import texts_for
from bot.texts.terminal import terminal_texts_for
from index.types import Language

INDONESIAN = {"id", "in", "indonesian"}
"""The language as locales name it; ``in`` was its code before 1989."""


def system_language() -> Language:
    """Return the system's language if Kutip speaks it, else English; for want of settings."""
    system = (locale.getlocale()[0] or "").lower().partition("_")[0]
    return Language.INDONESIAN if system in INDONESIAN else Language.ENGLISH


def describe_settings_error(error: SettingsError) -> str:
    """Describe every mistake on a line of its own."""
    texts = texts_for(system_language())
    mistakes = (
        f"  {problem.name}: {texts.format(problem.key, **problem.arguments)}"
        for problem in error.problems
    )
    return "\n".join([texts.format(error.key, **error.arguments), *mistakes])


def describe_without_token(error: Exception) -> str:
    """Describe the error and its cause; masks the token, which a library's message may hold."""
    try:
        settings = load_settings()
    except SettingsError:
        return describe(error, system_language())
    message = describe(error, settings.language)
    return message.replace(settings.token.get_secret_value(), "…") if settings.token else message


def describe(error: Exception, language: Language) -> str:
    """Describe the error and its cause; a library's message stays as it is."""
    own = terminal_texts_for(language)
    if not isinstance(error, KutipError):
        return f"{own.failed.format(reason=_type_and_message(error))} {own.more_with_verbose}"
    message = texts_for(language).format(error.key, **error.arguments)
    if error.__cause__ is None:
        return message
    return f"{message} {own.failed_because.format(reason=_type_and_message(error.__cause__))}"


def _type_and_message(error: BaseException) -> str:
    """Return one line without a full stop."""
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
