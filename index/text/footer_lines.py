"""Lines below an article: credits, initials, tags, rights, and the sections of a page.

Each predicate takes one paragraph with its white space collapsed.
"""

from index.text.boilerplate import MAX_BOILERPLATE, any_of, is_link_heading, is_names
from index.text.header_lines import date_of_line, is_byline, is_names_only
from index.text.line_shapes import capitals, has_speech, is_sentence

MAX_CREDITS_LINE = 600
_MAX_HEADING = 120
"""Characters of a heading, signs around it aside; most paragraphs are longer."""
_MIN_NAMES_SHARE = 0.6
"""Share of names and places in a contributors' line; ordinary sentences stay far below."""

_FOOTER = any_of(
    r"[(\[][\w.*/ -]{1,24}[)\]]$",  # an editor's initials: (abc/def), [sau], (*)
    r"\W*(?:copyright|hak cipta)\b.{0,12}(?:©|\(c\)|\d{4}|:|dilindungi)|.{0,60}©",
    r".{0,120}\ball rights reserved\.?$",
    r"(?:jangan lupa (?:untuk )?)?(?:ikuti|follow|gabung|join|dapatkan)\b.{0,200}"
    r"(?:google news|whatsapp|telegram|twitter"
    r"|facebook|instagram|newsletter|buletin|(?:channel|saluran) (?:kami|resmi|wa|youtube)|@\w+)",
    r"(?:contact|reach|email|hubungi|write to)\b.{0,160}@",
    r"[^@]{0,60}\b(?:can be reached|tips?)\b[^@]{0,60}\S@\S+\.\w+.{0,40}$",
    r"(?:(?:additional )?reporting|editing|writing|compiled) by [A-Z].{2,200}$",
    r"dilarang (?:keras )?(?:mengambil|mengutip|menyalin|memperbanyak|menyebarluaskan)\b.{0,250}$",
    r"(?:like|share|suka|bagikan) (?:this|ini)?\s*:.{0,40}$|(?:#\w+[\s,]*)+$",
    r"(?:masuk|login|log in|daftar|berlangganan|langganan|subscribe|e-?mail(?: address)?|kirim"
    r"|submit|sebelumnya|menu|home|beranda|back to top|kembali ke atas)\W*$",
    r"(?:instagram|youtube|tiktok|linkedin|telegram|threads)\W*$|our standards:\s.{0,80}$",
    r"(?:dapatkan|temukan) (?:informasi|berita|kabar) (?:terbaru|terkini|lainnya)\b[^.?]{0,80}$",
    r"jangan lewatkan\b.{0,60}[!.] (?:unduh|download|ikuti|simak|klik)\b.{0,80}$",
    r"(?:unduh|download|instal) aplikasi \S.{0,40}\b(?:sekarang|gratis|now|di \S+ ?store)\W*$",
    r"baca (?:berita|artikel)\b.{0,40}\b(?:lain(?:nya)?|terkini|terbaru)\b.{0,20} di \S+\.\w+\W*$",
    r"read the (?:original|full) (?:article|story)\b.{0,60}$",
    r".{5,60}\bis an? .{2,80}\. (?:follow|reach|email|contact) .{2,80}$",
    r"(?:ikuti|follow) (?:kami|us)(?: di| on)?\W*$",
    r"(?:artikel|berita) ini (?:telah|sudah|pernah) (?:tayang|terbit|dimuat)\b",
    r"this (?:article|story) (?:was )?(?:originally|first) (?:appeared|published)\b",
    r"this (?:article|story) (?:was|has been) (?:updated|corrected|amended)\b",
    r"artikel ini telah (?:diperbarui|dikoreksi)\b",
)
_TAGGED = any_of(
    r"(?:tags?|topik|topics?|kata kunci|keywords?|filed under|kategori|categories|category)\s*:"
    r".{0,250}$"
)
_TAG_LINE = any_of(
    r"(?:tags?|tagar|topik|topics?|kata kunci|keywords?|filed under)\s*:\s*\S.{0,150}$"
)
"""Of one or several topics, also amid an article."""
_DETAIL = any_of(r"[^\W\d_][\w ]{1,24}\s?:\s+\S.{0,150}$")
_SOURCE = any_of(r"(?:sumber|source|sources|via)(?: berita)?\s*:\s*(?P<whose>[^.!?]{1,80}\.?|\S+)$")
_CONTRIBUTED = any_of(
    r".{3,}\b(?:ikut |turut )?berkontribusi(?: (?:dalam|untuk|pada|terhadap|dari) .{1,60})?\.?$",
    r".{3,}\bcontributed(?: (?:to|from|reporting) .{1,80})?\.?$",
    r"contributing\s*:.{3,}$|kontributor\s*:.{3,}$",
)
_CONTRIBUTED_HERE = any_of(
    r".{3,200}\bcontributed to this (?:report|story|article)\.?$",
    r".{3,200}\bberkontribusi (?:dalam|untuk|pada) (?:laporan|berita|artikel) ini\.?$",
)
_TAGS = any_of(
    r"\W*(?:tags?|tagar|topik|kata kunci|keywords?|label)(?: (?:terkait|terpopuler|populer))?\W*$"
)
_LIST_AT_END = any_of(r"\W*(?:terkini|terbaru|headlines?|populer|trending|lainnya|newsletter)\W*$")
_ABOUT = any_of(r"\W*(?:tentang|profil) penulis\W*$|\W*about the (?:author|writer)s?\W*$")
_COMMENTS = any_of(
    r"\W*(?:apa reaksi (?:anda|kamu)|what['’]s your reaction)\W*$",
    r"\W*(?:\d+ )?(?:komentar|comments?|tanggapan)(?: (?:pembaca|terbaru|anda))?\W*\d*\W*$",
    r"\W*(?:leave a|post a|add a|write a|tinggalkan|tulis|beri(?:kan)?|kirim|kolom)"
    r" (?:reply|comment|balasan|komentar|tanggapan)(?: anda)?\W*$",
    r"\W*(?:belum ada|no|jadilah yang pertama|be the first to)\b.{0,20}\b(?:ber)?(?:komentar"
    r"|comments?)"
    r"\W*$|\W*(?:lihat|tampilkan|view|show|load|muat)\b.{0,20}\b(?:komentar|comments?)\W*$",
    r"\W*(?:login|masuk|log in|sign in)\b.{0,20}\b(?:berkomentar|komentar|comment)\W*$",
    r"\W*(?:join the (?:discussion|conversation)|diskusi pembaca)\W*$",
)
_COMMENTED = any_of(
    r"\W*(?:\d+|sebulan|setahun|sehari|sejam|semenit|baru saja|a|an)?\s*(?:detik|menit|jam|hari"
    r"|minggu|bulan|tahun|seconds?|minutes?|hours?|days?|weeks?|months?|years?)?"
    r" ?(?:yang )?(?:lalu|ago)\W*$",
    r"\W*(?:balas|reply|suka|like|laporkan|report|bagikan)(?:\W+(?:balas|reply|suka|like"
    r"|\d+))*\W*$",
    r"(?:alamat (?:email|surel)|ruas yang wajib|your email address|required fields|save my name"
    r"|simpan nama|(?:anda|you) (?:harus|must)\b.{0,40}\b(?:berkomentar|comment))\b.{0,99}$",
    r".{2,40} (?:berkata|says|mengatakan)\s*:$",
    r"@?[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*)?\s*(?::\s.*)?$",
)


