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
    draft_short: str
    draft_known: str
    draft_save: str
    draft_discard: str
    draft_discarded: str
    draft_gone: str
    page_added: str
    page_changed: str
    page_known: str
    page_is_feed: str

    # Documents
    document_started: str
    document_done: str
    document_nothing: str
    document_too_large: str
    document_failed: str

    # Files on the command line
    import_done: str
    import_folder: str
    import_nothing: str
    export_done: str
    export_there: str
    export_ending: str

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
    edit_field_section: str
    edit_date_unclear: str
    edit_empty: str
    edit_which: str
    edit_undo: str
    edit_undo_gone: str
    edit_undone: str

    # What went wrong
    change_failed: str
    load_forbidden: str
    load_is_folder: str
    load_gone: str
    load_name_too_long: str
    load_too_many_open: str
    load_unreadable: str
    load_no_process: str
    load_too_complex: str
    load_bad_row: str
    load_too_many_files: str
    load_not_a_file: str
    load_encrypted: str
    load_nested_archive: str
    load_too_many_rows: str
    load_bomb: str
    load_failed: str
    load_too_many_failures: str
    load_too_slow: str

    # Audit log
    did_add: str
    did_import: str
    did_remove: str
    did_restore: str
    did_edit: str


_INDONESIAN = ArticleTexts(
    language=Language.INDONESIAN,
    command_add="Menambah artikel dari alamat web: /add https://…",
    command_remove="Menghapus artikel: /remove dan nomornya",
    command_edit="Memperbaiki judul, tanggal, atau sumber: /edit dan nomornya",
    add_how=(
        "Tulis alamat halamannya setelah perintah, misalnya:\n/add https://example.org/berita\n"
        "Berkas (txt, md, pdf, docx, html, csv, jsonl, zip, OPML) cukup dikirim sebagai dokumen."
    ),
    draft_title="Isi halaman itu",
    draft_date="Tanggal: {value}",
    draft_source="Sumber: {value}",
    draft_length="{words:kata}, {paragraphs:paragraf}",
    draft_unknown="tidak diketahui",
    draft_short="⚠ Teksnya pendek sekali: mungkin bukan artikel.",
    draft_known="⚠ Halaman ini sudah ada sebagai artikel {id}.",
    draft_save="💾 Simpan",
    draft_discard="Buang",
    draft_discarded="Tidak disimpan: {title}",
    draft_gone="Halaman ini sudah disimpan atau dibuang, atau terlalu lama menunggu. Ulangi /add.",
    page_added="Disimpan sebagai artikel {id}: {title}",
    page_changed="Artikel {id} diganti dengan isi yang baru: {title}",
    page_known="Halaman ini sudah ada sebagai artikel {id}: {title}",
    page_is_feed="Itu umpan, bukan halaman. Untuk memantaunya: /feed {url}",
    document_started="Membaca {name}…",
    document_done="{name} sudah dibaca.",
    document_nothing="Tidak ada artikel baru di {name}.",
    document_too_large=(
        "{name} lebih besar dari {megabytes} MB, batas unduhan bot di Telegram. Kemas dengan .gz, "
        ".xz, atau .zip, bagi menjadi beberapa berkas, atau pakai kutip import di server."
    ),
    document_failed="{name} tidak bisa diunduh dari Telegram. Coba kirim lagi.",
    import_done="{count:berkas} sudah dibaca.",
    import_nothing=(
        "Tidak ada yang terbaca, jadi tidak ada yang ditambahkan. Alasannya tertulis di atas; "
        "perbaiki berkasnya, lalu ulangi."
    ),
    import_folder="{path} adalah folder. Sebutkan berkasnya, atau atur KUTIP_ARTICLES={path}.",
    export_done="{count:artikel} ditulis ke {path}",
    export_there="{path} sudah ada. Untuk menggantinya: --overwrite",
    export_ending="Saya menulis JSON lines. Namai {path} dengan .jsonl, .jsonl.gz, atau .jsonl.xz.",
    remove="🗑 Hapus",
    remove_how=(
        "Tulis nomor artikelnya: /remove {example}. "
        "Sampai 10 sekaligus: /remove 26 27. "
        "Atau balas kutipan saya dengan /remove. Menghapus bisa dibatalkan selama sehari."
    ),
    remove_which="Artikel mana yang dihapus?",
    removed="Artikel {id} dihapus: {title}\nBisa dikembalikan selama sehari.",
    undo="↩ Kembalikan",
    undo_gone="Artikel itu sudah dikembalikan, atau sudah lebih dari sehari sejak dihapus.",
    restored="Artikel {id} dikembalikan: {title}",
    edit_how="Tulis nomor artikelnya: /edit {example}. Saya tunjukkan apa yang bisa diperbaiki.",
    edit_how_fields=(
        "Yang bisa diperbaiki: judul, tanggal, sumber, dan rubrik, satu per baris, masing-masing "
        "dengan titik dua."
    ),
    edit_example="Untuk mengubahnya, salin dan sesuaikan:",
    edit_done="Artikel {id} diperbaiki.",
    edit_same="Artikel {id} sudah begitu; tidak ada yang berubah.",
    edit_field_title="judul",
    edit_field_date="tanggal",
    edit_field_source="sumber",
    edit_field_section="rubrik",
    edit_date_unclear="Tanggal itu tidak jelas. Tulis misalnya 2026-03-01 atau 1 Maret 2026.",
    edit_which="Pesan itu mengutip lebih dari satu artikel. Tulis nomornya: /edit {example}",
    edit_undo="↩ Batalkan",
    edit_undone="Perbaikan artikel {id} dibatalkan.",
    edit_undo_gone="Perbaikan itu sudah dibatalkan, atau sudah lebih dari sehari. Pakai /edit.",
    edit_empty="Judul, sumber, dan rubrik tidak boleh kosong.",
    change_failed="Gagal, dan tidak ada yang berubah. Penyebabnya ada di log.",
    load_forbidden="Kutip tidak diizinkan membacanya; periksa izin berkasnya",
    load_is_folder="ini folder, bukan berkas",
    load_gone="tidak ada, atau sudah tidak ada lagi",
    load_name_too_long="namanya terlalu panjang",
    load_too_many_open="terlalu banyak berkas sedang terbuka; coba lagi nanti",
    load_unreadable="tidak bisa dibaca: periksa diska atau drive jaringannya ({code})",
    load_no_process="pembaca berkas tidak bisa dijalankan: memori mungkin penuh; coba lagi nanti",
    load_bad_row="bukan pertanyaan, artikel, dan relevansi",
    load_too_complex="terlalu panjang atau terlalu rumit untuk dibaca",
    load_too_many_files="lebih dari {count:berkas} di dalam arsip",
    load_not_a_file="bukan berkas biasa, atau menunjuk ke luar arsipnya",
    load_encrypted="dikunci dengan kata sandi",
    load_nested_archive="arsip di dalam arsip tidak dibuka",
    load_too_many_rows="hanya {count} yang pertama dibaca; selebihnya lewat kutip import",
    load_bomb="isinya mengembang jauh melebihi teks biasa",
    load_too_many_failures="{count:baris} berturut-turut tidak terbaca; sisanya dilewati",
    load_too_slow="terlalu lama untuk dibaca; sisanya dilewati",
    load_failed="tidak terbaca karena kesalahan pada bot; rinciannya di log",
    did_add="menyimpan halaman",
    did_import="mengirim dokumen",
    did_remove="menghapus artikel",
    did_restore="mengembalikan artikel",
    did_edit="memperbaiki artikel",
)

