"""What the texts of a subject have in common.

The texts of each of the newsroom's subjects stand in a file of their own, one language after the
other, so that a subject is read in one place.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Texts as fields; plain, with placeholders for ``str.format`` in braces."""

    def template(self, key: str) -> str:
        """The text named ``key``; raises AttributeError."""
        text: str = getattr(self, key)
        return text

    def format(self, key: str, **arguments: str | int) -> str:
        """The text with its arguments in place; for errors that carry both."""
        return self.template(key).format(**arguments)
