"""The texts by language."""

from types import MappingProxyType

from bot.texts.english import ENGLISH
from bot.texts.indonesian import INDONESIAN
from bot.texts.language import Texts
from index.types import Language

__all__ = ["LANGUAGES", "Texts", "texts_for"]

LANGUAGES = MappingProxyType({texts.language: texts for texts in (INDONESIAN, ENGLISH)})


def texts_for(language: Language) -> Texts:
    """Return the texts of ``language``."""
    return LANGUAGES[language]
