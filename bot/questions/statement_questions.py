"""Tell questions for what somebody said, in their own words, and whom and what they name. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from index.query.slang import expand_slang

MAX_QUESTION = 300
"""Characters of a question for what somebody said; a longer one says more than that."""
_MAX_PERSON_WORDS = 7


class StatementRequest(Enum):
    """The ways to ask for somebody's words."""

    ANSWER = auto()  # what they said about something
    LIST = auto()  # everything they said
    WHO = auto()  # who it was that said something


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """A question for words of ``person`` about ``topic``; "" for anybody, and for anything."""

    request: StatementRequest
    person: str
    topic: str = ""


_ABOUT = (
    r"(?:tentang|soal|mengenai|terkait|perihal|seputar|terhadap|atas|di|saat|ketika|pada"
    r"|about|on|regarding|concerning|of|over|in|at|during)"
)
_ABOUT_TOPIC = rf"\s+(?P<about>{_ABOUT})\s+(?P<topic>.+?)"
_TOPIC = rf"(?:{_ABOUT_TOPIC})?"
_SAYINGS = (
    r"(?:kata|ucapan|perkataan|pernyataan|komentar|tanggapan|respons?|reaksi|pendapat|pandangan"
    r"|jawaban|penjelasan|klaim|omongan)"
)
_SAID = (
    r"(?:di(?:kata|ucap|nyata|sampai|tegas|jelas|ungkap|utara)kan|dibilang|disebut|dikatain"
    r"|diomongin|diucapin)"
)
_SAY = (
    r"(?:bilang|blg|bicara|berbicara|ngomong|omong|berkata|berkomentar|berpendapat|mengatakan|menyatakan|menyebut"
    r"|menegaskan|mengungkapkan|ngomongin)"
)
_ALL = r"(?:semua|seluruh|daftar|kumpulan|all|every)"
_END = r"(?:\s+(?:itu|sih|dong|ya|kak|min|gitu))*\s*[?!.]*"

