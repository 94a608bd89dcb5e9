"""The payloads of the staff's buttons under drafts and articles."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("vs")
class SaveDraft(NumberPayload):
    """Add the page that is shown."""

    draft: int


@payload("va")
class AddPage(NumberPayload):
    """Fetch the page at an address of the message replied to; ``number`` counts them from 0."""

    number: int


@payload("vd")
class DiscardDraft(NumberPayload):
    """Discard the page that is shown."""

    draft: int


@payload("vr")
class RemoveArticle(NumberPayload):
    """Remove an article."""

    article_id: int


@payload("vu")
class RestoreArticle(NumberPayload):
    """Restore an article that was removed."""

    article_id: int


@payload("vf")
class ReadFolder(NumberPayload):
    """Read the folder again, although it has lost so many articles."""

    removed: int


@payload("ve")
class UndoEdit(NumberPayload):
    """Take the last correction of an article back."""

    article_id: int
