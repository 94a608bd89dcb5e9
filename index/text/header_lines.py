"""Lines above an article: sections, bylines, outlets, dates, reading times.

Each predicate takes one paragraph with its white space collapsed.
"""

import re
from datetime import date

from index.text.boilerplate import MAX_BOILERPLATE, any_of, is_names, listed
from index.text.dates import parse_date
from index.text.line_shapes import capitals, has_speech

_LABELS = listed("""
    uncategorized, uncategorised, tak berkategori, news, berita, home, beranda, nasional, national,
    internasional, international, dunia, world, global, politik, politics, ekonomi, economy, bisnis,
    business, finansial, finance, keuangan, olahraga, sport, sports, bola, sepak bola, teknologi,
    technology, tech, sains, science, hiburan, entertainment, selebriti, gaya hidup, lifestyle,
    kesehatan, health, opini, opinion, kolom, daerah, regional, nusantara, metro, metropolitan,
    megapolitan, hukum, kriminal, pendidikan, education, edukasi, wisata, travel, otomotif, budaya,
    culture, lingkungan, environment, breaking news, berita terkini, berita utama, headline,
    headlines, terkini, terbaru, terpopuler, latest news, top stories, artikel, article, featured,
    ap, reuters, afp, antara, associated press, the associated press, usa today, kompas.com,
    tempo.co, detikcom, liputan6.com, tribunnews.com, cnn indonesia, bbc news indonesia,
    tim redaksi, redaksi, admin, administrator, staff, staff writer, newsroom
""")
_OUTLET = (
    r"(?:[\w-]+\.(?:com|co|id|net|news|tv|org|example)(?:\.\w{2})?|(?:tim )?detik\w{0,12}"
    r"|(?:cnn|cnbc|bbc news|bbc)(?: indonesia)?|antara(?: news)?|kompas(?: tv)?|tempo|tirto"
    r"|kumparan"
    r"|republika(?: online)?|(?:jawa|jakarta) (?:pos|post)|the jakarta post|media indonesia"
    r"|bisnis indonesia|tribun ?\w{0,12}|liputan ?6|merdeka|okezone|sindonews|viva|suara|jpnn"
    r"|i?news"
    r"|reuters|afp|ap|(?:the )?associated press|xinhua|bloomberg|voa(?: indonesia)?"
    r"|dw(?: indonesia)?"
    r"|bbc|the guardian|(?:the )?new york times|al jazeera|tim(?: redaksi| \w+)?|redaksi"
    r"|kontributor)"
)
_ROLE = (
    r"(?:penulis|reporter|editor|pewarta|wartawan|jurnalis|kontributor|penyunting|redaktur"
    r"|penerjemah|author|writer|written by|reported by|edited by|ditulis oleh|disunting oleh|by"
    r"|oleh"
    r"|laporan)"
)
_BYLINE = any_of(
    r"(?:posted|published|diposting|diunggah|dipublikasikan)\s+(?:by|on|in|oleh)\b.{0,100}$",
    r"laporan (?:wartawan|reporter|kontributor)\b[^.!?]{1,100}$",
)
_CREDITED = any_of(rf"(?:{_ROLE}|rep|red)\s*[:：]\s*(?P<names>.{{1,100}})$")
_WRITTEN_BY = any_of(
    r"(?:(?:written |reported |edited )?by|(?:ditulis )?oleh|reporter|kontributor|jurnalis"
    r"|wartawan|penulis|editor)\s+(?P<names>[^:]{3,80})$"
)
_COUNT = any_of(
    r"\d+\s*(?:min(?:ute)?s?|menit)\s*(?:read|baca|membaca)?$",
    r"(?:waktu baca|reading time|read time)\s*:?\s*\d+\s*\w{0,8}$",
    r"(?:dibaca|dilihat|views?|hits|komentar|comments?|shares?)\s*:?\s*[\d.,]+\s*(?:kali|x|rb|k)?$",
    r"[\d.,]+\s*(?:rb|k)?\s*(?:views?|x dibaca|kali dibaca|komentar|comments?|shares?)$",
    r"(?:\d+|se(?=jam|hari|bulan|tahun)|a|an)\s?(?:detik|menit|jam|hari|minggu|bulan|tahun|seconds?"
    r"|min(?:ute)?s?|hours?|days?|weeks?|months?|years?) (?:yang )?(?:lalu|ago)$",
    r"(?:pukul |jam )?\d{1,2}[.:]\d{2}(?:\s*(?:wib|wita|wit|gmt|est|edt|[ap]m))?$",
    r"(?:ukuran (?:font|huruf|teks)|font size|text size|lihat foto"
    r"|a\s?[-+]?\s?a\s?[-+]?(?:\s?a\s?[-+]?)?)$",
)
_LABELS_OF_DATES = (
    "last updated|published|updated|posted|diterbitkan|diperbarui|dipublikasikan|dipublikasi"
    "|ditayangkan|dimuat|dirilis|diunggah|diposting|tayang|terbit|rilis|tanggal|date"
).split("|")
_DATE_LABEL = any_of(rf"\b(?:{'|'.join(_LABELS_OF_DATES)})\b(?: (?:on|at|pada)\b)?\s*:?")
_BARE_ROLE = any_of(rf"{_ROLE}\s*[:：]?$")
_BY_WHOM = any_of(
    r"(?:^|\s)(?:by|oleh)\s+\w[\w .]{1,40}?(?=\s+(?:on|pada)\s|$)",
    r"^(?:posted|published|diposting|diunggah)?\s*(?:on|pada)\b",
)
_POSTED = ("posted", "published", "diposting", "diunggah", "on", "pada")
_OUTLET_LINE = any_of(_OUTLET)
_OUTLET_BEFORE = any_of(rf"{_OUTLET}\s*[,\s]\s*(?=\S*\s?\S*\d)")
_OUTLET_AFTER = any_of(rf",\s*{_OUTLET}$")
_SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[|•·]\s*|\s+/\s+|\s{3,}")
_SEPARATORS = "-–—|•·/"
_BETWEEN_NAMES = re.compile(r"\s*[/|]\s*|\s(?=@\w+$)")
_FORENAMES = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
_NAME = re.compile(rf"{_FORENAMES}(?:(?:,|,? (?:dan|and|&)) {_FORENAMES}){{0,3}}")
_MAX_PARTS = 6
"""Of one line: names, outlet, place, date, time; a line of more is of another kind."""
_MAX_NAMES = 60
"""Characters of the names of those who wrote."""


