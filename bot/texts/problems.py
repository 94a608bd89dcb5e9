"""Texts of storage, files and settings that can't be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTexts(Catalog):
    """Reasons that errors carry as keys, in one language."""

    # The database and the folder of articles
    folder_missing: str
    storage_unwritable: str
    storage_damaged: str
    storage_newer: str
    storage_full: str
    storage_busy: str
    storage_failed: str

    # Files that cannot be loaded
    load_empty: str
    load_undecodable: str
    load_too_large: str
    load_unknown_format: str
    load_no_suffix: str
    load_no_text: str
    load_no_article: str
    load_script_wall: str
    load_browser_check: str
    load_login_wall: str
    load_site_error: str
    load_consent_wall: str
    load_missing_page: str
    load_link_list: str
    load_bad_json: str
    load_bad_csv: str
    load_extra_values: str
    load_no_text_column: str
    load_bad_document: str
    load_bad_archive: str
    load_repeated_id: str

    # Settings that cannot be used
    settings_wrong: str
    settings_token: str
    settings_url: str
    settings_path: str
    settings_owners: str
    settings_choice: str
    settings_number: str
    settings_zone: str
    reader_file_damaged: str
    cross_encoder_packages: str
    cross_encoder_missing: str
    cross_encoder_damaged: str
    settings_hosts: str
    settings_database: str
    settings_database_option: str
    settings_addresses: str
    settings_index: str
    settings_webhook: str
    settings_secret: str
    settings_webhook_missing: str
    settings_package: str
    settings_file: str
    settings_line: str
    settings_misspelt: str
    settings_unknown: str


_INDONESIAN = ProblemTexts(
    language=Language.INDONESIAN,
    folder_missing="Folder artikel tidak ada: {path}",
    storage_unwritable="Basis data tidak bisa ditulis: {path}. Periksa izin foldernya.",
    storage_damaged=(
        "Basis data rusak: {path}. Pulihkan cadangan dengan kutip restore, atau pindahkan "
        "berkasnya, lalu jalankan lagi."
    ),
    storage_newer="Basis data dibuat oleh versi Kutip yang lebih baru: {path}. Perbarui Kutip.",
    storage_full="Penyimpanan penuh: {path}. Kosongkan sebagian, lalu coba lagi.",
    storage_busy="Basis data sedang dipakai program lain: {path}. Coba lagi sebentar lagi.",
    storage_failed="Basis data tidak bisa dibaca atau ditulis: {path}",
    load_empty="kosong",
    load_undecodable="bukan teks UTF-8, UTF-16, atau Windows-1252",
    load_too_large="lebih besar dari {megabytes} MB",
    load_unknown_format="{suffix} tidak bisa dibaca. Yang bisa: {formats}",
    load_no_suffix="namanya tidak berakhir dengan format: {formats}",
    load_no_text="tidak ada teksnya",
    load_no_article="tidak ada artikel di halaman ini",
    load_script_wall="halaman ini meminta JavaScript atau menolak pemblokir iklan",
    load_browser_check="situs ini memeriksa pengunjungnya dan tidak menampilkan artikel",
    load_login_wall="halaman ini meminta masuk atau berlangganan",
    load_site_error="situsnya sedang mengalami gangguan",
    load_consent_wall="halaman ini hanya menanyakan cookie",
    load_missing_page="kata situsnya, halaman ini tidak ditemukan",
    load_link_list="daftar tautan, bukan artikel",
    load_bad_json="bukan objek JSON",
    load_bad_csv="ada tanda kutip yang tidak ditutup",
    load_extra_values="nilainya lebih banyak daripada kolomnya; beri kutip pada teks berkoma",
    load_no_text_column="tidak ada kolom text",
    load_bad_document="dokumennya rusak",
    load_bad_archive="arsipnya rusak atau terpotong",
    load_repeated_id="id {id} sudah dipakai di berkas ini",
    settings_wrong="{count:pengaturan} perlu diperbaiki",
    settings_token="bukan token. Bentuknya 123456:ABC…, dari @BotFather.",  # noqa: S106 - a sentence
    settings_url="bukan alamat server Bot API. Contoh: https://api.telegram.org/bot",
    settings_path="folder tidak dikenal: {value}",
    settings_owners="bukan nomor pengguna: {value}. Tulis angka, pisahkan dengan koma.",
    settings_choice="{value} bukan salah satu dari: {choices}.",
    settings_number="{value} bukan bilangan bulat dari {least} sampai {most}.",
    settings_zone="{value} bukan zona waktu. Contoh: Asia/Jakarta.",
    reader_file_damaged="Berkas milik Kutip rusak atau hilang ({cause}). Pasang Kutip sekali lagi.",
    cross_encoder_packages="KUTIP_READER memerlukan paket lain: .venv/bin/pip install '.[reader]'.",
    cross_encoder_missing="KUTIP_READER: {file} tidak ada.",
    cross_encoder_damaged="KUTIP_READER: model di {folder} tidak bisa dibaca.",
    settings_hosts="{value} bukan host. Tulis host atau host:port, dipisahkan koma.",
    settings_database="bukan alamat PostgreSQL. Contoh: postgresql://kutip:SANDI@db.example/kutip",
    settings_database_option="{value} di alamat PostgreSQL tidak dikenal. Contoh: ?sslmode=require",
    settings_addresses="bukan alamat OpenSearch. Contoh: https://s1.example:9200, pisahkan koma.",
    settings_index="{value} bukan nama indeks: huruf kecil, angka, - dan _, diawali huruf.",
    settings_webhook="{value} bukan alamat webhook. Contoh: https://bot.example/telegram",
    settings_secret="bukan rahasia: huruf, angka, - dan _, paling banyak 256.",  # noqa: S106 - a sentence
    settings_webhook_missing="perlu diisi, karena KUTIP_MODE=webhook.",
    settings_package="memerlukan paket {package}: .venv/bin/pip install '.[cluster]'.",
    settings_file="tidak bisa dibaca. Simpan sebagai teks UTF-8.",
    settings_line="baris {line} tidak dimengerti. Bentuknya NAMA=nilai.",
    settings_misspelt="tidak dikenal. Mungkin maksudnya {suggestion}?",
    settings_unknown="tidak dikenal. Daftarnya ada di .env.example.",
)

_ENGLISH = ProblemTexts(
    language=Language.ENGLISH,
    folder_missing="The articles folder does not exist: {path}",
    storage_unwritable="The database can't be written: {path}. Check the folder's permissions.",
    storage_damaged=(
        "The database is damaged: {path}. Restore a backup with kutip restore, or move the file "
        "away and start again."
    ),
    storage_newer="The database was made by a newer Kutip: {path}. Please update Kutip.",
    storage_full="The disk is full: {path}. Free some space and try again.",
    storage_busy="Another program is using the database: {path}. Try again in a moment.",
    storage_failed="The database can't be read or written: {path}",
    load_empty="empty",
    load_undecodable="not text in UTF-8, UTF-16 or Windows-1252",
    load_too_large="larger than {megabytes} MB",
    load_unknown_format="can't read {suffix}. What I can read: {formats}",
    load_no_suffix="has no ending that says its format: {formats}",
    load_no_text="no text in it",
    load_no_article="no article on this page",
    load_script_wall="the page wants scripts or no ad blocker, and shows no article",
    load_browser_check="the site checks who is reading, and shows no article",
    load_login_wall="the page asks to log in or subscribe",
    load_site_error="the site is out of order at the moment",
    load_consent_wall="the page only asks about cookies",
    load_missing_page="the site says there is no such page",
    load_link_list="a list of links, not an article",
    load_bad_json="not a JSON object",
    load_bad_csv="a quotation mark is never closed",
    load_extra_values="it has more values than there are columns; quote a text with commas in it",
    load_no_text_column="no column named text",
    load_bad_document="the document is damaged",
    load_bad_archive="the archive is damaged or cut off",
    load_repeated_id="the id {id} is used twice in this file",
    settings_wrong="{count:setting|settings} to fix",
    settings_token="not a token. It looks like 123456:ABC… and comes from @BotFather.",  # noqa: S106 - a sentence
    settings_url="not the address of a Bot API server. Example: https://api.telegram.org/bot",
    settings_path="no such folder: {value}",
    settings_owners="not user ids: {value}. Write numbers, separated by commas.",
    settings_choice="{value} is not one of: {choices}.",
    settings_number="{value} is not a whole number from {least} to {most}.",
    settings_zone="{value} is not a time zone. Example: Asia/Jakarta.",
    reader_file_damaged="A file of Kutip is damaged or missing ({cause}). Install Kutip again.",
    cross_encoder_packages="KUTIP_READER needs more packages: .venv/bin/pip install '.[reader]'.",
    cross_encoder_missing="KUTIP_READER: there is no {file}.",
    cross_encoder_damaged="KUTIP_READER: the model in {folder} cannot be read.",
    settings_hosts="{value} is not a host. Write host or host:port, separated by commas.",
    settings_database="not PostgreSQL's address. Example: postgresql://kutip:PASSWORD@db.example/kutip",
    settings_database_option="{value} in PostgreSQL's address is unknown. Try ?sslmode=require",
    settings_addresses="not OpenSearch's address. Example: https://s1.example:9200",
    settings_index="{value} is no index's name: small letters, digits, - and _, a letter first.",
    settings_webhook="{value} is no webhook's address. Example: https://bot.example/telegram",
    settings_secret="not a secret: letters, digits, - and _, at most 256.",  # noqa: S106 - a sentence
    settings_webhook_missing="is needed, because KUTIP_MODE=webhook.",
    settings_package="needs the package {package}: .venv/bin/pip install '.[cluster]'.",
    settings_file="can't be read. Save it as UTF-8 text.",
    settings_line="line {line} is not of the form NAME=value.",
    settings_misspelt="unknown. Did you mean {suggestion}?",
    settings_unknown="unknown. All settings are listed in .env.example.",
)

PROBLEMS: Mapping[Language, ProblemTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
