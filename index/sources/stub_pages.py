"""Recognize pages that answer in place of an article: walls, checks, lists, pages not found.

They come with status 200. Each kind is told by what it says where an article would be; a page with
some paragraphs of text beside it is an article, also one about such pages.
"""

import re
from collections.abc import Collection, Sequence

from index.text.boilerplate import is_boilerplate
from index.text.line_shapes import has_speech, is_prose, without_bullet

NO_ARTICLE_REASONS = {
    "load_no_article": "a web page on which no article is found",
    "load_site_error": "a page that only says that the site is out of order",
    "load_script_wall": "a page that only asks for scripts, or against an ad blocker",
    "load_browser_check": "a page that only checks who reads it",
    "load_login_wall": "a page that only asks to log in or to subscribe",
    "load_consent_wall": "a page that only asks about cookies",
    "load_missing_page": "a page that says that there is no such page",
    "load_link_list": "a list of links to articles",
}
"""Every reason for which a page that was read is no article."""

MAX_WALL = 1500
"""Characters; a longer text is no wall."""
_MIN_TEXT = 200
"""Characters of sentences beside what a wall says, from which on they are an article."""
_MAX_TITLE = 80
_MIN_LINKS = 5
_MIN_LINKS_SHARE = 0.5
"""Of the characters of a text that is a list of links."""
_MIN_LINK_LINES = 1 / 3
_MAX_TEASER_LINES = 2
"""Between two links of a list that has the beginnings of its articles."""


