"""What can go wrong in the library.

::

    IndexingError
    └── LoadError          a file, or a row of one, that is not an article

An error carries a text key and arguments, never prose: what a person reads is made by the caller
in the person's language.
"""


class IndexingError(Exception):
    """Base of every error that ``index`` raises on purpose."""


class LoadError(IndexingError):
    """One source item that could not be turned into an article.

    ``where`` names the item (relative path, or path#row); ``reason`` is a text key such as
    ``load_empty`` and ``arguments`` its placeholders.
    """

    def __init__(self, where: str, reason: str, **arguments: str | int) -> None:
        super().__init__(where, reason, arguments)
        self.where = where
        self.reason = reason
        self.arguments = arguments
