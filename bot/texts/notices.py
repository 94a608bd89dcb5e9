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
    indexes_rebuilt: str
    storage_gone: str
    storage_missing: str
    database_lost: str
    telegram_webhook: str
    owner_missing: str
    folder_shrunk: str
    reload_confirm: str
    reload_confirm_button: str


_INDONESIAN = NoticeTexts(
    language=Language.INDONESIAN,
    article_damaged=(
        "Artikel yang rusak di basis data: {numbers}. Saya tidak mengutipnya lagi. /reload "
        "mengambilnya dari folder atau umpan; halaman dan dokumen perlu ditambahkan lagi. "
        "Periksa juga disk server."
    ),
    article_repaired=(
        "Artikel yang tadinya rusak di basis data dan sudah dibaca ulang dari asalnya: {numbers}. "
        "Periksa disk server."
    ),
    indexes_rebuilt=(
        "Indeks basis data rusak dan sudah dibuat ulang; tidak ada yang hilang. Jalankan kutip "
        "check, dan periksa disk server: {path}"
    ),
    storage_gone=(
        "Basis data hilang selagi saya berjalan: {path}. Foldernya dihapus, dipindahkan, atau "
        "terlepas. Kembalikan, lalu jalankan saya lagi; sampai itu tidak ada yang tersimpan."
    ),
    storage_missing="Belum ada basis data: {path}",
    database_lost=(
        "Basis data di {path} kosong atau hilang, padahal indeks artikelnya masih ada: topik, "
        "peran, dan pilihan pembaca hilang. Saya mulai dari awal. Kalau ada cadangan: hentikan "
        "bot, lalu kutip restore NAMA.gz"
    ),
    telegram_webhook=(
        "Pesan untuk bot ini dikirim ke sebuah webhook, bukan ke sini. Kalau webhook itu tidak "
        "dipakai lagi: kutip run --delete-webhook"
    ),
    owner_missing=(
        "belum ada, jadi tidak ada yang bisa mengatur bot. Buka {link}, lalu tulis nomor yang "
        "disebut di sana di .env: KUTIP_OWNERS=…"
    ),
    folder_shrunk=(
        "Hampir semua isi folder {path} hilang: {removed} dari {stored:artikel}. Saya tidak "
        "menghapus apa-apa. Kalau memang begitu maksudnya: /reload folder, atau di server "
        "kutip reload --remove. Kalau tidak, periksa apakah foldernya terpasang."
    ),
    reload_confirm=(
        "{removed} dari {stored:artikel} tidak ada lagi di folder {path}. Belum ada yang dihapus. "
        "Hapus dari bot juga?"
    ),
    reload_confirm_button="🗑 Hapus {removed}",
)

_ENGLISH = NoticeTexts(
    language=Language.ENGLISH,
    article_damaged=(
        "Articles damaged in the database: {numbers}. I don't quote them any more. /reload takes "
        "them from the folder or the feeds; pages and documents have to be added again. "
        "Check the server's disk, too."
    ),
    article_repaired=(
        "Articles that were damaged in the database and have been read again from their source: "
        "{numbers}. Check the server's disk."
    ),
    indexes_rebuilt=(
        "Indexes of the database were damaged and have been rebuilt; nothing is lost. Run kutip "
        "check, and check the server's disk: {path}"
    ),
    storage_gone=(
        "The database disappeared while I was running: {path}. Its folder was deleted, moved or "
        "unmounted. Bring it back and start me again; until then nothing is stored."
    ),
    storage_missing="There is no database yet: {path}",
    database_lost=(
        "The database in {path} is empty or gone, although there is an index of its articles: "
        "topics, roles and readers' choices are lost. I am starting afresh. If there is a backup: "
        "stop the bot, then kutip restore NAME.gz"
    ),
    telegram_webhook=(
        "This bot's messages are sent to a webhook, not here. If the webhook is no longer used: "
        "kutip run --delete-webhook"
    ),
    owner_missing=(
        "none yet, so nobody can manage the bot. Open {link}, then write the number that you "
        "see there into .env: KUTIP_OWNERS=…"
    ),
    folder_shrunk=(
        "Most of the folder {path} is gone: {removed} of {stored:article|articles}. I have "
        "removed nothing. If that is intended: /reload folder, or on the server kutip reload "
        "--remove. If not, check whether the folder is mounted."
    ),
    reload_confirm=(
        "No longer in the folder {path}: {removed} of {stored:article|articles}. Nothing has been "
        "removed yet. Remove them from the bot, too?"
    ),
    reload_confirm_button="🗑 Remove {removed}",
)

NOTICES: Mapping[Language, NoticeTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
