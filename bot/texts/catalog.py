"""The base of catalogs, which are the texts of a subject in one language.

Each of the staff's subjects has a module with its texts in all languages.
"""

from dataclasses import dataclass
from string import Formatter

from bot.texts.local_formats import LocalFormats
from bot.texts.text_fields import Argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog(LocalFormats):
    """Texts whose placeholders may be numbers with nouns, and the formats of their language.

    ``{count:story|stories}`` is a number with its noun: the forms stand in the order of the
    language's plural categories (CLDR), the last for all other numbers.
    """

    def format(self, key: str, **arguments: Argument) -> str:
        """Return the text named ``key`` with its arguments, as an error carries them."""
        return _CountFormatter(self).vformat(self.template(key), (), arguments)


class _CountFormatter(Formatter):
    def __init__(self, formats: LocalFormats) -> None:
        self._formats = formats

    def format_field(self, value: Argument, format_spec: str) -> str:
        if not format_spec:
            return str(value)
        if isinstance(value, str):
            raise TypeError(f"a number is needed for {format_spec!r}, not {value!r}")
        return self._formats.counted(value, format_spec.split("|"))
