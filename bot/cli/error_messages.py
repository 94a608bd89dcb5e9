"""What a person reads when a command ends with an error.

Catches nothing and ends nothing; the commands do.
"""

import locale

from bot.errors import KutipError, SettingsError
from bot.settings import load_settings
from bot.texts import texts_for
from bot.texts.terminal import terminal_texts_for
from index.types import Language

INDONESIAN = {"id", "in", "indonesian"}
"""The language as locales name it; ``in`` was its code before 1989."""


def likely_language() -> Language:
    """Without usable settings: the system's language where we speak it, else English."""
    system = (locale.getlocale()[0] or "").lower().partition("_")[0]
    return Language.INDONESIAN if system in INDONESIAN else Language.ENGLISH


def settings_words(error: SettingsError) -> str:
    """Every mistake on a line of its own."""
    texts = texts_for(likely_language())
    mistakes = (
        f"  {problem.name}: {texts.format(problem.key, **problem.arguments)}"
        for problem in error.problems
    )
    return "\n".join([texts.format(error.key, **error.arguments), *mistakes])


def words_for(error: Exception) -> str:
    """What went wrong and why, without the token that may stand in a library's words."""
    try:
        settings = load_settings()
    except SettingsError:
        return explained(error, likely_language())
    words = explained(error, settings.language)
    return words.replace(settings.token.get_secret_value(), "…") if settings.token else words


def explained(error: Exception, language: Language) -> str:
    """What went wrong and why; a library's words stay as they are."""
    own = terminal_texts_for(language)
    if not isinstance(error, KutipError):
        return f"{own.failed.format(reason=_named(error))} {own.more_with_verbose}"
    words = texts_for(language).format(error.key, **error.arguments)
    if error.__cause__ is None:
        return words
    return f"{words} {own.failed_because.format(reason=_named(error.__cause__))}"


def _named(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