def is_header(line: str) -> bool:
    """Whether ``line``, above the article, is a label, a byline, a reading time or a date."""
    return is_label(line) or is_dated_or_signed(line)


def is_dated_or_signed(line: str) -> bool:
    """Whether ``line`` says who wrote, when or for whom: what stands above it is no text either.

    Its parts may be joined: "Budi Santoso - detikNews", "Kompas.com - 05/10/2022, 14:05 WIB".
    """
    if len(line) > MAX_BOILERPLATE or has_speech(line):
        return False
    if is_byline(line) or date_of_line(line) is not None:
        return True
    parts = _parts(line)
    named = [part for part in parts if _is_person(part)]
    return len(named) <= 1 and len(named) < len(parts) and all(map(_is_part, parts))


def is_role(line: str) -> bool:
    """Whether ``line`` announces a name on the next: "Oleh:", "Editor"."""
    return len(line) <= MAX_BOILERPLATE and all(map(_BARE_ROLE.match, _parts(line) or [line]))


def is_person(line: str) -> bool:
    """Whether ``line`` may be one person's name, or several."""
    return _is_person(line)


def is_names_only(line: str) -> bool:
    """Whether ``line`` is nothing but two names, or one with an outlet or account: "Budi/Ani"."""
    if len(line) > _MAX_NAMES + _MAX_NAMES:
        return False
    names = [part.strip() for part in _BETWEEN_NAMES.split(line)]
    if len(names) not in (2, 3):
        return False
    outlets = [name for name in names if name[:1] == "@" or _OUTLET_LINE.fullmatch(name)]
    people = [name for name in names if name not in outlets and _is_person(name)]
    return len(people) + len(outlets) == len(names) and bool(outlets or "/" in line)