def is_footer(line: str) -> bool:
    """Whether ``line``, below the article, is credits, initials, tags, rights or a byline."""
    if is_credits(line):
        return True
    if len(line) > MAX_BOILERPLATE or has_speech(line):
        return False
    if _TAGGED.match(line):
        return not is_sentence(line)
    if source := _SOURCE.match(line):
        return is_names(source["whose"])
    if is_byline(line) or is_names_only(line):
        return True
    return _FOOTER.match(line) is not None or date_of_line(line) is not None


def is_credits(line: str) -> bool:
    """Whether ``line`` lists contributors: it says that they contributed and is mostly names."""
    if len(line) > MAX_CREDITS_LINE or _CONTRIBUTED.match(line) is None:
        return False
    if _CONTRIBUTED_HERE.match(line):
        return True
    return capitals(line) >= _MIN_NAMES_SHARE


def is_tag_line(line: str, above: str, below: str) -> bool:
    """Whether ``line`` lists the article's topics, and is not one of an event's details."""
    if len(line) > MAX_BOILERPLATE or _TAG_LINE.match(line) is None or is_sentence(line):
        return False
    return not any(map(is_detail, (above, below)))


def is_detail(line: str) -> bool:
    """Whether ``line`` is a label and what it says: "Tempat: Balai kota"."""
    return _DETAIL.match(line) is not None and not is_sentence(line) and not is_byline(line)


def is_tags_heading(line: str) -> bool:
    """Whether ``line`` is a heading above tags."""
    return len(line) <= MAX_BOILERPLATE and _TAGS.match(line) is not None


def is_comments_heading(line: str) -> bool:
    """Whether ``line`` is a heading above readers' comments, or the form for one."""
    return len(line) <= MAX_BOILERPLATE and _COMMENTS.match(line) is not None


def is_list_heading(line: str) -> bool:
    """Whether ``line`` may be a heading above other articles, if only such follow."""
    return len(line) <= MAX_BOILERPLATE and _LIST_AT_END.match(line) is not None


def is_about_heading(line: str) -> bool:
    """Whether ``line`` is a heading above what is said about the author."""
    return len(line) <= MAX_BOILERPLATE and _ABOUT.match(line) is not None


def is_comment(line: str) -> bool:
    """Whether ``line`` belongs to a reader's comment: "3 jam lalu", "Balas", "Andi: semoga …"."""
    return len(line) <= MAX_BOILERPLATE and _COMMENTED.match(line) is not None


def is_section_heading(line: str) -> bool:
    """Whether ``line`` begins a section of the page that is not the article."""
    if len(line) > _MAX_HEADING and line[0].isalnum():
        return False
    if is_tags_heading(line) or is_comments_heading(line) or is_about_heading(line):
        return True
    return is_link_heading(line) or is_list_heading(line)
