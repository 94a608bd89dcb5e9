"""The answer type that a question asks for, and whether it names a date, by patterns."""

import re

from index.types import AnswerType

# In order: "tahun berapa" asks for a time although "berapa" asks for a number.
_QUESTION_PATTERNS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (AnswerType.PERSON, re.compile(r"\bsiapa|\b(?-i:[Ww]ho)(?:m|se)?\b", re.IGNORECASE)),  # not WHO
    (
        AnswerType.TIME,
        re.compile(
            r"\bkapan|\bbilamana\b|\bwhen\b"
            r"|\b(?:what|which) (?:year|date|day|month|time|century)\b"
            r"|\b(?:tahun|tanggal|hari|bulan|pukul|jam|abad) (?:ke[ -]?)?(?:berapa|apa)",
            re.IGNORECASE,
        ),
    ),
    (
        AnswerType.NUMBER,
        re.compile(
            r"\bberapa|\bhow (?:many|much|old|long|far|high|deep|big|tall|fast)\b"
            r"|\bwhat (?:percent|share|number)",
            re.IGNORECASE,
        ),
    ),
    (
        AnswerType.PLACE,
        re.compile(
            r"\b(?:di|ke|dari) ?mana|\bmanakah\b|\bwhere\b"
            r"|\b(?:which|what) (?:country|city|state)\b"
            r"|\b(?:negara|kota|provinsi|pulau|daerah|desa|kabupaten|benua|wilayah)(?:kah)?"
            r"\b.{0,12}\b(?:mana|apa)",
            re.IGNORECASE,
        ),
    ),
    (AnswerType.REASON, re.compile(r"\b(?:mengapa|kenapa|alasan|why)\b", re.IGNORECASE)),
)


_MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|january|february|(?-i:March|May)|june|july|august|october|december"
)
_DATE = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d)\b|\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}\b",
    re.IGNORECASE,
)


def answer_type_of(question: str) -> AnswerType:
    """Return the answer type that ``question`` asks for, in Indonesian or English."""
    found = (each for each, pattern in _QUESTION_PATTERNS if pattern.search(question))
    return next(found, AnswerType.OTHER)


def names_date(question: str) -> bool:
    """Whether ``question`` names a year or a day of a month.

    A weekday or a month alone does not count: "on Monday" is of this week.
    """
    return _DATE.search(question) is not None
