"""Boilerplate that stands anywhere in an article: links, adverts, buttons, paywalls, rules.

Each predicate takes one paragraph with its white space collapsed. Patterns match short, whole
paragraphs of a known shape; one that has a sentence's shape, such as "Baca juga doa sebelum tidur,
kata ustaz itu.", is not boilerplate. ``index.text.cleaning`` combines the predicates with a
paragraph's position.
"""

import re

from index.text.line_shapes import has_capitals, has_speech, is_sentence

MAX_BOILERPLATE = 300
"""Characters; a longer paragraph is not boilerplate, credits excepted."""
_MAX_SHARE_BAR = 90
_MAX_CREDIT_WORDS = 3


def listed(terms: str) -> frozenset[str]:
    """Return the terms of a list with commas."""
    return frozenset(term.strip() for term in terms.split(","))


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Compile a pattern of alternatives, for lines in any case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


_BUTTONS = listed("""
    share, sharing, on, this, article, story, facebook, twitter, x, whatsapp, telegram, line,
    linkedin, email, instagram, pinterest, reddit, messenger, tweet, copy, link, print, pin, it,
    bagikan, berbagi, sebarkan, ke, di, via, artikel, berita, ini, salin, tautan, cetak, surel,
    komentar, comment, comments, threads, koran, font, a
""")
_SHARING = listed("share, bagikan, sebarkan, facebook, twitter, whatsapp, tweet, salin, copy")
_RULE_OR_BUTTON = any_of(
    r"[^\w]*(?:advertisement|iklan|pariwara|sponsored|promoted|promosi)[^\w]*$",
    r"scroll (?:to (?:continue|resume)|untuk (?:melanjutkan|lanjut)|ke bawah)\b",
    r"\W*(?:konten (?:promosi|sponsor)|(?:sponsored|promoted|paid) (?:content|post"
    r"|by .{2,30}))\W*$",
    r"\W*(?:story|article|content) continues\b.{0,40}$",
    r"\W*(?:lanjut(?:kan)?|teruskan) (?:baca|membaca)\b.{0,40}$",
    r"\W*continue reading\b.{0,40}$|please enable javascript\b.{0,80}$",
    r"view this post on \w+\W*$|(?:a post shared by|sebuah kiriman dibagikan oleh) .{1,80}$",
    r"(?:gulir|geser) (?:untuk|ke bawah)\b.{0,60}$",
    r"\W*(?:berita |baca )?selengkapnya(?: baca)?(?: (?:di sini|klik di sini))?\W*$",
    r"\W*(?:read more|also read|continue reading|lanjutkan membaca|baca lebih lanjut)\W*(?::.*)?$",
    r"\W*(?:read|see|watch) (?:more|also)\s*:",
    r"(?:sign[ -]?up|subscribe|berlangganan|langganan)\b.{0,160}\b(?:newsletter|buletin|inbox)\b",
    r"\[gambas:.*\]$",
    r"\W*(?:simak|saksikan|tonton|lihat) (?:video|live|tayangan)\b.{0,120}(?:[:\"'”]|ini)\W*$",
    r"\W*(?:lihat|tampilkan|show|see|view|perbesar|putar|play|dengarkan|listen to)"
    r" (?:semua|all|foto|galeri|gambar|video|artikel|berita|this (?:article|story))(?: ini)?\W*$",
    r"\W*(?:skip advertisement|advertisement\W+story continues\b.{0,30}|(?:click|klik) (?:to|untuk)"
    r" (?:expand|enlarge|memperbesar)|(?:end of list|list \d+ of \d+))\W*$",
    r"image (?:source|caption),\s.{2,200}$|(?:getty images|shutterstock|antara foto)(?:/\w+)*$",
    r"artikel [\w-]+\.(?:id|com|co\.id)\W*$",
    r"\W*(?:perbesar|zoom|load more|muat lebih banyak|loading|tutup|close)\W*$",
)
_CALL = any_of(
    r"\W*(?:ikuti|follow|gabung|join|bergabung|dapatkan|cek|simak|baca|update)\b.{0,160}\b"
    r"(?:google news|(?:saluran|kanal|channel|grup|group)\W{1,3}(?:whatsapp|wa|telegram)"
    r"|(?:whatsapp|wa|telegram) (?:channel|saluran|group|grup))\b",
    r"\W*(?:klik|tap|click)\b.{0,40}\b(?:di ?sini|here)\b.{0,80}$",
    r"\W*(?:baca|simak|tonton|read|watch|view)\b.{0,60}"
    r"\b(?:selengkapnya|the full (?:story|article|report))\b.{0,60}$",
    r"(?:dapatkan|get)\b.{0,60}\b(?:berita|news)\b.{0,80}"
    r"\b(?:satu akun|inbox|ponsel\w*|aplikasi|app)\b.{0,60}$",
)
"""Requests to readers, on this page or another."""
_PAGER = any_of(
    r"(?:\d{1,2}[\s|]+)*(?:selanjutnya|berikutnya|next|prev(?:ious)?)[^\w:]*$",
    r"\W*(?:halaman|page|hal)\s*:?\s*(?:selanjutnya|berikutnya|berikut|sebelumnya|next|previous"
    r"|\d{1,2}(?:\s*(?:dari|of|/)\s*\d{1,2})?(?:[\s|,]+\d{1,2})*)(?:\s*(?:show all|semua))?\W*$",
    r"\W*(?:halaman|page)\W*$|1[\s|,]+2(?:[\s|,]+\d{1,2})*$",
    r"\W*(?:next|previous) (?:page|article|post|story)\W*$",
    r"\W*(?:artikel|berita) (?:selanjutnya|berikutnya|sebelumnya)\W*$",
    r"\W*(?:baca|simak|lihat|klik|lanjut(?:kan)?|selengkapnya|bersambung|dapatkan)\b.{0,120}"
    r"\b(?:di|ke) (?:halaman|laman) (?:selanjutnya|berikutnya|berikut|\d{1,2})\W*$",
    r"\W*(?:baca|buka|klik|lanjut ke) halaman (?:selanjutnya|berikutnya|berikut|\d{1,2})\W*$",
)
_PAYWALL = any_of(
    r"(?:konten|artikel|berita|tulisan|laporan|halaman) ini (?:khusus|hanya|eksklusif|tersedia)\b"
    r".{0,60}\b(?:pelanggan|berlangganan|subscriber|member|anggota|premium)\b.{0,90}$",
    r"(?:anda|kamu) (?:telah|sudah) membaca\b.{0,30}\bartikel\b.{0,20}$|baca tanpa iklan\b.{0,60}$",
    r"dapatkan akses (?:tanpa batas|penuh|premium|eksklusif)\b.{0,60}$"
    r"|(?:ber)?langganan mulai (?:dari )?rp\b.{0,40}$",
    r"(?:ber)?(?:gabung|join) \S{2,40} untuk (?:membaca|melanjutkan)\b.{0,40}$",
    r"(?:berlangganan|subscribe)(?: now| sekarang)? (?:for|untuk)"
    r" (?:unlimited|full|akses)\b.{0,40}$",
    r"(?:anda|kamu)\b.{0,40}\bmencapai batas\b.{0,80}$",
    r"(?:sudah|belum)\b.{0,20}\b(?:akun|berlangganan|pelanggan)\s*\?"
    r"(?:\s*(?:masuk|login|log in|sign in|daftar|silakan|klik|yuk)\b.{0,60})?$",
    r"(?:silakan|silahkan|yuk,?|ayo,?) (?:masuk|login|log in|daftar|berlangganan)\b.{0,120}$",
    r"(?:masuk|login|log in|sign in|daftar|register|subscribe|berlangganan)(?: \w+){0,4}"
    r" (?:untuk|to) (?:terus |lanjut )?(?:melanjutkan|membaca|mengakses|continue"
    r"|keep reading|read"
    r"|unlock|access)\b.{0,80}$",
    r"(?:berlangganan|subscribe) (?:sekarang|now|today)\W*$",
    r"(?:already|not) a (?:subscriber|member)(?: yet)?\s*\?.{0,80}$",
    r"this (?:article|story|content|post) is\b.{0,60}\b(?:subscribers?|members?)\b.{0,40}$",
    r"you(?: have|['’]ve) reached\b.{0,60}\b(?:limit|free articles?)\b.{0,80}$",
    r"to (?:continue|read|unlock)\b.{0,80}\b(?:subscribe|sign in|log in|register)\b.{0,60}$",
)
_ALSO = re.compile(
    r"\W*(?i:(?:baca|simak|lihat|tonton|saksikan|dengarkan|cek|kunjungi)[ _]?(?:juga|pula)"
    r"|(?:also read|read also|see also|watch also))(?![a-z])"
)
"""*Baca juga* in any case; glued to the headline after it, too."""
_GLUED = re.compile(
    r"(?<=[.!?…\"”’)])\s*(?=[(\[]?(?i:(?:baca|simak|lihat|tonton|saksikan|dengarkan|cek|kunjungi)"
    r"[ _](?:juga|pula|selengkapnya)|(?:baca|tonton|related|read(?: more)?)\s?[:|]"
    r"|(?:also|see|watch) (?:read|also)|read also))"
)
"""Between a sentence and the words that a link to something else begins with."""
_MAX_GLUED = 250
_STOPS = re.compile(r"\w\.\W*(?:\s|$)")
_LINK_MARK = re.compile(r"\s*[:：|»›>\[]|\s+[-–—]\s")
_LINK_WORDS = any_of(
    r"\b(?:di ?sini|di bawah ini|berikut(?: ini)?\W*$|selengkapnya|klik"
    r"|(?:artikel|berita|tulisan|kabar|video)\b.{0,30}\b(?:lain|lainnya|terkait|terbaru"
    r"|menarik))\b"
)
_CUE = any_of(
    r"\W*(?:baca(?: selengkapnya| berita(?: lainnya)?| artikel(?: lainnya)?)?|simak|tonton"
    r"|saksikan"
    r"|selengkapnya|pilihan (?:editor|redaksi)|rekomendasi|(?:berita|artikel|topik|kabar|info)"
    r" (?:terkait|lain(?:nya)?|terkini|pilihan|populer|sebelumnya)|terkait|terpopuler"
    r"|jangan lewatkan"
    r"|(?:(?:tonton|lihat|simak) )?video(?: (?:pilihan|terkait|lainnya))?|(?:read|watch) next"
    r"|infografi[sk]|infographic|cek fakta|more|you (?:may|might) (?:also )?be interested in"
    r"|podcast|galeri|read|watch|listen|related(?: \w+)?"
    r"|editor['’]?s['’]? (?:picks?|choice)|recommended(?: \w+)?|more on this(?: story)?"
    r"|don['’]t miss"
    r"|trending(?: now)?|most (?:read|popular)|you may also like"
    r"|more from .{2,40})\s*[:：|]\s*(?=\S)"
)
"""Labels of a link, before its colon."""
_CREDIT = re.compile(
    r"(?P<bracket>[(\[]?)(?i:foto|photo|image|gambar|kredit|(?:sumber|kredit) (?:foto|gambar))"
    r"(?i: by| oleh| credit)?\s*:(?P<whose>[^!?]{0,80})$"
)
_NO_NAME = re.compile(r"[/@©]|\b(?:dok|ist|istimewa|ilustrasi|via|akun)\b", re.IGNORECASE)
_HEADING = any_of(
    r"\W*(?:baca|simak|lihat|tonton|cek)[ _]juga\W*$",
    r"\W*(?:pilihan untuk ?(?:mu|anda)|info (?:terkait|lainnya)|read next)\W*$",
    r"\W*(?:(?:berita|artikel|tulisan|topik|video|konten|kabar|informasi)"
    r" (?:terkait|terkini|terbaru|lain(?:nya)?|pilihan|populer|terpopuler|menarik lainnya"
    r"|sebelumnya|rekomendasi)"
    r"|(?:anda|kamu) mungkin (?:juga )?(?:menyukai|suka|tertarik)|what to read next"
    r"|more on this(?: story)?"
    r"|terkait|terpopuler|(?:baca|lihat) lainnya|pilihan (?:editor|redaksi)(?: lainnya)?"
    r"|rekomendasi(?: (?:untuk anda|artikel|berita))?|jangan lewatkan"
    r"|paling (?:banyak )?(?:dibaca|dicari)"
    r"|related(?: (?:articles|posts|stories|news|topics|coverage))?|read (?:more|also)"
    r"|also read"
    r"|see also|more (?:stories|news)|more from .{2,40}|most (?:read|popular|viewed)"
    r"|editor['’]?s['’]? (?:picks?|choice)|recommended(?: (?:for you|stories|reading))?"
    r"|you (?:may|might) also like|trending(?: (?:now|stories|news))?"
    r"|don['’]t miss|top stories)\W*$",
)


