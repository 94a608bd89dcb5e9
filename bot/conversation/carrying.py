"""Put the subject of an earlier question into a message that leaves it out. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.intents import Ask
from bot.conversation.left_out import lacks_other
from bot.conversation.saying import as_said
from bot.conversation.typed_words import (
    ATTRIBUTES,
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    is_place,
    joined,
    kind_of,
    looks_like_verb,
    read_words,
)
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from index.types import Language

_PERSONAL = frozenset("dia ia beliau doi he she him his her".split())
_WHO = frozenset("siapa siapakah who".split())
_SAYS = frozenset("say says said think thinks know knows talk react reacted".split())
_WHEN = frozenset("kapan when".split())
_EVENT_PRONOUNS = frozenset("begitu gitu begini gini that this".split())
"""Pronouns that stand for all that was asked: "why is that?"."""
_HAPPENS = frozenset("start started starts begin began end ended ends cause caused causes".split())
"""Verbs of what happens in a country, not to it: "who started it?"."""
_THERE = frozenset("sana situ sini there disana disitu kesana kesitu".split())
_COUNTED = frozenset("orang org people".split())
_VERBS = frozenset({Kind.OWN, Kind.PREDICATE})
_CONTENT = frozenset({*SUBJECTS, *ATTRIBUTES, Kind.OWNED, Kind.PREDICATE})


def with_subject(words: Sequence[TypedWord], at: int | None, before: Exchange) -> Ask:
    """Return the question with the subject of ``before``.

    ``at`` is the position of the word that refers to it, None if none does.
    """
    if at is not None and words[at].lower in _THERE:
        return _there(words, at, before)
    carried = before.subject
    if at is not None:
        carried = joined(_referent(words[at], before))
    before = replace(before, subject=carried)
    if not any(word.kind in ATTRIBUTES | {Kind.OWNED, Kind.POSSESSIVE} for word in words):
        before = replace(before, subject=_thing(before))
    if _asks_who_said(words):
        question = f"kata siapa {_statement(before)}"
    elif _is_bare(words, at):
        question = f"{joined(_asking(words))} {_statement(before)}".strip()
    elif at is not None:
        question = joined(_replaced(words, at, before))
    else:
        question = joined(_inserted(words, before))
    return Ask(question, subject=carried, shown=as_said(question))


def _there(words: Sequence[TypedWord], at: int, before: Exchange) -> Ask:
    """Return the question where a place is referred to: "siapa di sana"."""
    start = at - 1 if at and words[at - 1].kind is Kind.PREPOSITION else at
    rest = [*words[:start], *words[at + 1 :]]
    if before.question:
        before = replace(before, subject=_statement(before))
    return with_subject(rest, None, before)


def is_another_event(word: TypedWord, before: Exchange) -> bool:
    """Whether -nya makes an event definite that ``before`` is not about: *gempanya*."""
    owns_event = word.kind is Kind.OWNED and kind_of(word.text) is Kind.EVENT
    return owns_event and word.lower not in {each.lower for each in read_words(before.question)}


def _thing(before: Exchange) -> str:
    """Return the subject with the thing of it that was asked about: *vaksin ebola*."""
    subject, asked = read_words(before.subject), read_words(before.question)
    lower = [word.lower for word in subject]
    size = len(subject)
    for start in range(len(asked) - size + 1):
        if [word.lower for word in asked[start : start + size]] == lower:
            first, end = start, start + size
            while first and asked[first - 1].kind is Kind.THING:
                first -= 1
            while end < len(asked) and asked[end].kind is Kind.THING:
                end += 1
            return joined(asked[first:end])
    return before.subject


def _asks_who_said(words: Sequence[TypedWord]) -> bool:
    """Whether all that is asked is who said what went before: "kata siapa itu"."""
    said = [each.lower for each in words if each.kind not in {Kind.FILLER, Kind.DEMONSTRATIVE}]
    return len(said) == 2 and said[0] == "kata" and said[1] in _WHO | {"sapa", "sape"}


def _is_bare(words: Sequence[TypedWord], at: int | None) -> bool:
    """Whether a message asks a question and nothing else: "kapan?", "kenapa begitu?"."""
    asks_time = any(word.kind is Kind.TIME or word.lower in _WHEN for word in words)
    refers = at is not None and words[at].lower not in _EVENT_PRONOUNS
    refers = refers and not (asks_time and words[at or 0].kind is Kind.DEMONSTRATIVE)
    return not refers and not any(word.kind in _CONTENT for word in words)


def _asking(words: Sequence[TypedWord]) -> list[TypedWord]:
    kinds = {Kind.QUESTION, Kind.PREPOSITION, Kind.MODIFIER, Kind.TIME}
    why = TypedWord("kenapa", Kind.QUESTION)
    asking = [each for each in words if each.kind in kinds or each.lower in _COUNTED]
    return [why if word.lower == "kok" else word for word in asking]


def _statement(before: Exchange) -> str:
    """Return what was asked without its question words; the subject if nothing is left."""
    words = read_words(before.question)
    first = next((n for n, word in enumerate(words) if word.kind is not Kind.QUESTION), len(words))
    if 0 < first < len(words) and words[first].kind is Kind.MODIFIER:
        words = words[first + 1 :]  # "how many", "berapa lama"
    rest = [word for word in words if word.kind is not Kind.QUESTION]
    if not any(word.kind in _CONTENT for word in rest):
        return before.subject
    if rest[0].lower in {"yang", "yg"}:
        rest = rest[1:]  # "siapa yang membuka"
    if first == 1 and words[0].lower == "who" and rest[0].kind in _VERBS:
        return joined([TypedWord("was", Kind.FILLER), *rest[1:], rest[0]])  # "who opened the Wall"
    return joined(rest)


def _referent(word: TypedWord, before: Exchange) -> list[TypedWord]:
    """Return what ``word`` stands for: the subject, or the person whom ``before`` asked for."""
    subject, words = read_words(before.subject), read_words(before.question)
    is_personal = word.lower in _PERSONAL or kind_of(word.text) is Kind.PERSONAL
    is_person = any(each.lower in _WHO for each in subject)
    if is_person or not is_personal or not any(each.lower in _WHO for each in words):
        return subject
    rest = [each for each in words if each.kind is not Kind.QUESTION]
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
    word, subject = words[at], read_words(before.subject)
    head, tail = list(words[:at]), list(words[at + 1 :])
    match word.kind:
        case Kind.OWNED:
            return [*head, *_joined_noun(word, subject), *tail]
        case Kind.POSSESSIVE if tail:
            return [*head, *subject, TypedWord("'s", Kind.FILLER), *tail]
        case Kind.PRONOUN if head and head[-1].lower in _HAPPENS and all(map(is_place, subject)):
            return [*head, word, TypedWord("in", Kind.PREPOSITION), *subject, *tail]
        case Kind.DEMONSTRATIVE if tail and tail[0].kind in CLASSES:
            return [*head, *_joined_noun(tail[0], subject), *tail[1:]]
        case Kind.DEMONSTRATIVE if head and head[-1].kind in CLASSES:
            return [*head[:-1], *_joined_noun(head[-1], subject), *tail]
    return [*head, *subject, *tail]


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
    nouns = [] if lacks_other(words, asked=True) else nouns  # "are children affected too"
    language = language_of(joined(words)) or before.language
    if language is Language.ENGLISH:
        end = nouns[-1] + 1 if nouns else len(words)
        says = any(word.lower in _SAYS for word in words)
        link = TypedWord("of" if nouns else "about" if says else "in", Kind.PREPOSITION)
        return [*words[:end], link, *subject, *words[end:]]
    if not nouns:
        return [*subject, *words]
    end = nouns[-1] + 1
    if words[end : end + 1] and words[end].kind is Kind.MODIFIER:
        end += 1
    return [*words[:end], *subject, *words[end:]]
