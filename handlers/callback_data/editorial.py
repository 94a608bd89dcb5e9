"""What the newsroom's buttons on pages and articles do."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class SaveDraft(NumberPayload):
    """Take in the page that was shown."""

    draft: int


@dataclass(frozen=True, slots=True)
class DiscardDraft(NumberPayload):
    """Forget the page that was shown."""

    draft: int


@dataclass(frozen=True, slots=True)
class RemoveArticle(NumberPayload):
    """Take an article away."""

    article_id: int


@dataclass(frozen=True, slots=True)
class RestoreArticle(NumberPayload):
    """Bring an article back that was taken away."""

    article_id: int


EditorialAction = SaveDraft | DiscardDraft | RemoveArticle | RestoreArticle

CODES: Codes = MappingProxyType(
    {
        "vs": SaveDraft,
        "vd": DiscardDraft,
        "vr": RemoveArticle,
        "vu": RestoreArticle,
    }
)
