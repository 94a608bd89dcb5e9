"""Boilerplate of news pages, recognised by the words of a single paragraph.

Each predicate takes one paragraph with its white space collapsed. Patterns match short, whole
paragraphs of a known shape: no sentence of an article may be taken for boilerplate, so what is
merely unusual passes. ``index.text.cleaning`` combines the predicates with a paragraph's position.
"""

import re
from datetime import date

from index.text.dates import parse_date

MAX_BOILERPLATE = 300
"""Characters; a longer paragraph is not boilerplate, credits excepted."""
MAX_CREDITS_LINE = 600
_MAX_SHARE_BAR = 90


def _listed(terms: str) -> frozenset[str]:
    return frozenset(term.strip() for term in terms.split(","))


_LABELS = _listed("""
    uncategorized, uncategorised, tak berkategori, news, berita, home, beranda, nasional, national,
    internasional, international, dunia, world, global, politik, politics, ekonomi, economy, bisnis,
    business, finansial, finance, keuangan, olahraga, sport, sports, bola, sepak bola, teknologi,
    technology, tech, sains, science, hiburan, entertainment, selebriti, gaya hidup, lifestyle,
    kesehatan, health, opini, opinion, kolom, daerah, regional, nusantara, metro, metropolitan,
    megapolitan, hukum, kriminal, pendidikan, education, edukasi, wisata, travel, otomotif, budaya,
    culture, lingkungan, environment, breaking news, berita terkini, berita utama, headline,
    headlines, terkini, terbaru, terpopuler, latest news, top stories, artikel, article, featured,
    ap, reuters, afp, antara, associated press, the associated press, usa today, kompas.com,
    tempo.co, detikcom, liputan6.com, tribunnews.com, cnn indonesia, bbc news indonesia
""")
_BUTTONS = _listed("""
    share, sharing, on, this, article, story, facebook, twitter, x, whatsapp, telegram, line,
    linkedin, email, instagram, pinterest, reddit, messenger, tweet, copy, link, print, pin, it,
    bagikan, berbagi, sebarkan, ke, di, via, artikel, berita, ini, salin, tautan, cetak, surel,
    komentar, comment, comments
""")
_SHARING = _listed("share, bagikan, sebarkan, facebook, twitter, whatsapp, tweet, salin, copy")
_JOINING_WORDS = _listed(
    "di, dan, in, at, from, dari, the, and, juga, also, serta, to, this, report, bin"
)
_ROLE = (
    r"(?:penulis|reporter|editor|pewarta|wartawan|kontributor|penyunting|redaktur|penerjemah"
    r"|author|writer|written by|reported by|edited by|ditulis oleh|disunting oleh|by|oleh|laporan)"
)


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ANY_POSITION = _pattern(
    r"[^\w]*(?:advertisement|iklan|pariwara|sponsored|promoted)[^\w]*$",
    r"scroll (?:to continue|untuk (?:melanjutkan|lanjut)|ke bawah)\b",
    r"(?:gulir|geser) (?:untuk|ke bawah)\b.{0,60}$",
    r"\W*(?:baca|simak|lihat|tonton|saksikan)[ _]?(?:juga|pula)\b(?!.*[.!?]\s+\w)",
    r"\W*(?:simak|saksikan|tonton|lihat) (?:video|live|tayangan)\b.{0,120}(?:[:\"'”]|ini)\W*$",
    r"\W*(?:berita |baca )?selengkapnya(?: baca)?(?: (?:di sini|klik di sini))?\W*$",
    r"\W*(?:read|see|watch) (?:more|also)\s*:",
    r"\W*(?:read more|also read|continue reading|lanjutkan membaca|baca lebih lanjut)\W*(?::.*)?$",
    r"(?:sign[ -]?up|subscribe|berlangganan|langganan)\b.{0,160}\b(?:newsletter|buletin|inbox)\b",
    r"\[gambas:.*\]$",
    r"\(?(?:foto|photo|image|gambar)(?: by| oleh| credit)?\s*:[^.!?]{0,80}\)?$",
)
_BYLINE = _pattern(
    r"(?:posted|published|diposting|diunggah|dipublikasikan)\s+(?:by|on|in|oleh)\b.{0,100}$",
    _ROLE + r"\s*[:：].{1,100}$",
    r"laporan (?:wartawan|reporter|kontributor)\b[^.!?]{1,100}$",
)
_WRITTEN_BY = _pattern(r"(?:by|oleh)\s+(?P<names>.{3,80})$")
_READING_TIME = _pattern(r"\d+\s*(?:min(?:ute)?s?|menit)\s*(?:read|baca|membaca)?$")
_DATE_LABEL = _pattern(
    r"\b(?:last updated|published|updated|posted|diterbitkan|diperbarui|dipublikasikan|tayang"
    r"|terbit|tanggal|date)\b(?: (?:on|at|pada)\b)?\s*:?",
)
_FOOTER = _pattern(
    r"[(\[][\w.*/ -]{1,24}[)\]]$",  # an editor's initials: (abc/def), [sau], (*)
    r"(?:tags?|topik|kata kunci|keywords?|filed under|kategori|categories|category)\s*:.{0,250}$",
    r"(?:sumber|source|sources|via)(?: berita)?\s*:\s*[^.!?]{1,80}\.?$|sumber: \S+$",
    r"\W*(?:copyright|hak cipta)\b.{0,12}(?:©|\(c\)|\d{4}|:|dilindungi)|.{0,60}©",
    r".{0,120}\ball rights reserved\.?$",
    r"(?:ikuti|follow|gabung|join|dapatkan)\b.{0,200}(?:google news|whatsapp|telegram|twitter"
    r"|facebook|instagram|newsletter|buletin|channel|saluran|@\w+)",
    r"(?:contact|reach|email|hubungi)\b.{0,160}@",
    r"(?:artikel|berita) ini (?:telah|sudah|pernah) (?:tayang|terbit|dimuat)\b",
    r"this (?:article|story) (?:originally|first) appeared\b",
    r"(?:this (?:article|story) has been|artikel ini telah) (?:updated|corrected|diperbarui)\b",
)
_LINK_HEADING = _pattern(
    r"\W*(?:baca|simak|lihat)[ _]juga\W*$",
    r"\W*(?:(?:berita|artikel|tulisan) terkait|related (?:articles|posts|stories|news)|related"
    r"|terkait|read (?:more|also)|also read|see also|more (?:stories|news)"
    r"|(?:leave a|tinggalkan) (?:reply|comment|balasan|komentar)|komentar|comments)\W*$",
)
_CONTRIBUTED = _pattern(
    r".{3,}\b(?:ikut |turut )?berkontribusi(?: (?:dalam|untuk|pada|terhadap|dari) .{1,60})?\.?$",
    r".{3,}\bcontributed(?: (?:to|from|reporting) .{1,80})?\.?$",
    r"contributing\s*:.{3,}$|kontributor\s*:.{3,}$",
)
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
_MIN_NAMES_SHARE = 0.6
"""Share of names and places in a contributors' line; ordinary sentences stay far below."""


