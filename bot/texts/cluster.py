"""Texts about what several machines share: the search engine, the database, the webhook."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTexts(Catalog):
    """Parts of the installation that can't be reached for now."""

    engine_unavailable: str
    storage_unavailable: str


_INDONESIAN = ClusterTexts(
    language=Language.INDONESIAN,
    engine_unavailable="Pencarian sedang tidak terjangkau. Coba lagi sebentar, ya.",
    storage_unavailable="Basis data sedang tidak terjangkau. Coba lagi sebentar, ya.",
)

_ENGLISH = ClusterTexts(
    language=Language.ENGLISH,
    engine_unavailable="The search can't be reached just now. Please try again in a moment.",
    storage_unavailable="The database can't be reached just now. Please try again in a moment.",
)

CLUSTER: Mapping[Language, ClusterTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