_FORMS: Sequence[tuple[StatementRequest, str]] = (
    (
        StatementRequest.LIST,
        rf"(?:{_ALL}\s+)?(?:kutipan|ucapan|perkataan|omongan|kata-kata)(?:-kutipan)?"
        rf"(?:\s+langsung)?\s+(?:(?:dari|oleh|si)\s+)?(?P<person>.+?){_TOPIC}{_END}",
    ),
    (
        StatementRequest.LIST,
        rf"apa\s+(?:saja|aja)\s+(?:yang\s+{_SAID}(?:\s+oleh)?|yang\s+pernah\s+{_SAID}(?:\s+oleh)?"
        rf"|{_SAYINGS})\s+(?P<person>.+?){_TOPIC}{_END}",
    ),
    (
        StatementRequest.LIST,
        rf"(?:{_ALL}\s+)?(?:the\s+)?(?:direct\s+)?quot(?:es?|ations?)\s+(?:by|from|of)\s+"
        rf"(?P<person>.+?){_TOPIC}{_END}",
    ),
    (
        StatementRequest.LIST,
        rf"(?:(?:show|tell|give)\s+(?:me|us)\s+|list\s+)?(?:what|everything|all(?:\s+that)?)\s+"
        r"(?!(?:did|does|do|has|have|had|is|was|were)\b)"
        rf"(?P<person>.+?)\s+(?:has\s+|have\s+)?said(?:\s+so\s+far)?{_TOPIC}{_END}",
    ),
    (
        StatementRequest.WHO,
        rf"(?:siapa\s+(?:sih\s+)?(?:yang\s+)?(?:pernah\s+)?{_SAY}|kata\s+siapa)\s+(?:kalau\s+|bahwa\s+)?"
        rf"(?P<topic>.+?){_END}",
    ),
    (StatementRequest.WHO, rf"who\s+(?:has\s+)?said\s+(?:that\s+)?(?P<topic>.+?){_END}"),
    (
        StatementRequest.ANSWER,
        rf"(?:jadi\s+)?apa\s+(?:sih\s+)?(?:yang\s+{_SAID}(?:\s+oleh)?|isi\s+{_SAYINGS}|{_SAYINGS})"
        rf"\s+(?:dari\s+)?(?P<person>.+?){_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"(?:bagaimana|gimana)\s+{_SAYINGS}\s+(?:dari\s+)?(?P<person>.+?){_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"(?P<person>.+?)\s+(?:sih\s+)?{_SAY}\s+apa(?:\s+(?:saja|aja|sih))?{_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"{_SAYINGS}\s+(?P<person>.+?){_TOPIC}\s+(?:apa|gimana|bagaimana){_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"{_SAYINGS}\s+(?P<person>.+?)\s+(?:apa|gimana|bagaimana){_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"menurut\s+(?P<person>.+?)\s+(?:gimana|gmn|bagaimana|apa){_ABOUT_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"(?:gimana|gmn|bagaimana|apa)\s+menurut\s+(?P<person>.+?){_ABOUT_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"(?:and\s+|so\s+)?what\s+(?:did|does|do|has|have|had)\s+(?P<person>.+?)\s+"
        rf"(?:say|said|state|stated|comment|think)(?:\s+to\s+say)?{_TOPIC}{_END}",
    ),
    (
        StatementRequest.ANSWER,
        rf"what(?:\s+is|\s+was|['’]s)\s+(?P<person>.+?)['’]s?\s+"
        rf"(?:comment|response|reaction|statement|view|opinion)s?(?:\s+(?P<about>{_ABOUT}|to)\s+"
        rf"(?P<topic>.+?))?{_END}",
    ),
)
_COMPILED = tuple((request, re.compile(rf"\s*{form}", re.IGNORECASE)) for request, form in _FORMS)
_MAY_BE = re.compile(
    r"kata|menurut|kutip|ucap|bilang|blg|omong|sebut|nyata|komentar|tanggap|respon|reaksi|pendapat|pandang"
    r"|jawab|jelas|klaim|tegas|ungkap|sampai|utara|quot|sa(?:y|id)|stat|view|opinion|think|react",
    re.IGNORECASE,
)
"""Beginnings of what each form has; most questions have none of it, and are not looked at more."""

_ROLE = re.compile(r"\s+(?:dari|from|of)\s.*|,.*")
"""Where somebody is from, behind the name: "Robert Garcia dari Angeles"."""
_NOBODY = frozenset(
    """dia ia beliau mereka kamu kau anda lu lo aku saya gua gue kita kami he she they you it this
    that these those i we everyone everybody somebody someone orang siapa semua apa yang the a an
    artikel berita orang-orang netizen warganet warga hari day week""".split()
)
"""Words that are no name of a person, if nothing else is said of whom."""


def statement_question(question: str) -> StatementQuestion | None:
    """Return what of whose words ``question`` asks for; None if it asks for something else."""
    if len(question) > MAX_QUESTION or not _MAY_BE.search(question):
        return None
    text = expand_slang(question)
    for request, form in _COMPILED:
        if found := form.fullmatch(text):
            return _read(request, found.groupdict())
    return None


def is_whole_question(question: str) -> bool:
    """Return whether ``question`` names both whose words it asks for and what they are about."""
    asked = statement_question(question)
    return asked is not None and bool(asked.person and asked.topic)


def _read(request: StatementRequest, parts: dict[str, str | None]) -> StatementQuestion | None:
    person, topic = (" ".join((parts.get(key) or "").split()) for key in ("person", "topic"))
    if request is StatementRequest.WHO:
        return StatementQuestion(request, "", topic)
    person = _ROLE.sub("", person).strip("\"“”'")
    words = person.lower().split()
    if not 0 < len(words) <= _MAX_PERSON_WORDS or _NOBODY.issuperset(words):
        return None
    return StatementQuestion(request, person, topic)
