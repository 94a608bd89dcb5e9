"""Texts of notices: faults of the installation that owners and admins are told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTexts(Catalog):
    """Faults of the installation."""

    article_damaged: str
    article_repaired: str
    storage_gone: str


_INDONESIAN = NoticeTexts(
    article_damaged=(
        "Artikel yang rusak di basis data: {numbers}. Saya tidak mengutipnya lagi. /reload "
        "mengambilnya dari folder atau umpan; halaman dan dokumen perlu ditambahkan lagi. "
        "Periksa juga disk server."
    ),
    article_repaired=(
        "Artikel yang tadinya rusak di basis data dan sudah dibaca ulang dari asalnya: {numbers}. "
        "Periksa disk server."
    ),
    storage_gone=(
        "Basis data hilang selagi saya berjalan: {path}. Foldernya dihapus, dipindahkan, atau "
        "terlepas. Kembalikan, lalu jalankan saya lagi; sampai itu tidak ada yang tersimpan."
    ),
)

_ENGLISH = NoticeTexts(
    article_damaged=(
        "Articles damaged in the database: {numbers}. I don't quote them any more. /reload takes "
        "them from the folder or the feeds; pages and documents have to be added again. "
        "Check the server's disk, too."
    ),
    article_repaired=(
        "Articles that were damaged in the database and have been read again from their source: "
        "{numbers}. Check the server's disk."
    ),
    storage_gone=(
        "The database disappeared while I was running: {path}. Its folder was deleted, moved or "
        "unmounted. Bring it back and start me again; until then nothing is stored."
    ),
)

NOTICES: Mapping[Language, NoticeTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
