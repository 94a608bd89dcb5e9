"""Questions that ask for nothing but a subject: *ebola gimana*, *kabar persib*."""

import re

from index.query.slang import in_full
from index.types import Language

_MAX_WORDS = 8
"""Words of a subject; what is longer says something, even if it asks nothing."""
_MAX_FRAME = 10

_INDONESIAN = re.compile(
    r"""(?:(?:eh|oh|ya|ok|oke|terus|trus|lalu|nah|jadi|dan|kalau)\s+)*
    (?:(?:ada\s+)?(?:kabar|berita|info|informasi|update|perkembangan|cerita|kelanjutan)
        (?:\s+(?:apa|apa\s+s?aja|terbaru|terkini))?(?:\s+(?:soal|tentang|mengenai|dari|dengan|di))?\s+
      |(?:apa|bagaimana)\s+(?:saja\s+)?(?:kabar|berita|perkembangan|kelanjutan|update|info)(?:nya)?
        (?:\s+(?:soal|tentang|mengenai|dari|dengan|di))?\s+
      |(?:ada\s+)?apa\s+(?:soal|tentang|dengan|sama|yang\s+terjadi\s+(?:di|dengan|pada))\s+
      |(?:apa|sebutkan)\s+s?aja\s+|(?:soal|tentang|perihal|mengenai)\s+|bagaimana\s+(?:dengan\s+|soal\s+)?)?
    (?P<subject>.+?)
    (?:\s+(?:itu\s+)?(?:bagaimana(?:\s+sih)?(?:\s+(?:kabar|perkembangan|kelanjutan)(?:nya)?)?
      |(?:ada\s+)?(?:kabar|berita|perkembangan|update|info)(?:nya)?(?:\s+apa(?:\s+s?aja)?)?
      |(?:lagi\s+|sedang\s+)?(?:ngapain|berbuat\s+apa)|ada\s+apa|(?:itu\s+)?apa\s+s?aja))?
    (?:\s+(?:sih|dong|ya|nih|deh|kak|min))*[\s?!.]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ENGLISH = re.compile(
    r"""(?:(?:so|and|ok|okay|but|well)\s+)*
    (?:(?:what|how)\s+about\s+|tell\s+me\s+(?:more\s+)?about\s+|about\s+|regarding\s+
      |what(?:'s|’s|\s+is|s)?\s+(?:happening|going\s+on|up|new|the\s+(?:latest|news))
        (?:\s+(?:with|in|at|on|about))?\s+
      |(?:is\s+there\s+)?(?:any|some)?(?:thing|\s*news|\s*updates?)\s+(?:new\s+)?(?:on|about|from)\s+)?
    (?P<subject>.+?)
    (?:\s+(?:news|updates?))?[\s?!.]*""",
    re.IGNORECASE | re.VERBOSE,
)
_DOING = re.compile(
    r"what(?:'s|’s|s|\s+is|\s+are|\s+was)\s+(.+?)\s+(?:doing|up\s+to)\b\s*", re.IGNORECASE
)
"""*what is Prabowo doing in Paris*: a subject in two parts."""
_FRAMES = {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}

_ASKING = re.compile(
    r"""\b(?:apa|apakah|apaan|siapa\w*|kapan|berapa\w*|(?:di|ke|dari)?\s?mana\w*|kenapa|mengapa
    |bagaimana|cara\w*|alasan\w*|bisa|boleh|adakah|benarkah|betulkah|masihkah|sudahkah|gak|nggak
    |tidak|belum|bukan
    |what|who|whom|whose|when|where|why|how|which|did|does|do|is|are|was|were|will|would|can|could
    |should|has|have|had)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def overview_subject(question: str, language: Language) -> str:
    """Return the subject of a question that asks for nothing else, as written; "" if it does."""
    words = question.split()
    if len(words) > _MAX_WORDS + _MAX_FRAME or not any(map(str.isalnum, question)):
        return ""
    text = " ".join(words)
    text = in_full(text, language)
    found = _FRAMES[language].fullmatch(_DOING.sub(r"\1 ", text))
    subject = found["subject"] if found else ""
    if not subject or len(subject.split()) > _MAX_WORDS or _ASKING.search(subject):
        return ""
    return question if subject == text.strip(" ?!.") else subject
