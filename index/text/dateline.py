"""The place that a news text begins with: "JENEWA — ", "Jakarta, Kompas.com - ".

Only the shapes that agencies and papers use count; a place named in a sentence is not looked for.
"""

import re
from typing import NamedTuple

_WINDOW = 140
"""Characters; a dateline, with a reporter's name before it, has ended by then."""
_SHORTEST = 3
"""Letters; "AS — " is a country's initials, not where the article was written."""
_DASH = re.compile(r"\s*(?:[–—―]+|(?<=\s)-{1,2}(?:\s-)?)(?=\s|$)")
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
"""What follows "Jakarta - "; after a person's name an aside follows: "Budi – petani – kata"."""
_SMALL = frozenset({"de", "del", "di", "do", "of", "du", "la", "le"})
"""Words that stay small inside a place's name: Rio de Janeiro."""
_LONGEST_CODE = 3
"""Letters of a state's or country's code after the comma, which stays as it is: DC, UAE."""
_INITIALS = re.compile(r"(?:\w\.)+,?")


class Dateline(NamedTuple):
    """Where the dateline ends, and the place it names in readable case (may be empty)."""

    end: int
    place: str


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the beginning of ``paragraph``, or None."""
    beginning = paragraph[:_WINDOW]
    dash = _DASH.search(beginning)
    if dash is None:
        return None
    head = " ".join(beginning[: dash.start()].split())
    if len(head) < _SHORTEST:
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
    """``place`` with capitals only where names have them: *NEW YORK* is *New York*."""
    city, comma, region = place.partition(",")
    if len(region.strip()) > _LONGEST_CODE:
        region = _readable(region)
    return _readable(city) + comma + region


def _readable(name: str) -> str:
    first, *others = name.split(" ")
    return " ".join([_readable_word(first), *(_readable_inner(word) for word in others)])


def _readable_inner(word: str) -> str:
    return word.lower() if word.lower() in _SMALL else _readable_word(word)


def _readable_word(word: str) -> str:
    if not word.isupper() or _INITIALS.fullmatch(word):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
