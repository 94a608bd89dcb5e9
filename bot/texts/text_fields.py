"""The base of catalogs: the texts of a subject in one language, by their keys."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.interface_language import InterfaceLanguage
from bot.texts.messages import Argument, messages_for


@dataclass(frozen=True, slots=True)
class TextFields:
    """Texts by key. Subclasses declare the keys; the sentences are in the language's Fluent file.

    An attribute is the text of a key that takes no arguments.
    """

    language: InterfaceLanguage

    def format(self, key: str, **arguments: Argument) -> str:
        """Return the text named ``key`` with its arguments, as an error carries them."""
        return messages_for(self.language).format(key, arguments)

    if not TYPE_CHECKING:  # so that mypy finds a key that no class declares

        def __getattr__(self, key: str) -> str:
            return self.format(key)
