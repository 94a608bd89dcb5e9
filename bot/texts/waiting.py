"""Texts for people whose messages were left out: too many at once, or too old."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTexts(Catalog):
    """Messages that were left out."""

    flood: str
    backlog: str


_INDONESIAN = WaitingTexts(
    language=Language.INDONESIAN,
    flood="Banyak sekali sekaligus. Saya jawab yang terbaru saja, ya.",
    backlog=(
        "Tadi saya tidak aktif. Saya jawab pesan terakhir saja; "
        "kirim lagi yang lain kalau masih perlu."
    ),
)

_ENGLISH = WaitingTexts(
    language=Language.ENGLISH,
    flood="That was a lot at once. I'll answer only the latest.",
    backlog=(
        "I was offline for a while. I'll answer only the last message; "
        "please send the others again if you still need them."
    ),
)

WAITING: Mapping[Language, WaitingTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
