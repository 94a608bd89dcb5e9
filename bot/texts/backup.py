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
    folder_in_use: str
    backup_there: str
    backup_no_folder: str
    backup_ending: str
    backup_server: str
    backup_too_large: str
    backup_disk_full: str
    backup_forbidden: str
    backup_disk: str

    did_backup: str


_INDONESIAN = BackupTexts(
    language=Language.INDONESIAN,
    command_backup="Kirim cadangan basis data",
    backup_caption=(
        "Cadangan basis data. Isinya termasuk topik dan pilihan pembaca: simpan baik-baik.\n"
        "Memulihkan: hentikan bot, lalu kutip restore {name}"
    ),
    backup_unsent="Cadangannya tidak bisa dikirim. Di server: kutip backup NAMA.gz",
    backup_made="Cadangan disimpan di {path}.",
    backup_restored="Basis data dipulihkan dari {path}.",
    backup_kept="Yang lama disimpan di {path}.",
    backup_running="Cadangan sedang dibuat. Tunggu sebentar.",
    backup_unreadable="Berkas tidak ada: {path}",
    backup_foreign="{path} bukan cadangan Kutip.",
    backup_broken="{path} rusak atau terpotong.",
    backup_newer="{path} dibuat oleh Kutip yang lebih baru. Perbarui Kutip dulu.",
    backup_in_use="Bot sedang berjalan dengan folder {path}. Hentikan dulu.",
    folder_in_use=(
        "Proses lain sudah memakai {path}. Setiap proses punya foldernya sendiri: KUTIP_DATA."
    ),
    backup_there="{path} sudah ada. Pilih nama lain.",
    backup_no_folder="Foldernya tidak ada: {path}",
    backup_ending="Saya tidak menulis {ending}. Pakai nama yang berakhir .gz atau .db: {path}",
    backup_server=(
        "Datanya ada di PostgreSQL, yang punya alat sendiri. Mencadangkan: "
        'pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE". Memulihkan: docs/cluster.md.'
    ),
    backup_too_large=(
        "Cadangannya {megabytes} MB, lebih dari 50 MB yang boleh dikirim bot. "
        "Di server: kutip backup NAMA.gz"
    ),
    backup_disk_full="Disk penuh; {path} tidak bisa ditulis.",
    backup_forbidden="Tidak ada izin: {path}",
    backup_disk="{path} tidak bisa dibaca atau ditulis.",
    did_backup="mengambil cadangan",
)

_ENGLISH = BackupTexts(
    language=Language.ENGLISH,
    command_backup="Get a backup of the database",
    backup_caption=(
        "A backup of the database. It holds readers' topics and choices: keep it safe.\n"
        "To restore it: stop the bot, then kutip restore {name}"
    ),
    backup_unsent="The backup couldn't be sent. On the server: kutip backup NAME.gz",
    backup_made="Backup saved to {path}.",
    backup_restored="The database was restored from {path}.",
    backup_kept="The old one is kept in {path}.",
    backup_running="A backup is being made. Wait a moment.",
    backup_unreadable="No such file: {path}",
    backup_foreign="{path} is not a Kutip backup.",
    backup_broken="{path} is damaged or cut off.",
    backup_newer="{path} was made by a newer Kutip. Update Kutip first.",
    backup_in_use="The bot is running on {path}; stop it first.",
    folder_in_use=(
        "Another process uses {path} already. Each process has a folder of its own: KUTIP_DATA."
    ),
    backup_there="{path} already exists. Choose another name.",
    backup_no_folder="No such folder: {path}",
    backup_ending="I don't write {ending}. Use a name that ends with .gz or .db: {path}",
    backup_server=(
        "The data is in PostgreSQL, which has tools of its own. To back it up: "
        'pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE". To restore it: docs/cluster.md.'
    ),
    backup_too_large=(
        "The backup is {megabytes} MB; a bot may send 50 MB at most. "
        "On the server: kutip backup NAME.gz"
    ),
    backup_disk_full="The disk is full; {path} can't be written.",
    backup_forbidden="No permission: {path}",
    backup_disk="{path} can't be read or written.",
    did_backup="took a backup",
)

BACKUP: Mapping[Language, BackupTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
