"""The base of the catalogs that also write dates and numbers."""

from bot.texts.local_formats import LocalFormats


class Catalog(LocalFormats):
    """The texts of a subject in one language, and the formats of the language."""