_ENGLISH = ArticleTexts(
    language=Language.ENGLISH,
    command_add="Add an article from the web: /add https://…",
    command_remove="Remove an article: /remove and its number",
    command_edit="Correct title, date or source: /edit and the number",
    add_how=(
        "Write the page's address after the command, for example:\n/add https://example.org/news\n"
        "Files (txt, md, pdf, docx, html, csv, jsonl, zip, OPML): just send them here as documents."
    ),
    draft_title="What I found on that page",
    draft_date="Date: {value}",
    draft_source="Source: {value}",
    draft_length="{words:word|words}, {paragraphs:paragraph|paragraphs}",
    draft_unknown="unknown",
    draft_short="⚠ Very little text: this may not be an article.",
    draft_known="⚠ This page is already article {id}.",
    draft_save="💾 Save",
    draft_discard="Discard",
    draft_discarded="Not saved: {title}",
    draft_gone="This page was saved or discarded, or waited for too long. Please /add it again.",
    page_added="Saved as article {id}: {title}",
    page_changed="Article {id} now has the page's new text: {title}",
    page_known="This page is already article {id}: {title}",
    page_is_feed="That's a feed, not a page. To watch it: /feed {url}",
    document_started="Reading {name}…",
    document_done="{name} has been read.",
    document_nothing="No new articles in {name}.",
    document_too_large=(
        "{name} is larger than {megabytes} MB, more than Telegram lets a bot download. Compress "
        "it as .gz, .xz or .zip, split it, or use kutip import on the server."
    ),
    document_failed="I couldn't download {name} from Telegram. Please send it again.",
    import_done="{count:file|files} read.",
    import_nothing=(
        "Nothing could be read, so nothing was added. The reasons are above; "
        "mend the files and try again."
    ),
    import_folder="{path} is a folder. Name its files, or set KUTIP_ARTICLES={path}.",
    export_done="{count:article|articles} written to {path}",
    export_there="{path} already exists. To replace it: --overwrite",
    export_ending="I write JSON lines. Name {path} with .jsonl, .jsonl.gz or .jsonl.xz.",
    remove="🗑 Remove",
    remove_how=(
        "Write the article's number: /remove {example}. "
        "Up to 10 at once: /remove 26 27. "
        "Or reply to one of my quotes with /remove. You can undo it for a day."
    ),
    remove_which="Which article should be removed?",
    removed="Article {id} was removed: {title}\nYou can restore it for a day.",
    undo="↩ Restore",
    undo_gone="That article has been restored already, or was removed over a day ago.",
    restored="Article {id} is restored: {title}",
    edit_how="Write the article's number: /edit {example}. I'll show what can be corrected.",
    edit_how_fields=(
        "You can correct title, date, source and section: one per line, each with a colon."
    ),
    edit_example="Copy this, then change it:",
    edit_done="Article {id} has been corrected.",
    edit_same="Article {id} is like that already; nothing was changed.",
    edit_field_title="title",
    edit_field_date="date",
    edit_field_source="source",
    edit_field_section="section",
    edit_date_unclear="That date is not clear. Write for example 2026-03-01 or March 1, 2026.",
    edit_which="That message quotes several articles. Write the number: /edit {example}",
    edit_undo="↩ Undo",
    edit_undone="The correction of article {id} has been undone.",
    edit_undo_gone="That change has been undone already, or is over a day old. Use /edit.",
    edit_empty="Title, source and section can't be empty.",
    change_failed="That failed and nothing was changed. The log says why.",
    load_forbidden="Kutip may not read it; check the file's permissions",
    load_is_folder="a folder, not a file",
    load_gone="doesn't exist, or not any more",
    load_name_too_long="its name is too long",
    load_too_many_open="too many files are open; try again later",
    load_unreadable="can't be read: check its disk or network drive ({code})",
    load_no_process="the file reader can't be started: memory may be short; try again later",
    load_bad_row="not a query, an article and a relevance",
    load_too_complex="too long or too complex to read",
    load_too_many_files="more than {count:file|files} in the archive",
    load_not_a_file="not a regular file, or outside the archive",
    load_encrypted="locked with a password",
    load_nested_archive="archives inside archives are not opened",
    load_too_many_rows="only the first {count} were read; for more there is kutip import",
    load_bomb="unpacks to far more than text would",
    load_failed="couldn't be read because of a bug on our side; see the log",
    load_too_many_failures="{count:row|rows} in a row couldn't be read; the rest was skipped",
    load_too_slow="takes too long to read; the rest was skipped",
    did_add="saved the page",
    did_import="sent the document",
    did_remove="removed the article",
    did_restore="restored the article",
    did_edit="corrected the article",
)

ARTICLES: Mapping[Language, ArticleTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
