"""The texts by language."""

from types import MappingProxyType

from bot.model.interface_language import InterfaceLanguage
from bot.texts.language import Texts

__all__ = ["LANGUAGES", "Texts", "texts_for"]

LANGUAGES = MappingProxyType({language: Texts(language) for language in InterfaceLanguage})


def texts_for(language: InterfaceLanguage) -> Texts:
    """Return the texts of ``language``."""
    return LANGUAGES[language]
