"""An article's fields as a source gives them, and the names that they have in files.

Unchecked; ``index.sources.article_builder`` checks them.
"""

from dataclasses import dataclass

_NAMES = {
    "id": "external_id",
    "key": "key",
    "title": "title",
    "judul": "title",
    "text": "text",
    "teks": "text",
    "isi": "text",
    "date": "date",
    "tanggal": "date",
    "source": "source",
    "sumber": "source",
    "url": "url",
    "lang": "language",
    "language": "language",
    "bahasa": "language",
    "section": "section",
    "category": "section",
    "categories": "section",
    "kategori": "section",
    "rubrik": "section",
    "kanal": "section",
    "channel": "section",
    "desk": "section",
    "tags": "tags",
    "tag": "tags",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one article; all but ``text`` may be empty.

    ``external_id`` is already a clean line, being part of the article's key. ``key`` distinguishes
    rows of the same id: those of different sources, exported into one file.
    """

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    external_id: str = ""
    key: str = ""
    section: str = ""


def field_named(name: str) -> str | None:
    """Return the field of ``Fields`` called ``name`` in either language and any case, if any."""
    return _NAMES.get(name.strip().lower())
