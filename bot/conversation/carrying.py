"""Put the subject of an earlier question into a message that leaves it out. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.conversation.typed_words import (
    ATTRIBUTES,
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    joined,
    kind_of,
    looks_like_verb,
    read_words,
)
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from index.types import Language

Slot = tuple[int, int]
"""The first of consecutive words, and the one after the last."""

_ARTICLES = frozenset("the a an".split())
_PERSONAL = frozenset("dia ia beliau doi he she him his her".split())
_WHO = frozenset("siapa siapakah who".split())
_EVENT_PRONOUNS = frozenset("begitu gitu begini gini that this".split())
"""Pronouns that stand for all that was asked: "why is that?"."""
_PLACES = frozenset("di in at".split())
_ABOUT = frozenset("tentang soal mengenai about on".split())
_LEFT_OUT = frozenset(
    {Kind.LEAD, Kind.PRONOUN, Kind.POSSESSIVE, Kind.DEMONSTRATIVE, Kind.FILLER, Kind.SPEAKER}
)
_VERBS = frozenset({Kind.OWN, Kind.PREDICATE})
_CONTENT = frozenset({*SUBJECTS, *ATTRIBUTES, Kind.OWNED, Kind.PREDICATE})


def with_subject(words: Sequence[TypedWord], at: int | None, before: Exchange) -> tuple[str, str]:
    """Return the question with the subject of ``before``, and how it is shown.

    ``at`` is the position of the word that refers to it, None if none does.
    """
    shown = f"{before.subject} – {_gist(words)}".removesuffix(" – ")
    if _is_bare(words, at):
        return f"{joined(_asking(words))} {_statement(before)}".strip(), shown
    if at is not None:
        return joined(_replaced(words, at, before)), shown
    return joined(_inserted(words, before)), shown


def other_subject(other: Sequence[TypedWord], before: Exchange) -> str:
    """Return the question of ``before`` about another subject; "" if it has no subject to replace.

    "dan Lavrov?" after "apa kata Blinken tentang NATO" is "apa kata Lavrov tentang NATO".
    """
    asked = read_words(before.question)
    slot = _slot(other, asked, before)
    if slot is not None:
        start, end = slot
        return joined([*asked[:start], *other, *asked[end:]])
    return joined([*asked, *other]) if other[0].kind is Kind.PREPOSITION else ""


def _gist(words: Sequence[TypedWord]) -> str:
    """Return the words that say what is asked, question words only if no noun does."""
    has_noun = any(word.kind in ATTRIBUTES | {Kind.OWNED} for word in words)
    left_out = _LEFT_OUT | {Kind.QUESTION} if has_noun else _LEFT_OUT
    return joined([word for word in words if word.kind not in left_out])


def _is_bare(words: Sequence[TypedWord], at: int | None) -> bool:
    """Whether a message asks a question and nothing else: "kapan?", "kenapa begitu?"."""
    refers = at is not None and words[at].lower not in _EVENT_PRONOUNS
    return not refers and not any(word.kind in _CONTENT for word in words)


def _asking(words: Sequence[TypedWord]) -> list[TypedWord]:
    kinds = {Kind.QUESTION, Kind.PREPOSITION, Kind.MODIFIER, Kind.TIME}
    return [word for word in words if word.kind in kinds]


def _statement(before: Exchange) -> str:
    """Return what was asked without its question words; the subject if nothing is left."""
    words = read_words(before.question)
    first = next((n for n, word in enumerate(words) if word.kind is not Kind.QUESTION), len(words))
    if 0 < first < len(words) and words[first].kind is Kind.MODIFIER:
        words = words[first + 1 :]  # "how many", "berapa lama"
    rest = [word for word in words if word.kind is not Kind.QUESTION]
    if not any(word.kind in _CONTENT for word in rest):
        return before.subject
    if first == 1 and words[0].lower == "who" and rest[0].kind in _VERBS:
        return joined([TypedWord("was", Kind.FILLER), *rest[1:], rest[0]])  # "who opened the Wall"
    return joined(rest)


def _referent(word: TypedWord, before: Exchange) -> list[TypedWord]:
    """Return what ``word`` stands for: the subject, or the person whom ``before`` asked for."""
    subject, words = read_words(before.subject), read_words(before.question)
    is_personal = word.lower in _PERSONAL or kind_of(word.text) is Kind.PERSONAL
    if not is_personal or not words or words[0].lower not in _WHO:
        return subject
    rest = [each for each in words[1:] if each.kind is not Kind.QUESTION]
    said = [n for n, each in enumerate(rest) if each.kind in _CONTENT or each.lower == "yang"]
    if not said or (rest[said[0]].kind in {Kind.OWN, Kind.WHOLE} and not _is_said(rest[said[0]])):
        return subject
    person = rest[said[0] : said[-1] + 1]
    if words[0].lower == "who" and rest[said[0]].kind not in ATTRIBUTES | CLASSES:
        return [*read_words("the one who"), *person]
    return person


def _is_said(word: TypedWord) -> bool:
    return looks_like_verb(word) or word.kind is Kind.PREDICATE


def _replaced(words: Sequence[TypedWord], at: int, before: Exchange) -> list[TypedWord]:
    """Return the words with the subject where they refer to it."""
    word, subject = words[at], _referent(words[at], before)
    head, tail = list(words[:at]), list(words[at + 1 :])
    match word.kind:
        case Kind.OWNED:
            return [*head, *_joined_noun(word, subject), *tail]
        case Kind.POSSESSIVE if tail:
            return [*head, *subject, TypedWord("'s", Kind.FILLER), *tail]
        case Kind.DEMONSTRATIVE if tail and tail[0].kind in CLASSES:
            return [*head, *_joined_noun(tail[0], subject), *tail[1:]]
        case Kind.DEMONSTRATIVE if head and head[-1].kind in CLASSES:
            return [*head[:-1], *_joined_noun(head[-1], subject), *tail]
    place = [TypedWord("in", Kind.PREPOSITION)] if word.lower == "there" else []
    return [*head, *place, *subject, *tail]


def _joined_noun(noun: TypedWord, subject: Sequence[TypedWord]) -> list[TypedWord]:
    """Return the noun with its owner, once if that names it: *gempanya* is "gempa Cianjur"."""
    if noun.lower in {word.lower for word in subject}:
        return list(subject)
    is_of_class = noun.kind in CLASSES and subject[0].kind in CLASSES and len(subject) > 1
    return [noun, *(subject[1:] if is_of_class else subject)]


def _inserted(words: Sequence[TypedWord], before: Exchange) -> list[TypedWord]:
    """Return the words with the subject where an owner stands in their language."""
    subject = read_words(before.subject)
    nouns = [n for n, word in enumerate(words) if word.kind in ATTRIBUTES]
    language = language_of(joined(words)) or before.language
    if language is Language.ENGLISH:
        end = nouns[-1] + 1 if nouns else len(words)
        link = TypedWord("of" if nouns else "in", Kind.PREPOSITION)
        return [*words[:end], link, *subject, *words[end:]]
    if not nouns:
        return [*subject, *words]
    end = nouns[-1] + 1
    if words[end : end + 1] and words[end].kind is Kind.MODIFIER:
        end += 1
    return [*words[:end], *subject, *words[end:]]


def _slot(other: Sequence[TypedWord], asked: Sequence[TypedWord], before: Exchange) -> Slot | None:
    """Return the words of ``asked`` that ``other`` takes the place of, None if none are."""
    if other[0].kind is Kind.PREPOSITION:
        return _same_preposition(other[0], asked) or _number(other[1:], asked)
    if number := _number(other, asked):
        return number
    if other[0].kind in CLASSES | ATTRIBUTES:
        lower = [word.lower for word in asked]
        if other[0].lower in lower:
            start = lower.index(other[0].lower)
            return start, _end(start + 1, asked)
        if other[0].kind in ATTRIBUTES:
            return None
    return _subject_slot(asked, before)


def _same_preposition(preposition: TypedWord, asked: Sequence[TypedWord]) -> Slot | None:
    alike = next((s for s in (_PLACES, _ABOUT) if preposition.lower in s), {preposition.lower})
    for start, word in enumerate(asked):
        end = _end(start + 1, asked)
        if word.lower in alike and end > start + 1:
            return start, end
    return None


def _number(other: Sequence[TypedWord], asked: Sequence[TypedWord]) -> Slot | None:
    if not other or any(word.kind is not Kind.NUMBER for word in other):
        return None
    found = next((n for n, word in enumerate(asked) if word.kind is Kind.NUMBER), None)
    return None if found is None else (found, found + 1)


def _end(start: int, asked: Sequence[TypedWord]) -> int:
    kinds = {*SUBJECTS, Kind.NUMBER, Kind.TIME}
    end = start
    while end < len(asked) and asked[end].kind in kinds:
        end += 1
    return end


def _subject_slot(asked: Sequence[TypedWord], before: Exchange) -> Slot | None:
    """Return the words of the subject without its class: *Cianjur* of "gempa Cianjur"."""
    runs = list(_runs(asked, before))
    free = [run for run in runs if _preposition(run[0], asked) is None]
    places = [run for run in runs if (_preposition(run[0], asked) or "") in _PLACES]
    for start, end in [*free, *places]:
        own = [n for n in range(start, end) if asked[n].kind not in CLASSES]
        if own:
            return own[0], own[-1] + 1
    return free[0] if free else None


def _preposition(start: int, asked: Sequence[TypedWord]) -> str | None:
    """Return the preposition before a run, if one is there: "on the Moon"."""
    at = start - 1
    while at >= 0 and asked[at].lower in _ARTICLES:
        at -= 1
    return asked[at].lower if at >= 0 and asked[at].kind is Kind.PREPOSITION else None


def _runs(asked: Sequence[TypedWord], before: Exchange) -> Iterator[Slot]:
    """Yield the consecutive words of ``asked`` that are names or of its subject."""
    subject = {word.lower for word in read_words(before.subject)}
    chosen = [word.kind in SUBJECTS and (word.is_name or word.lower in subject) for word in asked]
    for is_chosen, run in groupby(range(len(asked)), key=chosen.__getitem__):
        if is_chosen:
            positions = list(run)
            yield positions[0], positions[-1] + 1
