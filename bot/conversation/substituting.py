"""Ask the question before of another subject: "dan Lavrov?", "kalau di Jakarta?". Pure."""

from collections.abc import Iterator, Sequence
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
    read_words,
)
from bot.model.conversation import Exchange

Slot = tuple[int, int]
"""The first of consecutive words, and the one after the last."""

_ARTICLES = frozenset("the a an".split())
_PLACES = frozenset("di in at".split())
_PLACED = _PLACES | {"on", "ke", "to", "from", "dari"}


def other_subject(other: Sequence[TypedWord], before: Exchange) -> str:
    """Return the question of ``before`` about another subject; "" if it has no subject to replace.

    "dan Lavrov?" after "apa kata Blinken tentang NATO" is "apa kata Lavrov tentang NATO".
    """
    asked = read_words(before.question)
    slot = _slot(other, asked, before)
    if slot is not None:
        start, end = slot
        return joined([*asked[:start], *other, *asked[end:]])
    adds_place = other[0].kind is Kind.PREPOSITION and other[0].lower not in ABOUT
    adds_source = other[0].lower == "kata" and len(other) > 1
    return joined([*asked, *other]) if adds_place or adds_source else ""


def asks_itself(other: Sequence[TypedWord], before: Exchange) -> bool:
    """Whether another subject says itself what is asked of it: "Indonesia's Q1 GDP growth".

    "kalau harga cabai" does after "kapan panen raya", not after "kenapa harga beras naik".
    """
    known = {word.lower for word in read_words(before.question)}
    asks = any(word.kind is Kind.THING and word.lower not in known for word in other)
    return asks and other[0].kind is not Kind.PREPOSITION


def _slot(other: Sequence[TypedWord], asked: Sequence[TypedWord], before: Exchange) -> Slot | None:
    """Return the words of ``asked`` that ``other`` takes the place of, None if none are."""
    if other[0].kind is Kind.PREPOSITION:
        place = _place_of_event(asked) if other[0].lower in _PLACES else None
        return _same_preposition(other[0], asked) or _number(other[1:], asked) or place
    if alike := _number(other, asked) or _alike(other, asked):
        return alike
    if other[0].kind in CLASSES | ATTRIBUTES:
        lower = [word.lower for word in asked]
        if other[0].lower in lower:
            start = lower.index(other[0].lower)
            return start, _end(start + 1, asked)
        if other[0].kind in ATTRIBUTES:
            return None
    if all(word.is_name for word in other) and (named := _name_slot(asked)):
        return named
    return _subject_slot(asked, before, whole=_is_noun_phrase(other))


def _is_noun_phrase(other: Sequence[TypedWord]) -> bool:
    """Whether another subject has a noun of its own, which leaves no room for that before."""
    nouns = [word for word in other if word.kind in SUBJECTS and not word.is_name]
    return len(nouns) > 1


def _same_preposition(preposition: TypedWord, asked: Sequence[TypedWord]) -> Slot | None:
    alike = next((s for s in (_PLACES, ABOUT) if preposition.lower in s), {preposition.lower})
    for start, word in enumerate(asked):
        end = _end(start + 1, asked)
        if word.lower in alike and end > start + 1:
            return start, end
    return None


def _place_of_event(asked: Sequence[TypedWord]) -> Slot | None:
    """Return the words right after an event: *Bengkulu* of "gempa Bengkulu kapan"."""
    for start, word in enumerate(asked, start=1):
        end = _end(start, asked)
        if word.kind is Kind.EVENT and end > start:
            return start, end
    return None


def _number(other: Sequence[TypedWord], asked: Sequence[TypedWord]) -> Slot | None:
    if not other or any(word.kind is not Kind.NUMBER for word in other):
        return None
    found = next((n for n, word in enumerate(asked) if word.kind is Kind.NUMBER), None)
    return None if found is None else (found, found + 1)


def _alike(other: Sequence[TypedWord], asked: Sequence[TypedWord]) -> Slot | None:
    """Return the only words of ``asked`` that are of the kind of ``other``: places, currencies."""
    for is_alike in (is_place, _is_whole):
        if all(map(is_alike, other)):
            runs = list(_grouped([is_alike(word) for word in asked]))
            is_whole_name = len(runs) == 1 and not any(w.is_name for w in asked[runs[0][1] :][:1])
            return runs[0] if is_whole_name else None
    return None


def _is_whole(word: TypedWord) -> bool:
    return word.kind is Kind.WHOLE


def _end(start: int, asked: Sequence[TypedWord]) -> int:
    kinds = {*SUBJECTS, Kind.NUMBER, Kind.TIME}
    end = start
    while end < len(asked) and asked[end].kind in kinds:
        end += 1
    return end


def _name_slot(asked: Sequence[TypedWord]) -> Slot | None:
    """Return the first name, one after a preposition only if no other is; None if there is none.

    Names before other nouns, as in "Trump tariffs", say of what kind these are.
    """
    runs = list(_grouped([word.is_name for word in asked]))
    own = [end for _, end in _grouped([word.kind in SUBJECTS for word in asked])]
    alone = [run for run in runs if run[1] in own]
    free = [run for run in alone if _preposition(run[0], asked) is None]
    subjects = _grouped([word.kind in SUBJECTS for word in asked])
    has_other = any(_preposition(start, asked) is None for start, _ in subjects)
    prepositions = _PLACED if has_other else _PLACES
    places = [run for run in alone if _preposition(run[0], asked) in prepositions]
    return next(iter([*free, *places]), None)


def _subject_slot(asked: Sequence[TypedWord], before: Exchange, *, whole: bool) -> Slot | None:
    """Return the words of the subject without its class: *Cianjur* of "gempa Cianjur"."""
    runs = list(_runs(asked, before))
    free = [run for run in runs if _preposition(run[0], asked) is None]
    places = [run for run in runs if _preposition(run[0], asked) in _PLACES]
    for start, end in [*free, *places]:
        own = [n for n in range(start, end) if asked[n].kind not in CLASSES]
        if own and whole:
            return _noun_start(own[0], asked), end
        if own and own[0] and asked[own[0] - 1].kind is Kind.TITLE:
            return own[0] - 1, own[-1] + 1
        if own:
            return own[0], own[-1] + 1
    return free[0] if free else None


def _noun_start(start: int, asked: Sequence[TypedWord]) -> int:
    while start and asked[start - 1].kind in CLASSES:
        start -= 1
    return start


def _preposition(start: int, asked: Sequence[TypedWord]) -> str | None:
    """Return the preposition before a run, if one is there: "on the Moon"."""
    at = start - 1
    while at >= 0 and asked[at].lower in _ARTICLES:
        at -= 1
    return asked[at].lower if at >= 0 and asked[at].kind is Kind.PREPOSITION else None


def _runs(asked: Sequence[TypedWord], before: Exchange) -> Iterator[Slot]:
    """Return the consecutive words of ``asked`` that are names or of its subject."""
    subject = {word.lower for word in read_words(before.subject)}
    chosen = [word.kind in SUBJECTS and (word.is_name or word.lower in subject) for word in asked]
    return _grouped(chosen)


def _grouped(chosen: Sequence[bool]) -> Iterator[Slot]:
    """Yield the first and the end of consecutive true values."""
    for is_chosen, run in groupby(range(len(chosen)), key=chosen.__getitem__):
        if is_chosen:
            positions = list(run)
            yield positions[0], positions[-1] + 1