def is_label(line: str) -> bool:
    """Whether ``line`` is the name of a section or agency, or a breadcrumb: "Home > Nasional"."""
    if len(line) > MAX_BOILERPLATE:
        return False
    parts = [part.strip().lower() for part in re.split(r"[>/»›|•·]", line)]
    return parts[0] in _LABELS and all(len(part.split()) <= 3 for part in parts)


def is_byline(line: str) -> bool:
    """Whether ``line`` says who wrote or posted: "Oleh Budi Santoso", "Posted By : admin"."""
    if _BYLINE.match(line):
        return True
    if credited := _CREDITED.match(line):
        return is_names(credited["names"])
    written = _WRITTEN_BY.match(line)
    return written is not None and capitals(written["names"]) == 1.0


def date_of_line(line: str) -> date | None:
    """Return the first date of a line that has nothing else but labels, an outlet or a name."""
    if len(line) > MAX_BOILERPLATE or not any(map(str.isdigit, line)):
        return None
    if found := _part_date(line):
        return found
    has_label = _without_label(line) != line
    labelled = [part.strip(" :,|-") for part in (_DATE_LABEL.split(line) if has_label else [line])]
    found_in = [parse_date(part) for part in labelled if part]
    if found_in and None not in found_in:
        return found_in[0]
    return _date_of_parts(_parts(line))


def _date_of_parts(parts: list[str]) -> date | None:
    dates = [found for part in parts if (found := _part_date(part))]
    others = [part for part in parts if not _part_date(part)]
    people = [part for part in others if _is_person(part)]
    known = all(_is_part(part) for part in others)
    return dates[0] if dates and known and len(people) <= 1 else None


def _parts(line: str) -> list[str]:
    """Split a line at its dashes and bars, and an outlet off its name or date."""
    parts: list[str] = []
    has_separator = any(sign in line for sign in _SEPARATORS)
    pieces = _SEPARATOR.split(line) if has_separator else [line]
    for part in pieces if len(pieces) <= _MAX_PARTS else [line]:
        if before := _OUTLET_BEFORE.match(part):
            parts += part[: before.end()].rstrip(" ,"), part[before.end() :]
        elif after := _OUTLET_AFTER.search(part):
            parts += part[: after.start()], part[after.start() :].lstrip(" ,")
        else:
            parts.append(part)
    return [part.strip(" ,:") for part in parts if part.strip(" ,:")]


def _part_date(part: str) -> date | None:
    if found := parse_date(_without_label(part).strip(" :,")):
        return found
    lower = part.lower()
    if "by" in lower or "oleh" in lower or lower.lstrip().startswith(_POSTED):
        part = _BY_WHOM.sub("", _BY_WHOM.sub("", part)).strip()
    return parse_date(part)


def _without_label(part: str) -> str:
    """Return a part without "Terbit:", "Published on" and the like; few have any."""
    lower = part.lower()
    return _DATE_LABEL.sub("", part) if any(map(lower.__contains__, _LABELS_OF_DATES)) else part


def _is_part(part: str) -> bool:
    part = _without_label(part).strip(" :,") or part
    known = _OUTLET_LINE.fullmatch(part) or _COUNT.match(part) or is_label(part) or is_byline(part)
    return bool(known) or _part_date(part) is not None or _is_person(part)


def _is_person(part: str) -> bool:
    """Whether ``part`` may be a person's name, and is no outlet, label or byline."""
    if _OUTLET_LINE.fullmatch(part) or _COUNT.match(part) or is_label(part) or is_byline(part):
        return False
    is_short = len(part) <= _MAX_NAMES and not any(map(str.isdigit, part))
    return is_short and _NAME.fullmatch(part) is not None and capitals(part) == 1.0
