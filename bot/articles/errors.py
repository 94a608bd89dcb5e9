"""What the newsroom asked of its articles cannot be done.

::

    ContentError         a key of the subject's texts, with its arguments
    ├── ChangeFailed     the articles are as they were; the log says why
    └── DraftGone        the page was saved or discarded, or others came after it
"""

from bot.errors import KutipError


class ContentError(KutipError):
    """What was asked cannot be done.

    Keys: those of ``index.sources``, and ``undo_gone``, ``edit_date_unclear``, ``edit_empty``.
    """


class ChangeFailed(ContentError):  # noqa: N818 - says what happened
    """The articles are as they were; ``__cause__`` is in the log."""

    def __init__(self) -> None:
        super().__init__("change_failed")


class DraftGone(ContentError):  # noqa: N818 - says what happened
    """The page was saved or discarded, or others came after it."""

    def __init__(self) -> None:
        super().__init__("draft_gone")
