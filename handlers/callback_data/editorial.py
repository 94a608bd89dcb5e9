"""The payloads of the staff's buttons under drafts and articles."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class SaveDraft(NumberPayload):
    """Add the page that is shown."""

    draft: int


@dataclass(frozen=True, slots=True)
class DiscardDraft(NumberPayload):
    """Discard the page that is shown."""

    draft: int


@dataclass(frozen=True, slots=True)
class RemoveArticle(NumberPayload):
    """Remove an article."""

    article_id: int


@dataclass(frozen=True, slots=True)
class RestoreArticle(NumberPayload):
    """Restore an article that was removed."""

    article_id: int


@dataclass(frozen=True, slots=True)
class ReadFolder(NumberPayload):
    """Read the folder again, although it has lost so many articles."""

    removed: int


@dataclass(frozen=True, slots=True)
class UndoEdit(NumberPayload):
    """Take the last correction of an article back."""

    article_id: int


CODES: Codes = MappingProxyType(
    {
        "vs": SaveDraft,
        "vd": DiscardDraft,
        "vr": RemoveArticle,
        "vu": RestoreArticle,
        "ve": UndoEdit,
        "vf": ReadFolder,
    }
)
