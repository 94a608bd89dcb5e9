"""Errors of adding and editing articles.

::

    ContentError         key and arguments of a text
    ├── ChangeFailed     nothing has changed; the log says why
    └── DraftGone        the draft was saved, discarded, too old, or pushed out by newer ones
"""

from bot.errors import KutipError


class ContentError(KutipError):
    """An article can't be added, edited or restored.

    Keys: ``index.sources.loader.LOAD_REASONS``, ``undo_gone``, ``edit_date_unclear``,
    ``edit_empty``.
    """


class ChangeFailed(ContentError):  # noqa: N818 - says what happened
    """Nothing has changed; ``__cause__`` is in the log."""

    def __init__(self) -> None:
        super().__init__("change_failed")


class DraftGone(ContentError):  # noqa: N818 - says what happened
    """The draft was saved, discarded, too old, or pushed out by newer ones."""

    def __init__(self) -> None:
        super().__init__("draft_gone")
