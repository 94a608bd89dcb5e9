"""The subject of a question, as later messages refer to it. Pure."""

from collections.abc import Sequence
from itertools import groupby

from bot.conversation.references import ABOUT
from bot.conversation.typed_words import (
    ATTRIBUTES,
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    is_place,
    joined,
    looks_like_verb,
    read_words,
)
from index.query.subject import subject_of
from index.types import Idf, Language

_PLACES = frozenset("di in at".split())
_ARTICLES = frozenset("the a an".split())
_SOURCES = frozenset(
    """artikel berita kabar video foto pengusaha pengamat pakar ahli ekonom warga warganet netizen
    article articles photo photos update updates experts analysts economists critics""".split()
)
"""Those who say something, and what it is said in: the subject is what it is said about."""
_MAX_SUBJECT = 60
"""Characters of a stored subject."""


def subject_phrase(question: str, language: Language, idf: Idf) -> str:
    """Return the words that ``question`` is about, in its order; "" if it has none of its own."""
    words = read_words(question)
    chosen = _without_verbs(words, _chosen(words), subject_of(question, language, idf))
    chosen |= _inside_names(words)
    runs = [_without_verb(words, run) for run in _runs(words, chosen)]
    runs = [run for run in runs if not _is_verb(words, run)]
    free = [run for run in runs if not _is_beside(words, run[0])]
    own = [run for run in free if not _is_source(words, run)]
    if not own and not any(words[run[0] - 1].lower in ABOUT for run in runs if run[0]):
        own = [run for run in _things(words) if not _is_source(words, run)]
    own = own or [run for run in runs if not _is_source(words, run)]
    return joined([words[n] for run in own or runs for n in run])[:_MAX_SUBJECT]


def _runs(words: Sequence[TypedWord], chosen: set[int]) -> list[list[int]]:
    grouped = groupby(range(len(words)), key=chosen.__contains__)
    return [list(run) for is_chosen, run in grouped if is_chosen]


def _is_verb(words: Sequence[TypedWord], run: Sequence[int]) -> bool:
    return all(looks_like_verb(words[n]) for n in run)


def _without_verb(words: Sequence[TypedWord], run: list[int]) -> list[int]:
    """Return a run without the verb it begins with after *yang*: "siapa yang nyerang oman"."""
    before = words[run[0] - 1].kind if run[0] else None
    is_said = before in {Kind.FILLER, Kind.QUESTION} and looks_like_verb(words[run[0]])
    return run[1:] if is_said and len(run) > 1 else run


def _is_source(words: Sequence[TypedWord], run: Sequence[int]) -> bool:
    """Whether somebody or something only says what the message is about, which it names."""
    after = run[-1] + 1
    is_said = any(word.lower in ABOUT for word in words[after:])
    return is_said and all(words[n].lower in _SOURCES for n in run)


def _things(words: Sequence[TypedWord]) -> list[list[int]]:
    """Return the nouns that are neither places nor where or with whom something is."""
    things = {n for n, word in enumerate(words) if word.kind in SUBJECTS - {Kind.PLACE}}
    things = {n for n in things if not looks_like_verb(words[n])}
    return [run for run in _runs(words, things) if _is_free(words, run[0])]


def _chosen(words: Sequence[TypedWord]) -> set[int]:
    """Return the positions of names, with what class they are of, else of all subjects.

    A name that only says where does not count: "mayat di Ciliwung".
    """
    subjects = {n for n, word in enumerate(words) if word.kind in SUBJECTS}
    names = {n for n in subjects if words[n].is_name}
    if not any(_is_free(words, n) and words[n].kind is not Kind.PLACE for n in names):
        return subjects | _numbers(words, subjects)
    classes = {n for n in subjects if words[n].kind in CLASSES}
    first = {0} & subjects if words[0].text[0].isupper() else set()
    chosen = names | classes | first | _beside(names, subjects)
    return chosen | _numbers(words, chosen)


