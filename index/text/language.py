"""Which of the two languages a text is in, told by its function words.

Knows Indonesian and English only: a text in any other language is undecided, or taken for the one
whose words it happens to share.
"""

import re

from index.types import Language


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Question words are there with their particle and as one word ("dimanakah"): a question has little
# else to go by. The, of, and, a, an, as and I are left out: they come with English titles, AS (the
# USA) and Roman numbers, and decided Indonesian questions wrongly.
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
_ENOUGH = 600
"""Characters; more text rarely changes the answer and takes its time on every article."""
_MAJORITY = 2
"""The winner has more than this many times the other's words; quotes and names mix the two."""
_NAMES = {
    **dict.fromkeys(("id", "in", "ind", "indonesia", "indonesian"), Language.INDONESIAN),
    **dict.fromkeys(("en", "eng", "english", "inggris"), Language.ENGLISH),
}


def detect(text: str) -> Language | None:
    """The language of ``text`` by its beginning, or None where its words do not tell."""
    words = _WORD.findall(text[:_ENOUGH].lower())
    indonesian = sum(map(_INDONESIAN.__contains__, words))
    english = sum(map(_ENGLISH.__contains__, words))
    if indonesian > _MAJORITY * english:
        return Language.INDONESIAN
    if english > _MAJORITY * indonesian:
        return Language.ENGLISH
    return None


def named_language(value: str) -> Language | None:
    """The language that a code or a name says: ``id-ID``, ``English``, ``bahasa Indonesia``."""
    word = value.strip().lower().removeprefix("bahasa ").replace("_", "-").partition("-")[0]
    return _NAMES.get(word)