def is_boilerplate(line: str) -> bool:
    """Whether ``line`` is boilerplate in any position: a rule, a share bar, "Baca juga: …"."""
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > MAX_BOILERPLATE:
        return False
    if _RULE_OR_BUTTON.match(line) or is_share_bar(line) or _is_credit(line):
        return not has_speech(line)
    if is_link(line):
        return True
    found = _PAYWALL.match(line) or _CALL.match(line)
    return is_pager(line) or (found is not None and not has_speech(line))


def is_pager(line: str) -> bool:
    """Whether ``line`` leads to other pages of the article, or is the heading of their numbers."""
    return len(line) <= MAX_BOILERPLATE and _PAGER.match(line) is not None and not has_speech(line)


def is_share_bar(line: str) -> bool:
    """Whether ``line`` consists of buttons only: "Share on Facebook", "Bagikan"."""
    if len(line) > _MAX_SHARE_BAR:
        return False
    words = set(re.findall(r"\w+", line.lower()))
    return words <= _BUTTONS and not words.isdisjoint(_SHARING)


def is_link(line: str) -> bool:
    """Whether ``line`` is a link to something else: "Baca juga …", "Pilihan Editor: …"."""
    if has_speech(line):
        return False
    if also := _ALSO.match(line):
        rest = line[also.end() :]
        if rest[:1].isalpha() or not any(map(str.isalnum, rest)):
            return True
        if _LINK_MARK.match(rest) or _LINK_WORDS.search(rest):
            return not _goes_on(rest)
        return not is_sentence(rest)
    if cue := _CUE.match(line):
        rest = line[cue.end() :]
        return has_capitals(rest) or not is_sentence(rest)
    return False


