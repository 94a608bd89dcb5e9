"""Texts about what several machines share: the search engine, the database, the webhook."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTexts(Catalog):
    """Parts of the installation that can't be reached for now, or not be started."""

    engine_unavailable: str
    storage_unavailable: str
    index_late: str
    status_leading: str
    status_following: str
    cluster_missing: str
    webhook_listen: str
    webhook_tls: str

    move_address: str
    move_files: str
    move_target_foreign: str
    move_target_used: str
    move_target_there: str
    move_in_use: str
    move_differs: str


_INDONESIAN = ClusterTexts(
    language=Language.INDONESIAN,
    engine_unavailable="Pencarian sedang tidak terjangkau. Coba lagi sebentar, ya.",
    storage_unavailable="Basis data sedang tidak terjangkau. Coba lagi sebentar, ya.",
    index_late=(
        "Perubahan artikel sudah tersimpan, tetapi mesin pencari sedang tidak terjangkau. "
        "Artikelnya bisa ditemukan begitu mesin itu kembali."
    ),
    status_leading="Proses: {count} berjalan · yang menjawab ini memimpin (umpan, folder, kabar)",
    status_following="Proses: {count} berjalan · yang menjawab ini mengikuti",
    cluster_missing="{package} belum terpasang: pip install 'kutip[cluster]'",
    webhook_listen=(
        "{host}:{port} tidak bisa dipakai untuk webhook ({reason}). Ubah KUTIP_WEBHOOK_LISTEN "
        "atau KUTIP_WEBHOOK_PORT."
    ),
    webhook_tls=(
        "KUTIP_WEBHOOK_CERTIFICATE dan KUTIP_WEBHOOK_KEY tidak bisa dipakai ({reason}). Isinya "
        "harus sertifikat PEM dan kuncinya."
    ),
    move_address=(
        "--to bukan alamat PostgreSQL. Contoh: postgresql://kutip:SANDI@db.example/kutip"
    ),
    move_files="Asal dan tujuannya sama-sama berkas. Untuk menyalin berkas: kutip backup NAMA.db",
    move_target_foreign=(
        "Basis data tujuan berisi tabel yang bukan dari Kutip: {tables}. Beri yang kosong, "
        "misalnya dengan createdb kutip."
    ),
    move_target_used=(
        "Basis data tujuan sudah berisi: {count:baris} di tabel {table}. Tidak ada yang diubah. "
        "Beri yang kosong; kalau isinya tidak dipakai lagi, dropdb dan createdb mengosongkannya."
    ),
    move_target_there="{path} sudah ada. Pilih nama lain.",
    move_in_use=(
        "Kutip masih tersambung ke PostgreSQL ({count:sambungan}). Hentikan semua bot dulu."
    ),
    move_differs=(
        "Isi tabel {table} tidak sama setelah disalin. Penyalinan dibatalkan; tujuannya kosong."
    ),
)

_ENGLISH = ClusterTexts(
    language=Language.ENGLISH,
    engine_unavailable="The search can't be reached just now. Please try again in a moment.",
    storage_unavailable="The database can't be reached just now. Please try again in a moment.",
    index_late=(
        "A change of the articles is stored, but the search engine can't be reached. "
        "They can be found as soon as it is back."
    ),
    status_leading="Processes: {count} running · the one answering leads (feeds, folder, alerts)",
    status_following="Processes: {count} running · the one answering follows",
    cluster_missing="{package} is not installed: pip install 'kutip[cluster]'",
    webhook_listen=(
        "The webhook can't use {host}:{port} ({reason}). Change KUTIP_WEBHOOK_LISTEN or "
        "KUTIP_WEBHOOK_PORT."
    ),
    webhook_tls=(
        "KUTIP_WEBHOOK_CERTIFICATE and KUTIP_WEBHOOK_KEY can't be used ({reason}). They have to be "
        "a PEM certificate and its key."
    ),
    move_address="--to isn't PostgreSQL's address. Example: postgresql://kutip:PASSWORD@db.example/kutip",
    move_files="Source and target are both files. To copy a file: kutip backup NAME.db",
    move_target_foreign=(
        "The target database has tables that aren't Kutip's: {tables}. Give an empty one, "
        "for example by createdb kutip."
    ),
    move_target_used=(
        "The target database holds something: {count:row|rows} in the table {table}. Nothing was "
        "changed. Give an empty one; if what it holds is of no use, dropdb and createdb empty it."
    ),
    move_target_there="{path} exists. Choose another name.",
    move_in_use=(
        "Kutip is still connected to PostgreSQL ({count:connection|connections}). "
        "Stop all bots first."
    ),
    move_differs=(
        "The table {table} isn't the same after copying. The move was undone; the target is empty."
    ),
)

CLUSTER: Mapping[Language, ClusterTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
