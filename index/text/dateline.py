"""Datelines, the place at the start of a news text: "JENEWA — ", "Jakarta, Kompas.com - ".

Recognises only the forms of agencies and newspapers, not a place named in a sentence.
"""

import re
from typing import NamedTuple

_MAX_DATELINE = 140
"""Characters, with a reporter's name before it."""
_MIN_DATELINE = 3
"""Characters; "AS — " is a country's initials, not where the article was written."""
_DASHES = "–—―-"
_DASH = re.compile(r"(?:[–—―]+|(?<=\s)-{1,2}(?:\s-)?)(?=\s|$)")
_OUTLET = (
    r"(?i:[\w-]+\s?\.\s?(?:com|co|net|id)(?:\.id)?|antara(?:kl| news)?|cnn ?(?:indonesia|business)?"
    r"|pos ?kota|tribunnews|reuters|afp|ap|associated press|xinhua|bbc(?: news)?|voa|dw)"
)
_SITE = r"(?![\w-]+\.(?:com|co|net|id|COM|CO|NET|ID)\b)"
_WORD = rf"{_SITE}[^\W\d_a-z][\w.'’/-]*"
_UPPER_WORD = rf"{_SITE}[^\W\d_a-z](?:(?![a-z])[\w.'’/-])+"
_PLACE = rf"(?P<place>{_WORD}(?: {_WORD}){{0,3}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
_UPPER_PLACE = (
    rf"(?P<place>{_UPPER_WORD}(?: {_UPPER_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:(?i:laporan) .{{3,80}} )?{_OUTLET},? {_PLACE}",  # Tribunnews.com, Jakarta
        rf"{_PLACE},? \(?{_OUTLET}\)?",  # Jakarta, CNN Indonesia; Jakarta (ANTARA News)
        rf"{_PLACE} \([\w. /]{{2,20}}\)",  # WASHINGTON (AP)
        _UPPER_PLACE,  # GARDINER, Mont.
    )
)
_BARE_OUTLET = re.compile(_OUTLET)
_BARE_PLACE = re.compile(rf"{_WORD}(?: {_WORD})?")
_NEW_SENTENCE = re.compile(r"\s*[\"“‘'A-Z\d](?![^.]*\s[–—-]\s)")
"""Follows "Jakarta - ". A person's name is followed by an apposition: "Budi – petani – kata"."""
_LOWER_CASE_WORDS = frozenset({"de", "del", "di", "do", "of", "du", "la", "le"})
"""Words in lower case within a place's name: Rio de Janeiro."""
_MAX_REGION_CODE = 3
"""Letters of a state's or country's code after the comma, whose capitals are kept: DC, UAE."""
_INITIALS = re.compile(r"(?:\w\.)+,?")


class Dateline(NamedTuple):
    """The offset at which a dateline ends, and its place in readable case, "" without one."""

    end: int
    place: str


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline at the start of ``paragraph``, or None."""
    beginning = paragraph[:_MAX_DATELINE]
    has_dash = any(dash in beginning for dash in _DASHES)  # most have none
    dash = _DASH.search(beginning) if has_dash else None
    if dash is None:
        return None
    head = " ".join(beginning[: dash.start()].split())
    if len(head) < _MIN_DATELINE:
        return None
    if _BARE_OUTLET.fullmatch(head):
        return Dateline(dash.end(), "")
    for form in _FORMS:
        if match := form.fullmatch(head):
            return Dateline(dash.end(), readable_place(match["place"]))
    if _BARE_PLACE.fullmatch(head) and _NEW_SENTENCE.match(beginning, dash.end()):
        return Dateline(dash.end(), readable_place(head))
    return None


def readable_place(place: str) -> str:
    """Return ``place`` capitalised like a name: *NEW YORK* becomes *New York*."""
    city, comma, region = place.partition(",")
    if len(region.strip()) > _MAX_REGION_CODE:
        region = _readable(region)
    return _readable(city) + comma + region


def _readable(name: str) -> str:
    first, *others = name.split(" ")
    return " ".join([_readable_word(first), *(_readable_inner(word) for word in others)])


def _readable_inner(word: str) -> str:
    return word.lower() if word.lower() in _LOWER_CASE_WORDS else _readable_word(word)


def _readable_word(word: str) -> str:
    if not word.isupper() or _INITIALS.fullmatch(word):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
