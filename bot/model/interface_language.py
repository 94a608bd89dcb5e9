"""The languages that Kutip itself speaks, which may be more than those of the articles."""

from enum import StrEnum

from index.types import Language


class InterfaceLanguage(StrEnum):
    """The languages of texts, one Fluent file each, by ISO 639-1 code."""

    INDONESIAN = "id"
    ENGLISH = "en"
    MALAY = "ms"

    @property
    def content(self) -> Language:
        """The language of articles and questions that its speakers read and write."""
        return _CONTENT.get(self) or Language(self.value)

    def replying_in(self, language: Language) -> "InterfaceLanguage":
        """Return the language of a reply to what a speaker of this one wrote in ``language``."""
        return self if self.content is language else InterfaceLanguage(language.value)


_CONTENT = {InterfaceLanguage.MALAY: Language.INDONESIAN}
"""Those that are no language of articles."""