def _inside_names(words: Sequence[TypedWord]) -> set[int]:
    """Return the positions of names with *of* between them: "Strait of Hormuz"."""
    joints = (n for n, word in enumerate(words[:-1]) if n and word.lower == "of")
    pairs = [n for n in joints if words[n - 1].is_name and words[n + 1].is_name]
    return {at for n in pairs for at in (n - 1, n, n + 1)}


def _is_free(words: Sequence[TypedWord], position: int) -> bool:
    while position and words[position - 1].kind in SUBJECTS:
        position -= 1
    while position and words[position - 1].lower in _ARTICLES:
        position -= 1
    return not position or words[position - 1].kind is not Kind.PREPOSITION


def _beside(names: set[int], subjects: set[int]) -> set[int]:
    """Return the nouns directly before a name: "suku bunga BI"."""
    found: set[int] = set()
    for name in names:
        at = name - 1
        while at in subjects:
            found.add(at)
            at -= 1
    return found


def _without_verbs(
    words: Sequence[TypedWord], chosen: set[int], subject: Sequence[str]
) -> set[int]:
    """Leave out what is said of the ``subject``: verbs, and what follows it, such as *anjlok*.

    And titles, such as *wabah*, if anything else is left.
    """
    heavy = {word.lower() for part in subject for word in part.split()}
    said = {
        n
        for n in chosen
        if words[n].kind is Kind.OWN and not words[n].is_name and words[n].lower not in heavy
    }
    kept = chosen - said
    kept |= {n for n in said if n - 1 not in chosen and _leads_to(n, words, kept)}
    kept |= {n for n in said if _is_about(n, words) and not looks_like_verb(words[n])}
    kept |= {n for n in said if {n - 1, n + 1} <= kept and not looks_like_verb(words[n])}
    if all(words[n].kind is Kind.PLACE for n in kept):
        kept |= {n for n in said if not looks_like_verb(words[n])}
    kept = _without_places(words, kept or chosen)
    events = {n for n in kept if words[n].kind is Kind.EVENT}
    named = {n for n in kept if words[n].kind is not Kind.TITLE or n + 1 in events}
    return kept if all(_says_where(words, n) for n in named) else named


def _says_where(words: Sequence[TypedWord], position: int) -> bool:
    return is_place(words[position]) and words[position - 1].lower in _PLACES


def _is_about(position: int, words: Sequence[TypedWord]) -> bool:
    """Whether a noun is one of those directly after *soal*, *about*."""
    while position and words[position - 1].kind in SUBJECTS:
        position -= 1
    return bool(position) and words[position - 1].lower in ABOUT - {"on"}


def _leads_to(position: int, words: Sequence[TypedWord], kept: set[int]) -> bool:
    """Whether a noun stands before what is kept, or before where it is: "mayat di sungai"."""
    if looks_like_verb(words[position]):
        return False
    after = position + 1
    if after < len(words) and words[after].kind is Kind.PREPOSITION:
        after += 1
    return after in kept or not kept


def _without_places(words: Sequence[TypedWord], kept: set[int]) -> set[int]:
    """Leave out countries and regions that only say where, if anything else is named."""
    places = {n for n in kept if words[n].kind is Kind.PLACE}
    things = kept - places
    if not any(words[n].kind is Kind.OWN for n in things):
        return kept
    beside = {n for n in places if n - 1 in things or n + 1 in things or n - 1 in places}
    return things | beside


def _numbers(words: Sequence[TypedWord], chosen: set[int]) -> set[int]:
    """Return the numbers that stand after a subject, or after an attribute: "gaji 13"."""
    found: set[int] = set()
    for n, word in enumerate(words):
        if word.kind is Kind.NUMBER and n:
            if n - 1 in chosen:
                found.add(n)
            elif words[n - 1].kind in ATTRIBUTES and not chosen:
                found |= {n - 1, n}
    return found


def _is_beside(words: Sequence[TypedWord], start: int) -> bool:
    """Whether a subject only says with whom or about what: "Blinken tentang NATO"."""
    while start and words[start - 1].lower in _ARTICLES:
        start -= 1
    before = words[start - 1] if start else None
    return before is not None and before.kind is Kind.PREPOSITION and before.lower not in _PLACES