def without_glued_link(paragraph: str) -> int:
    """Return where a paragraph ends but for a link glued to it: "… hari. Baca juga: …"."""
    for glued in _GLUED.finditer(paragraph, max(0, len(paragraph) - _MAX_GLUED)):
        link = " ".join(paragraph[glued.end() :].split())
        is_closed = link.startswith(("(", "[")) or not _STOPS.search(link)
        if is_closed and is_boilerplate(link):
            return glued.start()
    return len(paragraph)


def _goes_on(headline: str) -> bool:
    """Whether sentences of the article follow the headline of a link on the same line."""
    return re.search(r"\w{3,}\.\s+[\"“'(]?\w.*[.!?][\"”')]*$", headline) is not None


def is_link_heading(line: str) -> bool:
    """Whether ``line`` is a heading above links to other articles."""
    return len(line) <= MAX_BOILERPLATE and _HEADING.match(line) is not None


def is_names(text: str) -> bool:
    """Whether ``text``, after a label such as *Sumber:* or *Editor:*, names somebody."""
    if has_speech(text):
        return False
    words = text.split()
    return (
        len(words) <= _MAX_CREDIT_WORDS or has_capitals(text) or _NO_NAME.search(text) is not None
    )


def _is_credit(line: str) -> bool:
    """Whether ``line`` is the credit of a picture; not a sentence that begins *Foto:*."""
    credit = _CREDIT.match(line)
    return credit is not None and (bool(credit["bracket"]) or is_names(credit["whose"]))
