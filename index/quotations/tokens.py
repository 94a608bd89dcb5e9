"""The author's own words between the quotations, as tokens: words, numbers, marks, quotations."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from index.quotations.marks import Quoted
from index.types import Span


class TextTokenKind(Enum):
    """The kinds of tokens."""

    CAPITAL = "capital"
    LOWER = "lower"
    NUMBER = "number"
    MARK = "mark"
    QUOTED = "quoted"
    BREAK = "break"


class TextToken(NamedTuple):
    """A token with its offsets; ``quoted`` numbers the quotation that it stands for."""

    kind: TextTokenKind
    start: int
    end: int
    word: str
    lower: str
    quoted: int = -1


_TOKEN = re.compile(
    r"(?P<degree>,\s?(?:[SMB]\.?(?:H|E|M|T|Si|Pd|Sos|Kes|Kom|I\.?P|I\.?K|Hum|Sc|Ag|Psi|A)|Ph\.?D|M\.?D"
    r"|M\.?B\.?A|M\.?P\.?H|Lc|Sp\.?[A-Z]{1,3}[a-z]{0,3}|Jr"
    r"|[SMD]\.[A-Z][A-Za-z]{1,8}(?!\s[A-Z]))(?:\.(?=,|\s[a-z(]))?(?=[\s,.)]))"
    r"|(?P<initials>(?:[^\W\d_]\.){1,6}(?:[^\W\d_](?!\w))?)(?=[\s,)]|[^\W\d_])"
    r"|(?P<word>[^\W\d_]\w{0,60}+(?:['’-][^\W_]\w{0,60}+){0,8}+)"
    r"|(?P<number>\d{1,60}+(?:[.,:/]\d{1,60}+){0,20}+)|(?P<mark>[^\w\s])"
)
_ABBREVIATIONS = frozenset(
    """dr drs dra ir prof hj h kh st sr jr mr mrs ms rev gen lt col sgt capt sen rep gov moh mohd
    muh muhammad abd ny tn ra pdt ust kab kec kel prov pol purn adm bros jend letjen mayjen brigjen
    cllr dep letkol irjen komjen kombes kol kapt sdr no jl a.n tbk pt inc""".split()
)
_CAPITAL, _LOWER = TextTokenKind.CAPITAL, TextTokenKind.LOWER
_NUMBER, _MARK = TextTokenKind.NUMBER, TextTokenKind.MARK
_STOPS = frozenset(".!?…")


def tokenize(text: str, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> list[TextToken]:
    """Return the tokens of ``paragraphs``, with one for each of ``quoted`` and between two."""
    tokens: list[TextToken] = []
    following = 0
    for paragraph in paragraphs:
        position = paragraph.start
        while following < len(quoted) and quoted[following].outer.start < paragraph.end:
            outer = quoted[following].outer
            _add_words(text, position, outer.start, tokens)
            tokens.append(
                TextToken(TextTokenKind.QUOTED, outer.start, outer.end, "", "", following)
            )
            position = outer.end
            following += 1
        _add_words(text, position, paragraph.end, tokens)
        tokens.append(TextToken(TextTokenKind.BREAK, paragraph.end, paragraph.end, "", ""))
    return tokens


def _add_words(text: str, start: int, end: int, tokens: list[TextToken]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        group = match.lastgroup
        begin, finish = match.span()
        if group in {"word", "initials"}:
            lower = word.lower()
            tokens.append(
                TextToken(_LOWER if word[0] == lower[0] else _CAPITAL, begin, finish, word, lower)
            )
        elif group == "number":
            tokens.append(TextToken(_NUMBER, begin, finish, word, word))
        elif group == "mark" and not (word == "." and _ends_abbreviation(tokens, begin)):
            tokens.append(TextToken(_MARK, begin, finish, word, word))


def _ends_abbreviation(tokens: Sequence[TextToken], start: int) -> bool:
    return bool(tokens) and tokens[-1].end == start and tokens[-1].lower in _ABBREVIATIONS


def ends_sentence(tokens: Sequence[TextToken], index: int) -> bool:
    """Whether the token at ``index`` ends a sentence."""
    token = tokens[index]
    if token.word not in _STOPS:
        return token.kind is TextTokenKind.BREAK
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.kind is TextTokenKind.LOWER:
        return following is None
    return following.word != "," or following.start > token.end
