"""The direct quotation as data, and the comparison of names."""

import re
import unicodedata
from dataclasses import dataclass

_NO_LETTER = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article that a named person said, as offsets into the article's text.

    - ``start``, ``end``: the quoted words, without the quotation marks
    - ``speaker``: the fullest name by which the article names the person, without titles
    - ``speaker_start``, ``speaker_end``: one place where the text says ``speaker``, literally
    """

    start: int
    end: int
    speaker: str
    speaker_start: int
    speaker_end: int


def name_key(name: str) -> str:
    """Return the form by which names are compared: lower-case letters, without accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _NO_LETTER.sub(" ", letters).strip()
