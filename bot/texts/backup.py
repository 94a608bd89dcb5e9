"""Texts about backups."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTexts(Catalog):
    """Making and restoring backups, and the errors."""

    command_backup: str

    backup_caption: str
    backup_unsent: str
    backup_made: str
    backup_restored: str
    backup_kept: str

    backup_running: str
    backup_unreadable: str
    backup_foreign: str
    backup_broken: str
    backup_newer: str
    backup_in_use: str
    backup_there: str
    backup_too_large: str
    backup_disk: str

    did_backup: str


_INDONESIAN = BackupTexts(
    command_backup="Cadangan basis data, untuk pemilik",
    backup_caption=(
        "Cadangan basis data. Isinya termasuk topik dan pilihan pembaca: simpan baik-baik.\n"
        "Memulihkan: hentikan bot, lalu kutip restore {name}"
    ),
    backup_unsent="Cadangannya tidak bisa dikirim. Di server: kutip backup NAMA.gz",
    backup_made="Cadangan disimpan: {path}",
    backup_restored="Basis data dipulihkan dari {path}.",
    backup_kept="Yang lama disimpan di {path}.",
    backup_running="Cadangan sedang dibuat. Tunggu sebentar.",
    backup_unreadable="Berkas itu tidak ada: {path}",
    backup_foreign="Ini bukan basis data Kutip: {path}",
    backup_broken="Berkas ini rusak atau terpotong: {path}",
    backup_newer="Ini dari versi Kutip yang lebih baru: {path}. Perbarui Kutip dulu.",
    backup_in_use="Sebuah bot sedang berjalan dengan folder {path}. Hentikan dulu.",
    backup_there="Berkas itu sudah ada: {path}. Pilih nama lain.",
    backup_too_large=(
        "Cadangannya {megabytes} MB, lebih dari 50 MB yang boleh dikirim bot. "
        "Di server: kutip backup NAMA.gz"
    ),
    backup_disk="Cadangan gagal: {reason}",
    did_backup="mengambil cadangan",
)

_ENGLISH = BackupTexts(
    command_backup="A backup of the database, for owners",
    backup_caption=(
        "A backup of the database. It holds readers' topics and choices: keep it safe.\n"
        "To restore it: stop the bot, then kutip restore {name}"
    ),
    backup_unsent="The backup could not be sent. On the server: kutip backup NAME.gz",
    backup_made="The backup is in {path}",
    backup_restored="The database was restored from {path}.",
    backup_kept="The old one is kept in {path}.",
    backup_running="A backup is being made. Wait a moment.",
    backup_unreadable="There is no such file: {path}",
    backup_foreign="This is no database of Kutip's: {path}",
    backup_broken="This file is damaged or cut off: {path}",
    backup_newer="This is from a later version of Kutip: {path}. Update Kutip first.",
    backup_in_use="A bot is running on the folder {path}. Stop it first.",
    backup_there="That file exists already: {path}. Choose another name.",
    backup_too_large=(
        "The backup has {megabytes} MB, more than the 50 MB that a bot may send. "
        "On the server: kutip backup NAME.gz"
    ),
    backup_disk="The backup failed: {reason}",
    did_backup="took a backup",
)

BACKUP: Mapping[Language, BackupTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
