"""What a source says of an article, under the names that people and programs use for it.

The fields are as they came, unchecked; ``index.sources.article_builder`` checks them.
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
}


@dataclass(frozen=True, slots=True)
class Fields:
    """One article as its source gives it; all but ``text`` may be empty.

    ``external_id`` alone is already one clean line, for it is part of the article's key. ``key``
    tells apart rows of the same id: those of different sources, exported into one file.
    """

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    external_id: str = ""
    key: str = ""


def field_named(name: str) -> str | None:
    """The field of ``Fields`` that ``name`` stands for, in either language and any case."""
    return _NAMES.get(name.strip().lower())
