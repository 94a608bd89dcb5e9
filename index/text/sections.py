"""The usual sections of news: which one a source's name or an address stands for.

The names are data, in ``sections.tsv``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from index.types import Language

MAX_NAME = 60
"""Characters of a section's name."""

_NO_SECTION = frozenset(
    """0 artikel article articles all berita beranda channel default depan editor feed feeds
    featured foto galeri gallery general headline headlines home homepage index info informasi
    kabar kanal
    latest lainnya misc more news none null nan other others page photo photos pilihan post posts
    root rss semua story stories tajuk terbaru terkini top trending umum uncategorised
    uncategorized undefined unknown update utama video videos web website""".split()
)
"""Words of names that say nothing about what an article is of."""
_FILLERS = frozenset("berita kabar kanal info news rubrik section kategori category".split())
"""Words around a section's name: *Berita Politik*, *Business News*."""
_WORD = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*|&")
_SEPARATOR = re.compile(r"\s*(?:[/>|,;:»›·•–—]|\s-\s)\s*")
_CONJUNCTION = re.compile(r"[/>|,;:»›·•–—&]|\b(?:dan|and)\b", re.IGNORECASE)
_LIST = re.compile(r"[,;|]|://")
_MAX_WORDS = 5
_MAX_READ = 300
"""Characters of a name that are read: tags may follow one another."""
_PASSED_SEGMENT = re.compile(
    r"\d+|[a-z]{2}(?:[-_][a-z]{2})?|amp|read|baca|news|berita|article|artikel|articles|story"
    r"|stories|content|post|posts|indonesia|kanal|channel|section|kategori|category",
    re.IGNORECASE,
)
"""Parts of an address before the section: dates, languages, what every article's has."""
_LABEL_AND_NUMBER = re.compile(r"([a-z]+(?:-[a-z]+)?)-\d{5,12}", re.IGNORECASE)
"""A part of the BBC's addresses: ``/news/business-60063418``."""
_HOST_PREFIXES = frozenset({"www", "m", "amp", "id", "en", "mobile", "new"})
_MAX_SEGMENTS = 5


@dataclass(frozen=True, slots=True)
class UsualSection:
    """A usual section: its code and its names for people."""

    code: str
    names: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class _SectionTable:
    sections: Mapping[str, UsualSection]
    asked: Mapping[str, str]
    named: Mapping[str, str]
    labels: Mapping[str, str]


def section_of(name: str) -> str | None:
    """Return the code of the usual section that a source calls ``name``; None if of none.

    Of several in one name, *Bola > Liga Inggris*, the first.
    """
    return next((code for part in _parts(name) if (code := _code(part, _table().named))), None)


def section_of_tag(tag: str) -> str | None:
    """Return the code of the section that a tag means: *ekonomi*, but not *mobil* or *Bali*."""
    return _code(tag[:MAX_NAME], _table().asked)


def usual_part(name: str) -> str:
    """Return the first part of ``name`` that is a usual section's, or ""."""
    return next((part for part in _parts(name) if _code(part, _table().named)), "")


def section_of_address(url: str) -> str | None:
    """Return the code of the usual section in an address's host or path; None if there is none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    labels = _table().labels
    for label in _labels(host, parts.path):
        if code := labels.get(label):
            return code
    return None


def article_section(name: str, url: str) -> str | None:
    """Return the code of an article's section: of the name that its source gives, else address."""
    return section_of(name) or section_of_address(url)


def is_section_name(name: str) -> bool:
    """Whether a name that is not usual may be a section's: not *News*, a list or an address."""
    words = _words(name)
    if _LIST.search(name) or not any(map(_has_letter, words)) or len(words) > _MAX_WORDS:
        return False
    return not (len(words) <= 2 and _NO_SECTION.issuperset(words))


def sections() -> Mapping[str, UsualSection]:
    """Return the usual sections by code."""
    return _table().sections


def asked_sections() -> Mapping[str, str]:
    """Return the codes of sections by the names that people ask for them with."""
    return _table().asked


def _has_letter(word: str) -> bool:
    return any(map(str.isalpha, word))


def _parts(name: str) -> Iterator[str]:
    name = name[:_MAX_READ].strip()
    if name:
        yield name
        yield from filter(None, _SEPARATOR.split(name))
        yield from filter(None, _CONJUNCTION.split(name))


def _code(part: str, names: Mapping[str, str]) -> str | None:
    words = _words(part)
    if code := names.get(" ".join(words)):
        return code
    return names.get(" ".join(word for word in words if word not in _FILLERS))


def _words(name: str) -> list[str]:
    words = _WORD.findall(name.casefold())
    return ["&" if word in ("dan", "and") else word for word in words]


def _labels(host: str, path: str) -> Iterator[str]:
    """Yield what may name a section: the host's first label, whole sites, the path's first part."""
    first, _, rest = host.partition(".")
    if first in _HOST_PREFIXES:
        host = rest
        first, _, rest = host.partition(".")
    if "." in rest and not _is_public_suffix(rest):
        yield first
    yield host
    *segments, last = [part for part in path.lower().split("/") if part] or [""]
    for segment in segments[:_MAX_SEGMENTS]:
        if not _PASSED_SEGMENT.fullmatch(segment):
            yield segment
            return
    if match := _LABEL_AND_NUMBER.fullmatch(last):
        yield match[1]


def _is_public_suffix(domain: str) -> bool:
    """Whether a domain of two labels is one under which anyone registers names: ``co.id``."""
    first, _, last = domain.partition(".")
    return len(last) == 2 and first in ("ac", "co", "com", "go", "gov", "net", "or", "org", "web")


@cache
def _table() -> _SectionTable:
    text = resources.files("index.text").joinpath("sections.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, UsualSection] = {}
    asked: dict[str, str] = {}
    named: dict[str, str] = {}
    labels: dict[str, str] = {}
    for code, indonesian, english, names, of_sources, of_addresses in rows:
        found[code] = UsualSection(
            code, {Language.INDONESIAN: indonesian, Language.ENGLISH: english}
        )
        asked.update((" ".join(_words(each)), code) for each in names.split(", "))
        named.update((" ".join(_words(each)), code) for each in of_sources.split(", "))
        named.update((" ".join(_words(each)), code) for each in (indonesian, english))
        labels.update(dict.fromkeys(of_addresses.split(", "), code))
    return _SectionTable(found, asked, named | asked, labels)
