"""The base of catalogs, which are the texts of a subject in one language.

Each of the staff's subjects has a module with its texts in all languages.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Texts as fields, plain, with placeholders for ``str.format``."""

    def template(self, key: str) -> str:
        """Return the text named ``key``; raises AttributeError."""
        text: str = getattr(self, key)
        return text

    def format(self, key: str, **arguments: str | int) -> str:
        """Return the text named ``key`` with its arguments, as an error carries them."""
        return self.template(key).format(**arguments)
