"""The answer type that a question asks for, and where a sentence may hold such an answer.

Both by surface patterns: question words in the one, capitals, digits, months and numerals in the
other. Evidence for choosing between sentences, never proof.
"""

import re
from collections.abc import Collection

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
_DAYS = (
    "senin|selasa|rabu|kamis|jumat|sabtu|minggu"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_NUMERALS = (
    "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|ratus"
    "|seratus|ribu|seribu|juta|miliar|milyar|triliun|persen|one|two|three|four|five|six|seven"
    "|eight|nine|ten|dozen|hundred|thousand|million|billion|percent"
)
_TIME = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d|{_MONTHS}|{_DAYS}|abad|century)\b|\b(?:pukul|jam|at)\s+\d[\d.:]*"
    r"|\b\d{1,2}[.:]\d\d\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d)\b|\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{_NUMERALS})\b", re.IGNORECASE)
_NAME = re.compile(
    r"\b[A-Z][\w'’.-]*(?:\s+(?:(?:bin|binti|al|van|de|of|von|da)\s+)?[A-Z][\w'’.-]*)*"
)
_PLACE = re.compile(
    r"\b(?i:di|ke|dari|in|at|from|to|near|asal|kota|desa|pulau|provinsi|kabupaten|negara)\s+"
    r"(?:\w+\s+)?([A-Z]\w+)"
)
_REASON = re.compile(
    r"\b(?:karena|sebab|lantaran|akibat|gara-gara|agar|supaya|because|due to|since|so that)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def answer_type_of(question: str) -> AnswerType:
    """Return the answer type that ``question`` asks for, in Indonesian or English."""
    found = (each for each, pattern in _QUESTION_PATTERNS if pattern.search(question))
    return next(found, AnswerType.OTHER)


def names_date(question: str) -> bool:
    """Whether ``question`` names a year or a day of a month.

    A weekday or a month alone does not count: "on Monday" is of this week.
    """
    return _DATE.search(question) is not None


def answer_candidates(
    answer_type: AnswerType, sentence: str, question_words: Collection[str]
) -> list[int]:
    """Return the offsets in ``sentence`` of possible answers that are not in the question itself.

    ``question_words`` are lower-case. For ``AnswerType.OTHER`` names count.
    """
    match answer_type:
        case AnswerType.TIME:
            return _new(_TIME, sentence, question_words)
        case AnswerType.NUMBER:
            return _new(_NUMBER, sentence, question_words)
        case AnswerType.PLACE:
            return [
                found.start(1)
                for found in _PLACE.finditer(sentence)
                if found[1].lower() not in question_words
            ]
        case AnswerType.REASON:
            return [found.start() for found in _REASON.finditer(sentence)]
        case AnswerType.PERSON | AnswerType.OTHER:
            return _names(sentence, question_words)


def lower_words(text: str) -> frozenset[str]:
    """Return the lower-case words of ``text``, for ``answer_candidates``."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def _new(pattern: re.Pattern[str], sentence: str, known: Collection[str]) -> list[int]:
    return [
        found.start()
        for found in pattern.finditer(sentence)
        if any(word not in known for word in _WORD.findall(found[0].lower()))
    ]


def _names(sentence: str, known: Collection[str]) -> list[int]:
    """Return where names begin; one capitalised word at the sentence's start is not a name."""
    starts = []
    for found in _NAME.finditer(sentence):
        words = _WORD.findall(found[0])
        if (len(words) > 1 or found.start() > 0) and any(w.lower() not in known for w in words):
            starts.append(found.start())
    return starts
