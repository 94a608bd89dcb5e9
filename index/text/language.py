"""Detect Indonesian or English by function words.

A text in any other language is undecided, or taken for the one whose words it happens to share.
"""

import re

from index.types import Language


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Question words are listed with their particle and as one word ("dimanakah"): a question has few
# other function words. The, of, and, a, an, as and I are left out: they occur in English titles, AS
# (the USA) and Roman numbers, and decided Indonesian questions wrongly.
_INDONESIAN = _words("""
    ada adalah agar akan antara apa apakah atau bagaimana bagaimanakah bahwa banyak belum berapa
    berapakah bisa bukan dalam dan dapat dari darimana darimanakah dengan di dia dimana dimanakah
    disebut hanya ia ini itu jika juga kapan kapankah karena ke kemana kemanakah kenapa kepada lebih
    mana manakah mengapa menjadi menurut mereka nama oleh orang pada para pertama saat sebagai
    sebuah seberapa secara seperti siapa siapakah sudah tahun telah tersebut tidak untuk yang
""")
_ENGLISH = _words("""
    about after all are at be been but by can could did do does for from had has have he her his
    how if in into is it its many more much not on or other said she should than that their there
    they this to us was we were what when where which who whom whose why will with would you your
""")
_WORD = re.compile(r"[^\W\d_]+")
_MAX_DETECTED = 600
"""Characters looked at; more rarely change the answer and take time for every article."""
_MIN_RATIO = 2
"""The language found has more than so many times the words of the other; quotes mix the two."""
_BY_NAME = {
    **dict.fromkeys(("id", "in", "ind", "indonesia", "indonesian"), Language.INDONESIAN),
    **dict.fromkeys(("en", "eng", "english", "inggris"), Language.ENGLISH),
}


def detect(text: str) -> Language | None:
    """Return the language of the start of ``text``, or None if its words do not decide."""
    words = _WORD.findall(text[:_MAX_DETECTED].lower())
    indonesian = sum(map(_INDONESIAN.__contains__, words))
    english = sum(map(_ENGLISH.__contains__, words))
    if indonesian > _MIN_RATIO * english:
        return Language.INDONESIAN
    if english > _MIN_RATIO * indonesian:
        return Language.ENGLISH
    return None


def named_language(value: str) -> Language | None:
    """Return the language of a code or name, as ``id-ID``, ``English`` or ``bahasa Indonesia``."""
    word = value.strip().lower().removeprefix("bahasa ").replace("_", "-").partition("-")[0]
    return _BY_NAME.get(word)
