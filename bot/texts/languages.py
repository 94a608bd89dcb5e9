"""The texts by language."""

from types import MappingProxyType

from bot.texts.language import Texts
from index.types import Language

__all__ = ["LANGUAGES", "Texts", "texts_for"]

LANGUAGES = MappingProxyType({language: Texts(language) for language in Language})


def texts_for(language: Language) -> Texts:
    """Return the texts of ``language``."""
    return LANGUAGES[language]
