"""Questions that name something and yet leave out what they are about. Pure."""

from collections.abc import Sequence

from bot.conversation.references import is_yes_no
from bot.conversation.typed_words import CLASSES, SUBJECTS, Kind, TypedWord

_AUXILIARIES = frozenset("is are was were do does did will would can could has have had".split())
_OBJECTS = frozenset("it them".split())
_SUBJECT_PRONOUNS = frozenset("he she they we".split())
_CONNECTIVES = frozenset("that when while if because as who which whether and or before".split())
_ARTICLES = frozenset("the a an".split())
_MAX_CLAUSE = 4
"""Words between the subject of a clause and its object: "comment yesterday on it"."""
_ADVERBS = frozenset({Kind.FILLER, Kind.TIME, Kind.MODIFIER})
_EXISTS = frozenset("there ada adakah".split())
_WHETHER = frozenset("apakah adakah".split())
_OF_ITSELF = frozenset(
    """korupsi film final festival konser konflik serial lagu pameran bank video foto skandal kota
    corruption conflict movie concert show protest protests festival final song""".split()
)
"""Classes of which one may ask whether there are any, whatever went before."""
_SOMEBODY = SUBJECTS | {Kind.PERSONAL}
_NEEDS_OBJECT = frozenset(
    """dapat dapet dpt kena ikut ikutan kebagian terdampak tertular berhak
    affected infected included eligible""".split()
)
"""Words said of somebody and of something else: "bayi bisa kena?" lacks of what."""


def object_reference(words: Sequence[TypedWord]) -> int | None:
    """Return where *it* is the object of what it cannot stand for; None if it is nowhere.

    The object of a clause is never its subject: "what does Indonesia say about it?".
    """
    auxiliary = next((n for n, word in enumerate(words) if word.lower in _AUXILIARIES), None)
    at = next((n for n, word in enumerate(words) if word.lower in _OBJECTS), None)
    if auxiliary is None or at is None:
        return None
    start = auxiliary + 1
    is_pronoun = words[start].lower in _SUBJECT_PRONOUNS
    if is_pronoun and not any(word.is_name for word in words[:auxiliary]):
        return None  # "why does he regret it" is about him
    end = _subject_end(words, start)
    clause = words[end:at]
    is_last = all(word.kind in _ADVERBS for word in words[at + 1 :])
    if not (start < end < at and is_last and len(clause) <= _MAX_CLAUSE):
        return None
    if any(word.lower in _CONNECTIVES for word in clause[:-1]) or clause[-1].lower in {"and", "or"}:
        return None
    return at if sum(word.kind in SUBJECTS for word in clause) <= 1 else None


def _subject_end(words: Sequence[TypedWord], start: int) -> int:
    """Return the end of the noun phrase at ``start``; ``start`` if none is there."""
    if start < len(words) and words[start].lower in _SUBJECT_PRONOUNS:
        return start + 1
    end = start
    while end < len(words) and words[end].lower in _ARTICLES:
        end += 1
    first = end
    while end < len(words) and words[end].kind in SUBJECTS | {Kind.PERSONAL, Kind.ATTRIBUTE}:
        end += 1
    has_verb = end < len(words) and words[end].kind is Kind.PREDICATE
    if not has_verb and end - first > 1 and not words[end - 1].is_name:
        end -= 1  # the verb is a word that no list has: "did the bank respond to it"
    return end if end > first else start


def lacks_other(words: Sequence[TypedWord], *, asked: bool = False) -> bool:
    """Whether a question names one thing, and lacks of what or by what that is.

    "is there a ceasefire?", "bayi bisa kena juga?"; ``asked`` is whether it ends with a question
    mark.
    """
    said = [each for each in words if each.kind not in _ADVERBS and each.lower not in _WHETHER]
    exists = {word.lower for word in words} & _EXISTS
    things = [word for word in said if word.lower not in _EXISTS]
    if not things or any(word.is_name for word in things):
        return False
    if exists:
        return all(_is_class_of_something(word) for word in things)
    *somebody, verb = things
    is_question = asked or is_yes_no(tuple(words))
    is_one = 0 < len(somebody) <= 2 and all(word.kind in _SOMEBODY for word in somebody)
    return is_question and is_one and verb.lower in _NEEDS_OBJECT


def _is_class_of_something(word: TypedWord) -> bool:
    return word.kind in CLASSES - {Kind.EVENT} and word.lower not in _OF_ITSELF