def _says(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _status(number: str) -> str:
    """Match a status of HTTP, but no figure that counts something: "404 orang mengungsi"."""
    words = r"(?:error|page|file|not|nothing|internal|bad|service|gateway|halaman|laman|tidak|maaf)"
    after = rf"(?=\s+{words}\b|\s*(?:$|[^\w\s.,%])|[.,]?\s*$)"
    return rf"(?:\b(?:error|http|status|kode|code)\W{{0,3}}{number}\b|^{number}\b{after})"


_KINDS = {
    "load_site_error": _says(
        _status("50[0234]"),
        r"\binternal server error\b|\b(?:bad gateway|gateway time-?out)\b",
        r"\bservice (?:is )?(?:temporarily )?unavailable\b|\bsomething went wrong\b",
        r"\berror establishing a database connection|\baccount (?:has been )?suspended\b",
        r"\bdomain\b.{0,20}\b(?:for sale|has expired|kedaluwarsa|dijual)\b",
        r"\b(?:under|performing|down for|some)\b.{0,20}\bmaintenance\b"
        r"|\b(?:we|site)(?:['’]ll| will) be (?:right )?back\b",
        r"\b(?:situs|halaman|website|laman|server|kami|layanan)\b.{0,40}\b(?:dalam|sedang)\b.{0,10}"
        r"\b(?:perbaikan|pemeliharaan|gangguan|maintenance)\b",
        r"\bterjadi (?:kesalahan|gangguan)\b.{0,30}\b(?:server|sistem)\b",
    ),
    "load_missing_page": _says(
        _status("(?:404|410)"),
        r"\b(?:halaman|page|kesalahan) 404\b|^(?:410 )?gone\W*$",
        r"\bhasil pencarian\b.{0,80}$|\btidak ada hasil\b|\bno results (?:were )?found\b",
        r"\b(?:halaman|artikel|berita|konten|laman) yang (?:kamu|anda)\b.{0,40}"
        r"\b(?:nggak|ng?gak|gak|tak|tidak) (?:ada|bisa|ditemukan)\b",
        r"\b(?:page|article|story|content|url|post) (?:(?:you|that|was|were|is|are|can"
        r"|could)\b.{0,60})?"
        r"\b(?:not (?:be )?found|no longer (?:available|exists?)|been (?:removed|deleted|moved))",
        r"\b(?:page|article|story) (?:does not|doesn['’]t) exist|^not found\b"
        r"|\bnothing (?:was )?found\b",
        r"\b(?:can['’]t|cannot|could ?n[o'’]t) find (?:the|that|this) (?:page|article)",
        r"\b(?:halaman|artikel|berita|konten|laman)\b.{0,60}\btidak (?:dapat "
        r"|bisa )?(?:di ?)?temukan",
        r"\b(?:halaman|artikel|berita|konten|laman)\b.{0,40}\b(?:tidak (?:tersedia|ada)|(?:sudah"
        r"|telah)"
        r" (?:di ?hapus|dipindahkan|tidak ada))\b",
    ),
    "load_browser_check": _says(
        r"checking (?:your browser|if the site)|\bjust a moment\b|\bone moment,? please\b",
        r"\bplease wait while your request\b|\bus think\b.{0,30}\bbot\b|\bpress (?:&|and) hold",
        r"\bsecurity (?:check|service|solution)\b|\bpemeriksaan keamanan\b",
        r"\btype the characters\b",
        r"\bwhy (?:have i been blocked|did this happen)|\baccess to this site has been limited\b",
        r"\b(?:human|manusia)\b.{0,6}\b(?:not|bukan) (?:a )?(?:ro)?bot\b|\binternet positif\b",
        r"\bnot available in your (?:region|country|location|area)\b",
        r"\btidak tersedia di (?:wilayah|negara|lokasi) (?:anda|kamu)\b|\bsitus ini di ?blokir\b",
        r"\bverif\w+ (?:that )?(?:you(?:['’]re| are)|your) (?:a |not a )?(?:human|robot|browser)",
        r"\bare you (?:a )?(?:robot|human)|\b(?:not|bukan) (?:a )?robot\b"
        r"|\b(?:solve|complete|enter|isi|masukkan|selesaikan) (?:the )?captcha\b|^captcha\W*$",
        r"\bddos protection\b|\battention required\b|\bray id\b|\bunusual (?:traffic|activity)",
        r"\baccess (?:to this (?:page|site) has been )?denied\b|\byou have been blocked\b",
        r"\b403 forbidden\b|^forbidden\W*$|\btoo many requests\b|\brequest (?:was )?blocked\b",
        r"\bmemeriksa (?:peramban|browser|koneksi)|\bmemverifikasi\b"
        r"|\bverifikasi (?:bahwa )?anda\b",
        r"\bakses (?:anda )?(?:ditolak|diblokir)|\blalu lintas (?:yang )?tidak biasa",
    ),
    "load_script_wall": _says(
        r"\b(?:enable|turn on|activate|requires?|needs?|allow) (?:js|javascript)\b",
        r"^(?:loading|redirecting|memuat|mengalihkan|(?:mohon )?tunggu\b.{0,30})\W*$",
        r"^please wait\b.{0,30}$",
        r"\b(?:you are being|you will be|anda (?:akan|sedang)) (?:redirected|dialihkan)\b",
        r"\b(?:without|tanpa|supports?|mendukung) javascript\b",
        r"\bjavascript\b.{0,30}\b(?:disabled|required|not enabled|turned off|blocked)",
        r"\b(?:aktifkan|mengaktifkan|nyalakan|membutuhkan|memerlukan|izinkan) (?:js|javascript)\b",
        r"\bjavascript\b.{0,30}\b(?:dinonaktifkan|nonaktif|tidak aktif|dimatikan|diblokir"
        r"|diperlukan)",
        r"\b(?:disable|turn off|pause) (?:any |your )?ad[ -]?block\w*|\bad[ -]?block\w* detected",
        r"\b(?:menggunakan|memakai|using) (?:an )?(?:ad[ -]?block\w*|pemblokir iklan)",
        r"\b(?:matikan|nonaktifkan|menonaktifkan) (?:ad[ -]?block\w*|pemblokir iklan)",
        r"\bbrowser\b.{0,30}\b(?:not supported|unsupported|does(?: not|n['’]t) support"
        r"|tidak mendukung"
        r"|tidak didukung)|\bunsupported browser\b",
    ),
    "load_login_wall": _says(
        r"\b(?:sign|log) ?in\b.{0,30}\b(?:continue|read|view|access|account)|\bplease (?:sign"
        r"|log) ?in\b",
        r"\b(?:silakan|silahkan|harap|mohon) (?:masuk|login|log ?in|daftar|berlangganan)\b",
        r"\b(?:masuk|login|log ?in|daftar|berlangganan) (?:dulu |terlebih dahulu )?untuk\b",
        r"\breached (?:your|the)\b.{0,30}\blimit\b|\bmencapai batas\b.{0,30}\b(?:artikel|gratis)\b",
        r"\b(?:buat|bikin) akun\b|\b(?:lupa|forgot)(?: your)? (?:kata sandi|password|sandi)",
        r"\bcreate (?:a|an|your) (?:free )?account\b|\b(?:subscribe"
        r"|register)\b.{0,30}\b(?:continue|read)",
        r"\b(?:khusus|hanya)(?: untuk| bagi)? (?:pelanggan|anggota|member|subscriber)"
        r"|\bsubscribers only\b",
        r"\b(?:sudah|belum) (?:punya akun|berlangganan)\b|\balready (?:a"
        r"|have).{0,20}(?:subscriber|account)",
    ),
    "load_consent_wall": _says(
        r"\bwe (?:value|respect|care about) your privacy\b|\bbefore you continue\b",
        r"\baccept (?:all )?(?:the )?cookies\b|\b(?:site|website|we) uses? cookies\b",
        r"\b(?:terima|setujui|izinkan) (?:semua )?(?:cookie|kuki)"
        r"|\b(?:situs|website|web|kami|laman)\b.{0,20}\bmenggunakan (?:cookie|kuki)",
        r"\b(?:our|mitra)\b.{0,30}\b(?:partners|kami)\b.{0,20}\b(?:store|access|menyimpan)\b"
        r"|\byour privacy choices\b",
        r"\bupdated (?:our|the) privacy\b|\bmemperbarui kebijakan privasi\b",
    ),
}
_TITLES = _says(
    _status("404"),
    r"(?:page |file )?not found\s*(?:$|[^\w\s])|(?:halaman|artikel|berita) tidak (?:ditemukan"
    r"|tersedia)\b",
    r"just a moment|attention required|access denied|are you a (?:robot|human)"
    r"|403 forbidden\b|forbidden\s*(?:$|[^\w\s])",
    _status("50[0234]"),
    r"service unavailable|bad gateway|internal server error",
    r"(?:(?:sedang )?dalam (?:perbaikan|pemeliharaan)|(?:under |site )?maintenance)\b",
    r"(?:login|log ?in|sign ?in|masuk|daftar|subscribe|berlangganan)\b(?:\W|$)",
)


def stub_reason(title: str, text: str, links: Collection[str]) -> str | None:
    """Return the reason for which a page is no article, or None.

    ``title`` is the page's own, ``text`` what was taken for its article, ``links`` the texts of
    its links.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if _is_list(lines, links):
        return "load_link_list"
    named = _TITLES.match(title) is not None and len(title) <= _MAX_TITLE
    for reason, says in _KINDS.items():
        saying = [line for line in lines if says.search(line) and not has_speech(line)]
        if not saying and not (named and says.search(title)):
            continue
        rest = sum(len(line) for line in lines if line not in saying and _is_text(line))
        if (len(text) <= MAX_WALL and rest < _MIN_TEXT) or (named and says.search(title)):
            return reason
    return "load_login_wall" if named and not any(map(_is_text, lines)) else None


def _is_text(line: str) -> bool:
    return is_prose(line) and not is_boilerplate(line)


def _is_list(lines: Sequence[str], links: Collection[str]) -> bool:
    """Whether the text is mostly links, or links with few lines between them."""
    linked = [without_bullet(line) in links for line in lines]
    if sum(linked) < _MIN_LINKS:
        return False
    length = sum(map(len, lines))
    share = sum(len(line) for line, link in zip(lines, linked, strict=True) if link) / length
    if share >= _MIN_LINKS_SHARE:
        return True
    gaps = "".join("|" if link else "." for link in linked).strip(".").split("|")
    return sum(linked) >= _MIN_LINK_LINES * len(lines) and max(map(len, gaps)) <= _MAX_TEASER_LINES