def is_boilerplate(line: str) -> bool:
    """Whether ``line`` is boilerplate in any position: a rule, a share bar, "Baca juga: …"."""
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > MAX_BOILERPLATE:
        return False
    return _ANY_POSITION.match(line) is not None or is_share_bar(line)


def is_share_bar(line: str) -> bool:
    """Whether ``line`` consists of buttons only: "Share on Facebook", "Bagikan"."""
    if len(line) > _MAX_SHARE_BAR:
        return False
    words = set(re.findall(r"\w+", line.lower()))
    return words <= _BUTTONS and not words.isdisjoint(_SHARING)


def is_header(line: str) -> bool:
    """Whether ``line``, above the article, is a label, a byline, a reading time or a date."""
    return len(line) <= MAX_BOILERPLATE and (
        is_label(line)
        or is_byline(line)
        or _READING_TIME.match(line) is not None
        or date_of_line(line) is not None
    )


def is_label(line: str) -> bool:
    """Whether ``line`` is the name of a section or agency, or a breadcrumb: "Home > Nasional"."""
    parts = [part.strip().lower() for part in re.split(r"[>/»›|•·]", line)]
    return parts[0] in _LABELS and all(len(part.split()) <= 3 for part in parts)


def is_byline(line: str) -> bool:
    """Whether ``line`` says who wrote or posted: "Oleh Budi Santoso", "Posted By : admin"."""
    if _BYLINE.match(line):
        return True
    written = _WRITTEN_BY.match(line)
    return written is not None and _capitalised(written["names"]) == 1.0


def date_of_line(line: str) -> date | None:
    """Return the first date of a ``line`` of dates and their labels ("Published", "Updated")."""
    parts = (part.strip(" :,|-") for part in _DATE_LABEL.split(line))
    found = [parse_date(part) for part in parts if part]
    return found[0] if found and None not in found else None


def is_footer(line: str) -> bool:
    """Whether ``line``, below the article, is credits, initials, tags, rights or a byline."""
    if is_credits(line):
        return True
    return len(line) <= MAX_BOILERPLATE and (
        _FOOTER.match(line) is not None or is_byline(line) or date_of_line(line) is not None
    )


def is_credits(line: str) -> bool:
    """Whether ``line`` lists contributors: it says that they contributed and is mostly names."""
    if len(line) > MAX_CREDITS_LINE or _CONTRIBUTED.match(line) is None:
        return False
    return _capitalised(line) >= _MIN_NAMES_SHARE


def _capitalised(line: str) -> float:
    """Return the share of words that begin with a capital, joining words aside."""
    words = [word for word in _WORDS.findall(line) if word.lower() not in _JOINING_WORDS]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def is_link_heading(line: str) -> bool:
    """Whether ``line`` is a heading above links to other articles."""
    return len(line) <= MAX_BOILERPLATE and _LINK_HEADING.match(line) is not None
