"""Texts about adding, removing and editing articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTexts(Catalog):
    """Adding pages and documents; removing and editing articles."""

    command_add: str
    command_remove: str
    command_edit: str

    # Pages
    add_how: str
    draft_title: str
    draft_date: str
    draft_source: str
    draft_length: str
    draft_unknown: str
    draft_save: str
    draft_discard: str
    draft_discarded: str
    draft_gone: str
    page_added: str
    page_changed: str
    page_known: str

    # Documents
    document_started: str
    document_done: str
    document_nothing: str
    document_too_large: str
    document_failed: str
    document_feeds: str

    # Files on the command line
    import_done: str
    export_done: str

    # Removing
    remove: str
    remove_how: str
    remove_which: str
    removed: str
    undo: str
    undo_gone: str
    restored: str

    # Editing
    edit_how: str
    edit_how_fields: str
    edit_example: str
    edit_done: str
    edit_same: str
    edit_field_title: str
    edit_field_date: str
    edit_field_source: str
    edit_date_unclear: str
    edit_empty: str

    # What went wrong
    change_failed: str
    load_too_complex: str
    load_too_many_files: str
    load_not_a_file: str
    load_encrypted: str
    load_nested_archive: str
    load_too_many_rows: str
    load_bomb: str
    load_failed: str

    # Audit log
    did_add: str
    did_import: str
    did_remove: str
    did_restore: str
    did_edit: str


_INDONESIAN = ArticleTexts(
    command_add="Menambah artikel dari alamat web: /add https://…",
    command_remove="Menghapus artikel: /remove dan nomornya",
    command_edit="Memperbaiki judul, tanggal, atau sumber: /edit dan nomornya",
    add_how=(
        "Tulis alamat halamannya setelah perintah, misalnya:\n/add https://example.org/berita\n"
        "Berkas (txt, md, html, csv, jsonl, zip, OPML) cukup dikirim ke sini sebagai dokumen."
    ),
    draft_title="Begini halaman itu terbaca",
    draft_date="Tanggal: {value}",
    draft_source="Sumber: {value}",
    draft_length="Panjang: {words} kata dalam {paragraphs} paragraf",
    draft_unknown="tidak diketahui",
    draft_save="💾 Simpan",
    draft_discard="Buang",
    draft_discarded="Tidak disimpan: {title}",
    draft_gone="Halaman ini sudah disimpan atau dibuang, atau terlalu lama menunggu. Ulangi /add.",
    page_added="Disimpan sebagai artikel {id}: {title}",
    page_changed="Artikel {id} diganti dengan isi yang baru: {title}",
    page_known="Isi halaman ini sudah ada di artikel {id}: {title}",
    document_started="Membaca {name}…",
    document_done="{name} sudah dibaca.",
    document_nothing="Tidak ada artikel baru di {name}.",
    document_too_large=(
        "{name} lebih besar dari {megabytes} MB, dan Telegram tidak memberikan berkas sebesar itu "
        "kepada bot. Kemas dengan .gz, .xz, atau .zip, bagi menjadi beberapa berkas, atau pakai "
        "kutip import di server."
    ),
    document_failed="Telegram tidak memberikan berkas {name}. Coba kirim lagi.",
    document_feeds="Daftar feed di {name}: {added} baru, {known} sudah ada.",
    import_done="{count} berkas sudah dibaca.",
    export_done="{count} artikel ditulis ke {path}",
    remove="🗑 Hapus",
    remove_how=(
        "Tulis nomor artikelnya: /remove {example}. "
        "Atau balas kutipan saya dengan /remove. Menghapus bisa dibatalkan selama sehari."
    ),
    remove_which="Artikel mana yang dihapus?",
    removed="Artikel {id} dihapus: {title}\nBisa dikembalikan selama sehari.",
    undo="↩ Kembalikan",
    undo_gone="Artikel itu sudah dikembalikan, atau sudah lebih dari sehari sejak dihapus.",
    restored="Artikel {id} dikembalikan: {title}",
    edit_how="Tulis nomor artikelnya: /edit {example}. Saya tunjukkan apa yang bisa diperbaiki.",
    edit_how_fields=(
        "Yang bisa diperbaiki: judul, tanggal, dan sumber, satu per baris, masing-masing dengan "
        "titik dua."
    ),
    edit_example="Untuk mengubahnya, salin dan sesuaikan:",
    edit_done="Artikel {id} diperbaiki.",
    edit_same="Artikel {id} sudah begitu; tidak ada yang berubah.",
    edit_field_title="judul",
    edit_field_date="tanggal",
    edit_field_source="sumber",
    edit_date_unclear="Tanggal itu tidak jelas. Tulis misalnya 2026-03-01 atau 1 Maret 2026.",
    edit_empty="Judul dan sumber harus berisi kata.",
    change_failed="Gagal, dan tidak ada yang berubah. Penyebabnya ada di log.",
    load_too_complex="terlalu panjang atau terlalu rumit untuk diurai",
    load_too_many_files="lebih dari {count} berkas di dalam arsip",
    load_not_a_file="bukan berkas biasa, atau menunjuk ke luar arsip",
    load_encrypted="dikunci dengan kata sandi",
    load_nested_archive="arsip di dalam arsip tidak dibuka",
    load_too_many_rows="hanya {count} yang pertama dibaca; selebihnya lewat kutip import",
    load_bomb="mengembang jauh melebihi teks mana pun",
    load_failed="tidak terbaca karena kesalahan pada bot; rinciannya di log",
    did_add="menyimpan halaman",
    did_import="mengirim dokumen",
    did_remove="menghapus artikel",
    did_restore="mengembalikan artikel",
    did_edit="memperbaiki artikel",
)

_ENGLISH = ArticleTexts(
    command_add="Add an article from the web: /add https://…",
    command_remove="Remove an article: /remove and its number",
    command_edit="Correct title, date or source: /edit and the number",
    add_how=(
        "Write the page's address after the command, for example:\n/add https://example.org/news\n"
        "Files (txt, md, html, csv, jsonl, zip, OPML): just send them here as documents."
    ),
    draft_title="This is how the page was understood",
    draft_date="Date: {value}",
    draft_source="Source: {value}",
    draft_length="Length: {words} words in {paragraphs} paragraphs",
    draft_unknown="not known",
    draft_save="💾 Save",
    draft_discard="Discard",
    draft_discarded="Not saved: {title}",
    draft_gone="This page was saved or discarded, or waited for too long. Please /add it again.",
    page_added="Saved as article {id}: {title}",
    page_changed="Article {id} was replaced by what the page says now: {title}",
    page_known="What this page says is article {id} already: {title}",
    document_started="Reading {name}…",
    document_done="{name} has been read.",
    document_nothing="There is no new article in {name}.",
    document_too_large=(
        "{name} is larger than {megabytes} MB, and Telegram gives no file of that size to a bot. "
        "Pack it as .gz, .xz or .zip, cut it into several files, or use kutip import on the server."
    ),
    document_failed="Telegram did not hand over {name}. Please send it again.",
    document_feeds="Feeds in {name}: {added} new, {known} known.",
    import_done="Files read: {count}",
    export_done="Articles written to {path}: {count}",
    remove="🗑 Remove",
    remove_how=(
        "Write the article's number: /remove {example}. "
        "Or reply /remove to a quote of mine. It can be undone for a day."
    ),
    remove_which="Which article shall be removed?",
    removed="Article {id} is removed: {title}\nIt can be brought back for a day.",
    undo="↩ Bring back",
    undo_gone="That article is back already, or it was removed more than a day ago.",
    restored="Article {id} is back: {title}",
    edit_how="Write the article's number: /edit {example}. I'll show what can be corrected.",
    edit_how_fields=(
        "What can be corrected: title, date and source, one on each line, each with a colon."
    ),
    edit_example="To change it, copy this and adapt it:",
    edit_done="Article {id} is corrected.",
    edit_same="Article {id} says so already; nothing has changed.",
    edit_field_title="title",
    edit_field_date="date",
    edit_field_source="source",
    edit_date_unclear="That date is not clear. Write for example 2026-03-01 or March 1, 2026.",
    edit_empty="A title and a source need words.",
    change_failed="That failed, and nothing has changed. The log says why.",
    load_too_complex="too long or too intricate to be parsed",
    load_too_many_files="more than {count} files in the archive",
    load_not_a_file="no plain file, or it leads out of the archive",
    load_encrypted="locked with a password",
    load_nested_archive="an archive in an archive is not opened",
    load_too_many_rows="only the first {count} were read; for more there is kutip import",
    load_bomb="unpacks to far more than any text does",
    load_failed="could not be read because of a fault in the bot; the log has the details",
    did_add="saved the page",
    did_import="sent the document",
    did_remove="removed the article",
    did_restore="brought back the article",
    did_edit="corrected the article",
)

ARTICLES: Mapping[Language, ArticleTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
