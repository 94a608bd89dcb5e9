"""Texts about feeds, and errors of fetching."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTexts(Catalog):
    """The list of feeds, their changes and their problems."""

    command_feeds: str
    command_feed: str
    command_opml: str

    feeds_title: str
    feeds_none: str
    feed_how: str
    feed_watched: str
    feed_empty: str
    feed_known: str
    feed_removed: str
    feed_new: str
    feed_paused: str
    feed_gone: str
    feed_succeeded: str
    feed_next: str
    feed_soon: str
    feed_rate: str
    feed_problem: str
    feed_pause: str
    feed_fetch: str
    feed_resume: str
    feed_remove: str
    feed_remove_ask: str
    feed_remove_yes: str
    feed_fetching: str
    feed_pausing: str
    feeds_fetching: str
    feeds_imported: str
    feeds_known: str
    feeds_fetched: str
    feeds_brought: str
    feeds_waiting: str
    feeds_failed: str
    opml_title: str
    opml_file: str

    # Audit log
    feed_deed_added: str
    feed_deed_paused: str
    feed_deed_fetched: str
    feed_deed_removed: str

    # What went wrong
    feed_none: str
    feed_cut_off: str
    feed_not_found: str
    feed_oversized: str
    feed_trouble: str
    fetch_scheme: str
    fetch_address: str
    fetch_private: str
    fetch_gone: str
    fetch_unreachable: str
    fetch_slow: str
    fetch_too_large: str
    fetch_broken: str
    fetch_status: str
    fetch_type: str
    fetch_redirects: str
    load_hung: str
    load_bad_opml: str
    load_too_many_feeds: str


_INDONESIAN = FeedTexts(
    language=Language.INDONESIAN,
    command_feeds="Umpan berita yang dipantau",
    command_feed="Pantau sebuah umpan berita",
    command_opml="Daftar umpan sebagai berkas OPML",
    feeds_title="Umpan berita: {count}",
    feeds_none="Belum ada umpan yang dipantau.",
    feed_how="Untuk memantau umpan, kirim alamatnya atau alamat situsnya: /feed kompas.com",
    feed_watched="Dipantau mulai sekarang. {count:artikelnya} sedang diambil.",
    feed_empty="Dipantau mulai sekarang. Umpan ini masih kosong.",
    feed_known="Umpan ini sudah dipantau.",
    feed_removed="Dihapus: {title}. Artikelnya tetap ada. Untuk memantaunya lagi: /feed {url}",
    feed_new="belum diperiksa",
    feed_paused="dijeda",
    feed_gone="sudah tidak ada",
    feed_succeeded="diperiksa {ago}",
    feed_next="pemeriksaan berikutnya {when}",
    feed_soon="segera diperiksa lagi",
    feed_rate="{count:artikel} sehari",
    feed_problem="Masalah: {reason}",
    feed_pause="⏸ {name}",
    feed_fetch="🔄 {name}",
    feed_resume="▶ {name}",
    feed_remove="🗑 {name}",
    feed_remove_ask="Berhenti memantau {title}? Artikelnya tetap ada.",
    feed_remove_yes="🗑 Ya, hapus",
    feed_fetching="Sedang diperiksa.",
    feed_pausing="Dijeda; ▶ melanjutkannya.",
    feeds_fetching="Umpan di {name}: {done} dari {total} sudah diambil…",
    feeds_imported="{name}: {count:umpan} baru.",
    feeds_known="Sudah dipantau sebelumnya: {count:umpan}.",
    feeds_fetched="{count:umpan} berhasil diambil",
    feeds_brought="{fetched}, dengan {count:artikel} baru.",
    feeds_waiting="{count:umpan} masih diambil; lihat /feeds.",
    feeds_failed="{count:umpan} tidak bisa diambil:",
    opml_title="Umpan Kutip",
    opml_file="{count:umpan}. Pembaca umpan lain bisa mengimpor berkas ini.",
    feed_deed_added="menambah umpan",
    feed_deed_paused="menjeda umpan",
    feed_deed_fetched="memeriksa umpan",
    feed_deed_removed="menghapus umpan",
    feed_cut_off="Umpan itu terpotong: akhirnya tidak ada. Coba lagi nanti.",
    feed_none="Tidak ada umpan RSS, Atom atau JSON di sana. Coba alamat umpannya sendiri.",
    feed_not_found="Umpan ini sudah dihapus.",
    feed_oversized="{count:artikel} dilewati karena terlalu panjang",
    feed_trouble="tidak bisa dibaca karena kesalahan di sini; rinciannya ada di log",
    fetch_scheme="Hanya alamat http dan https yang bisa diambil.",
    fetch_address="Alamat web itu tidak lengkap. Contoh: https://situs.example/rss",
    fetch_private="Alamat ini tidak berada di web umum. KUTIP_FETCH_ALLOW bisa membukanya.",
    fetch_gone="Situsnya menyatakan ini sudah dihapus.",
    fetch_unreachable="Situsnya tidak bisa dihubungi.",
    fetch_slow="Situsnya terlalu lambat menjawab.",
    fetch_too_large="Isinya lebih besar dari 10 MB.",
    fetch_broken="Jawaban situsnya tidak bisa dibaca.",
    fetch_status="Situsnya menjawab dengan kesalahan {status}.",
    fetch_type="Itu bukan halaman web, melainkan {type}.",
    fetch_redirects="Situsnya terlalu sering mengalihkan.",
    load_hung="terlalu lama atau terlalu rumit untuk dibaca",
    load_bad_opml="bukan daftar umpan OPML",
    load_too_many_feeds="lebih dari {count:umpan} dalam satu daftar; kirim dalam beberapa bagian",
)

_ENGLISH = FeedTexts(
    language=Language.ENGLISH,
    command_feeds="The feeds that are watched",
    command_feed="Watch a feed",
    command_opml="The list of feeds as an OPML file",
    feeds_title="Feeds: {count}",
    feeds_none="No feed is watched yet.",
    feed_how="To watch a feed, send its address or its site's: /feed kompas.com",
    feed_watched="Now watching. Fetching its {count:article|articles}.",
    feed_empty="Now watching. This feed is still empty.",
    feed_known="This feed is watched already.",
    feed_removed="Removed: {title}. Its articles stay. To watch it again: /feed {url}",
    feed_new="not checked yet",
    feed_paused="paused",
    feed_gone="no longer exists",
    feed_succeeded="checked {ago}",
    feed_next="next check {when}",
    feed_soon="next check soon",
    feed_rate="{count:article|articles} a day",
    feed_problem="Problem: {reason}",
    feed_pause="⏸ {name}",
    feed_fetch="🔄 {name}",
    feed_resume="▶ {name}",
    feed_remove="🗑 {name}",
    feed_remove_ask="Stop watching {title}? Its articles stay.",
    feed_remove_yes="🗑 Yes, remove",
    feed_fetching="Fetching now.",
    feed_pausing="Paused; ▶ resumes it.",
    feeds_fetching="Feeds in {name}: {done} of {total} fetched…",
    feeds_imported="{name}: {count:new feed|new feeds}.",
    feeds_known="Watched already: {count:feed|feeds}.",
    feeds_fetched="{count:feed|feeds} fetched",
    feeds_brought="{fetched}, with {count:new article|new articles}.",
    feeds_waiting="{count:feed is|feeds are} still being fetched; see /feeds.",
    feeds_failed="{count:feed|feeds} could not be fetched:",
    opml_title="Kutip's feeds",
    opml_file="{count:feed|feeds}. Other feed readers can import this file.",
    feed_deed_added="added a feed",
    feed_deed_paused="paused a feed",
    feed_deed_fetched="fetched a feed",
    feed_deed_removed="removed a feed",
    feed_cut_off="That feed is cut off: its end is missing. Try again later.",
    feed_none="There is no RSS, Atom or JSON feed there. Try the address of the feed itself.",
    feed_not_found="This feed was removed.",
    feed_oversized="{count:article|articles} left out because of length",
    feed_trouble="couldn't be read because of a bug on our side; see the log",
    fetch_scheme="Only http and https addresses can be fetched.",
    fetch_address="That web address is incomplete. Example: https://site.example/rss",
    fetch_private="This address is not on the public web. KUTIP_FETCH_ALLOW can open it.",
    fetch_gone="The site says it was removed.",
    fetch_unreachable="The site can't be reached.",
    fetch_slow="The site is too slow to answer.",
    fetch_too_large="It is larger than 10 MB.",
    fetch_broken="The site's answer can't be read.",
    fetch_status="The site answers with error {status}.",
    fetch_type="That's not a web page but {type}.",
    fetch_redirects="The site redirects too often.",
    load_hung="takes too long or is too complex to read",
    load_bad_opml="not an OPML list of feeds",
    load_too_many_feeds="more than {count:feed|feeds} in one list; send it in parts",
)

FEEDS: Mapping[Language, FeedTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
