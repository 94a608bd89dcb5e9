"""The shapes of single lines: sentences, headlines, names, captions.

What a line says does not tell it from boilerplate: articles have sentences that begin with *Baca
juga*, *Foto:* or *Sumber:*. Its shape does: a sentence ends in a full stop or has somebody say it,
a headline or a name has capitals.
"""

import re

MAX_HEADLINE = 160
"""Characters."""
_MIN_CAPITALS = 0.6
"""Share of the words of a headline in title case, or of names; sentences stay far below."""

_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL_WORDS = frozenset(
    "a an and at bagi bin by dalam dan dari dengan di for from hingga in juga ke kepada of oleh on"
    " or pada para report saat serta tak tentang the this to untuk with yang".split()
)
"""Words that have no capital among names or in a headline."""
_SAID = (
    r"(?:kata|ujar|tutur|ucap|ungkap|jelas|tegas|imbuh|kilah|papar|terang|tandas|pungkas|sambung"
    r"|beber|tukas|cetus|timpal|sebut|lanjut|tambah|kenang|keluh|urai|tulis|pesan|seru|klaim)(?:nya)?"
)
_SPEECH = re.compile(
    rf"[,!?.…][\"”'’»]*\s(?:{_SAID}\s|{_SAID}[.,]|(?:\w+\s){{0,3}}(?:said|says|told|added|asked)\b)"
)
_SAYING = (
    "mengatakan|menyebut|menuturkan|menjelaskan|menegaskan|menambahkan|mengaku|said |says "
).split("|")
_SAYS = re.compile(
    r"\b(?:mengatakan|menyebut|menuturkan|menjelaskan|menegaskan|menambahkan|mengaku)\b"
    r"|\b(?:said|says) (?:that|it|he|she|they|the|in|on)\b"
)
"""Looked for only in lines with a word of ``_SAYING``, which is a tenth of the work."""
_FULL_STOP = re.compile(r"(?<!\.\.)[.…][\"”'’»)\]]*$")
_ENDS = re.compile(r"[.!?…][\"”'’»)\]]*$")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[\"”'’)]*\.[\"”'’)]*\s+[\"“‘'(]?[A-Z].*[.!?][\"”'’)]*$")
_NOT_HEADLINE_END = re.compile(r"(?:(?<!\.\w)(?<!\.\.)\.|[,;:—–)-])$")
"""Allows headlines that are cut off with dots or end in "U.S."."""
_NEXT_SENTENCE = re.compile(r"\b[a-z]{2,}\.\s+[^\W\d_]")
_BULLET = re.compile(r"(?:\d{1,2}[.)]|[-*•·–—►▶>»]|[a-z][.)])\s+")
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_QUOTED = re.compile(r"[\"“‘«]")
_AGENCY = (
    r"antara|afp|ap|reuters|getty|shutterstock|epa|xinhua|istimewa|ist|dok|foto|photo|file"
    r"|instagram|twitter|facebook|youtube|tangkapan layar|screenshot|pexels|pixabay|unsplash"
)
_CAPTION = re.compile(
    rf"[(\[](?:(?:{_AGENCY})\b[^()\[\]]{{0,80}}|[\w .]{{2,40}}/[\w .]{{2,40}})[)\]]\.?$"
    r"|\b(?:antara foto|afp photo|ap photo|reuters|getty images)(?:\s?/[\w. ]{2,40}){1,3}$"
    rf"|(?:foto|photo|gambar)(?: oleh| by)?\s*:\s*[^.!?]{{2,60}}[)\]]?$"
    rf"|[/|©]\s?(?:{_AGENCY})\b[\w .]{{0,40}}$",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"(?:ilustrasi|foto|potret|tangkapan layar|dok(?:umentasi)?)\b", re.IGNORECASE
)


def capitals(line: str) -> float:
    """Return the share of words that begin with a capital, small words aside."""
    words = [word for word in _WORDS.findall(line) if word.lower() not in _SMALL_WORDS]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def has_capitals(line: str) -> bool:
    """Whether ``line`` is a headline in title case, or consists of names."""
    return capitals(line) >= _MIN_CAPITALS


def has_speech(line: str) -> bool:
    """Whether somebody says what the line says: "…," kata dia; he said that …"""
    if any(word in line for word in _SAYING) and _SAYS.search(line):
        return True
    return _SPEECH.search(line) is not None


def is_sentence(line: str) -> bool:
    """Whether ``line`` is a sentence, several, or a quotation, and no headline in title case."""
    if has_speech(line) or _TWO_SENTENCES.search(line):
        return True
    if _FULL_STOP.search(line):
        return len(line.split()) > 2
    return _ENDS.search(line) is not None and not has_capitals(line)


def is_prose(line: str) -> bool:
    """Whether ``line`` is text of an article beyond doubt: sentences of some length, or speech."""
    if has_speech(line) or len(line) > MAX_HEADLINE:
        return True
    return is_sentence(line) and (len(line.split()) > 5 or _QUOTED.match(line) is not None)


def is_headline(line: str) -> bool:
    """Whether ``line`` may be a headline: short, and neither sentences nor an item of a list."""
    return (
        len(line) <= MAX_HEADLINE
        and len(line.split()) > 2
        and not line[0].islower()
        and _NOT_HEADLINE_END.search(line) is None
        and _NEXT_SENTENCE.search(line) is None
        and _BULLET.match(line) is None
    )


def without_bullet(line: str) -> str:
    """Return ``line`` without the bullet or number before it."""
    return _BULLET.sub("", line, count=1)


def without_site_name(line: str) -> str:
    """Return a title without the name of the site after it."""
    return _SITE_NAME.sub("", line)


def is_caption(line: str) -> bool:
    """Whether ``line`` describes a picture: it ends with its credit, or names it at the start."""
    if len(line) > 2 * MAX_HEADLINE:
        return False
    if _CAPTION.search(line):
        return True
    return _PICTURE.match(line) is not None and len(line) <= MAX_HEADLINE and not is_sentence(line)
