"""The base of all texts: fields of a language, plain, with placeholders."""

from dataclasses import dataclass

from index.types import Language

Argument = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFields:
    """Texts as fields, plain, with placeholders for ``str.format``."""

    language: Language

    def template(self, key: str) -> str:
        """Return the text named ``key``; raises AttributeError."""
        text: str = getattr(self, key)
        return text

    def format(self, key: str, **arguments: Argument) -> str:
        """Return the text named ``key`` with its arguments, as an error carries them."""
        return self.template(key).format(**arguments)
