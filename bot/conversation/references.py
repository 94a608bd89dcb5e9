"""Words of a message that refer to what it does not say itself. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.conversation.out_of_scope import places
from bot.conversation.typed_words import (
    ATTRIBUTES,
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    kind_of,
    looks_like_verb,
)

DEFINING = frozenset("apa apakah what".split())
"""Question words that ask what something is."""
ABOUT = frozenset("tentang soal mengenai about on".split())
_EVENTS = frozenset("terjadi happen happened happening happens".split())
_DOES = re.compile(r"(?:(?:is|are|was|were) \w{2,}ing|\w{3,}(?:s|ed))")
_ENGLISH = frozenset("is are was were do does did will can could has have".split())
_DETERMINERS = frozenset("the any many much which a an more no what who".split())
_SUFFERED = frozenset("kena terkena terdampak terendam rusak ditutup mengungsi ngungsi".split())
"""Words said of things by what went before: "desa apa yang terdampak"."""
_EITHER = frozenset("or atau ato".split())
_THAN = frozenset("dari daripada dibanding dibandingkan".split())
_WHO = frozenset("siapa sapa sape siapakah".split())
_ASKS_WHETHER = frozenset(
    """is are was were did does do has have can adakah apakah benarkah bisakah sudahkah masihkah
    udah sudah udh sdh masih bisa emang""".split()
)
_OR_NOT = frozenset(
    """ga gak gk nggak ngga enggak engga kagak tidak tdk belum blm blom belom kah""".split()
)
"""The beginnings and ends of questions that yes or no answers."""
_ALREADY = frozenset("udah sudah udh sdh dah telah".split())
_ARRIVES = frozenset("ada masuk sampai sampe nyampe tiba nyebar menyebar merambah meluas".split())
_DESTINATIONS = frozenset(
    """ke di indonesia asia eropa amerika australia malaysia singapura jawa sumatra sumatera
    kalimantan sulawesi papua ri""".split()
)
_HOW_MUCH = frozenset("berapa brp seberapa how many much".split())
_NEWS_BY_ITSELF = frozenset(
    """korupsi pembunuhan perampokan penculikan penembakan serangan skandal konflik konser festival
    pameran film lagu serial corruption murder robbery shooting scandal conflict concert festival
    film movie song protest protests""".split()
)
"""Classes of which one may ask without any before: "korupsi apa saja minggu ini"."""
_OBJECTS = frozenset("it him her them".split())
_SINGULAR = frozenset("it he she him her".split())
_WHICH = _HOW_MUCH | {"apa", "which", "what"}


def references(words: tuple[TypedWord, ...]) -> Iterator[int]:
    """Yield the positions of words that refer to what the message doesn't say."""
    for position, word in enumerate(words):
        before, after = words[:position], words[position + 1 :]
        match word.kind:
            case Kind.OWNED | Kind.PRONOUN if word.kind is Kind.OWNED or word.lower == "nya":
                owner = before if word.kind is Kind.OWNED else before[:-1]
                if not _has_subject(owner) and not _possessor_follows(after):
                    yield position
            case Kind.PRONOUN | Kind.POSSESSIVE:
                if not (_has_name(before, word) or _is_expletive(word, after) or _is_those(after)):
                    yield position
            case Kind.DEMONSTRATIVE:
                is_about = bool(before) and before[-1].lower in ABOUT and not after
                if is_about or _refers(words, position):
                    yield position


def _has_subject(words: Sequence[TypedWord]) -> bool:
    """Whether something is named that -nya can stand for."""
    return any(
        word.kind in {*SUBJECTS, Kind.NUMBER}
        and not _is_verb(n, words)
        and not _is_asked_for(n, words, said=True)
        for n, word in enumerate(words)
    )


def _is_asked_for(position: int, words: Sequence[TypedWord], *, said: bool = False) -> bool:
    """Whether a word is what is asked for: "berapa negara", "klub mana".

    Not if more is ``said`` of it: "tanaman apa yang budidayanya sulit".
    """
    before = words[position - 1].lower if position else ""
    after = words[position + 1].lower if position + 1 < len(words) else ""
    if words[position].kind not in CLASSES:
        return before in _HOW_MUCH
    if words[position].kind is Kind.EVENT or words[position].lower in _NEWS_BY_ITSELF:
        return False
    owns = position + 2 < len(words) and words[position + 2].lower in {"yang", "yg"}
    is_whole = after == "apa" and not any(word.lower in _SUFFERED for word in words)
    if position and words[position - 1].kind in ATTRIBUTES:
        return False  # "kata menkes apa"
    return before in _WHICH or (after in {"apa", "mana"} and not (owns and (said or is_whole)))


def _has_name(words: Sequence[TypedWord], pronoun: TypedWord | None = None) -> bool:
    """Whether something is named that a pronoun can stand for.

    Not by a verb, as in "who discovered it", nor *it* by a plural: "what do banks say about it".
    """
    end = len(words)
    if pronoun is not None and pronoun.lower in _OBJECTS and words and not words[-1].is_name:
        end -= 1
    one = pronoun is not None and pronoun.lower in _SINGULAR
    return any(
        word.kind in {Kind.OWN, Kind.PLACE, Kind.WHOLE}
        and not (one and word.text.endswith("s") and not word.is_name)
        and not _is_verb(n, words)
        and not _is_asked_for(n, words)
        for n, word in enumerate(words[:end])
    )


def _is_verb(position: int, words: Sequence[TypedWord]) -> bool:
    """Whether a word that no list has looks like a verb: it names nothing."""
    word = words[position]
    if word.is_name or not position:
        return False
    leads = words[position - 1].kind in {Kind.FILLER, Kind.QUESTION}
    return leads and looks_like_verb(word)


def owns_subject(words: Sequence[TypedWord]) -> bool:
    """Whether -nya stands after a word that says itself what is meant: *banjirnya di mana*."""
    kinds = {*ATTRIBUTES, Kind.PREDICATE, Kind.MODIFIER, Kind.FILLER, Kind.QUESTION}
    kinds |= {Kind.PREPOSITION, Kind.PRONOUN, Kind.TIME, Kind.DEMONSTRATIVE}
    owned = [word for word in words if word.kind is Kind.OWNED]
    return any(kind_of(word.text) not in kinds for word in owned)


def _possessor_follows(after: Sequence[TypedWord]) -> bool:
    """Whether the owner comes next: "ibu kotanya Jepang", "harganya beras"."""
    for word in after:
        if word.kind in SUBJECTS or word.kind is Kind.NUMBER or word.is_name:
            return not looks_like_verb(word)
        if word.kind not in ATTRIBUTES | {Kind.OWNED} and word.lower not in {"si", "para"}:
            return False
    return False


def _is_those(after: Sequence[TypedWord]) -> bool:
    """Whether *mereka* is followed by who is meant: "mereka yang jadi korban Lapindo"."""
    return bool(after) and after[0].lower in {"yang", "yg", "who"} and _has_name(after)


def _is_expletive(word: TypedWord, after: Sequence[TypedWord]) -> bool:
    """Whether *it* only announces what follows: "is it true that Messi retires"."""
    if word.lower != "it":
        return False
    that = next((n for n, each in enumerate(after) if each.lower in {"that", "to", "for"}), None)
    return that is not None and _has_subject(after[that:])


def _refers(words: tuple[TypedWord, ...], position: int) -> bool:
    """Whether a demonstrative stands for something, or singles out one of its class."""
    word = words[position]
    beside = words[position - 1] if position else None
    following = words[position + 1] if position + 1 < len(words) else None
    if beside is not None and beside.kind is Kind.TIME:
        return False
    kinds = {Kind.OWN, Kind.PLACE, Kind.WHOLE, Kind.NUMBER}
    named = any(each.kind in kinds and not _is_verb(n, words) for n, each in enumerate(words))
    english = word.lower in {"that", "this", "those", "these"}
    noun = following if english else beside
    if noun is not None and noun.kind in CLASSES:
        return not named and not _is_definition(words)
    if english and following is not None and following.kind is Kind.TIME:
        return False
    if beside is not None and beside.lower in DEFINING | _WHO:
        return not any(_is_defined(each, beside) for each in words[position + 1 :])
    if word.lower == "there":
        return following is None
    return not named and not any(each.kind in CLASSES for each in words)


def _is_defined(word: TypedWord, question: TypedWord) -> bool:
    """Whether "apa itu" or "apakah itu" asks what the word means, and says it of nothing."""
    if question.lower == "apakah" and (word.kind is Kind.PREDICATE or looks_like_verb(word)):
        return False
    return word.is_name or word.kind in SUBJECTS | ATTRIBUTES | {Kind.PREDICATE}


def _is_definition(words: tuple[TypedWord, ...]) -> bool:
    """Whether all that is asked is what something is: "gempa itu apa"."""
    asks = [word.lower for word in words if word.kind is Kind.QUESTION]
    says = any(word.kind in ATTRIBUTES | {Kind.PREDICATE, Kind.OWNED} for word in words)
    return not says and all(each in DEFINING for each in asks)


def lacks_subject(words: tuple[TypedWord, ...], *, asked: bool = False) -> bool:
    """Whether a question has neither a subject nor a reference: "how many died?", "kapan?".

    ``asked`` is whether it ends with a question mark.
    """
    words = _without_destination(_without_passive(_without_verb(words)))
    asked = asked or _is_either(words)
    kinds = [word.kind for word in words]
    if {Kind.SPEAKER, Kind.NUMBER}.intersection(kinds) or _has_own(words):
        return False
    asks = [word.lower for word in words if word.kind is Kind.QUESTION]
    says = [word for word in words if word.kind in ATTRIBUTES | {Kind.PREDICATE}]
    things = [word for word in says if word.kind in ATTRIBUTES]
    is_news = all(word.lower in _EVENTS for word in says)
    if Kind.TIME in kinds and is_news and (says or not _asks_time(kinds)):
        return False
    if kinds[:2] == [Kind.QUESTION, Kind.DEMONSTRATIVE] and words[0].lower in DEFINING and things:
        return False  # asks what a thing is
    if not says:
        defines = len(asks) == 1 and asks[0] in DEFINING and len(words) <= 2
        return bool(asks) and not (defines and words[0].kind not in CLASSES)
    if len(words) > 2 and things and _is_general(things[-1], words):
        return False
    return len(things) <= 1 and bool(asks or asked or len(words) <= 2 or is_yes_no(words))


def _is_general(thing: TypedWord, words: tuple[TypedWord, ...]) -> bool:
    """Whether an English noun has nothing before it that singles it out: "why are prices up"."""
    position = words.index(thing)
    is_english = any(word.lower in _ENGLISH for word in words)
    return is_english and not any(word.lower in _DETERMINERS for word in words[:position])


def _has_own(words: tuple[TypedWord, ...]) -> bool:
    """Whether anything is named but what is asked for: not in "berapa warga yang mengungsi"."""
    return any(
        word.kind in SUBJECTS and not (word.kind in CLASSES and _is_asked_for(n, words))
        for n, word in enumerate(words)
    )


def _asks_time(kinds: Sequence[Kind]) -> bool:
    """Whether a time is asked for: "tahun berapa", "hari apa", "what year"."""
    time, question = Kind.TIME, Kind.QUESTION
    return any(pair in {(time, question), (question, time)} for pair in pairwise(kinds))


def _without_verb(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words without the verb that is all that follows *siapa yang*."""
    said = [word for word in words if word.kind not in {Kind.FILLER, Kind.MODIFIER}]
    lower = [word.lower for word in words]
    if len(said) == 2 and lower[0] == "who" and _DOES.fullmatch(" ".join(lower[1:])):
        return words[:-1]  # "who was driving?", "who decides?"
    if len(said) != 2 or _WHO.isdisjoint(lower) or {"yang", "yg"}.isdisjoint(lower[:-1]):
        return words
    verb = said[0] if said[1].lower in _WHO else said[1]
    is_verb = verb.kind is Kind.OWN and not verb.is_name
    return tuple(word for word in words if word is not verb) if is_verb else words


def _without_passive(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words without a passive verb before how much: "dikasih berapa kilo"."""
    is_passive = words[0].lower.startswith("di") and looks_like_verb(words[0])
    is_asked = is_passive and len(words) > 1 and words[1].lower in _HOW_MUCH
    return (TypedWord(words[0].text, Kind.PREDICATE), *words[1:]) if is_asked else words


def _is_either(words: tuple[TypedWord, ...]) -> bool:
    """Whether it is asked which of two is so: "higher or lower than yesterday"."""
    kinds = [word.kind for word in words[:3]]
    either = len(words) > 2 and words[1].lower in _EITHER
    return either and kinds[0] is kinds[2] is Kind.PREDICATE


def compares(words: tuple[TypedWord, ...]) -> bool:
    """Whether a question compares what it does not name: "lebih bahaya dari covid ga"."""
    than = next((n for n, word in enumerate(words) if word.lower in _THAN), 0)
    if words[0].lower != "lebih" or not than:
        return False
    return not any(word.kind in SUBJECTS for word in words[:than])


def _without_destination(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words without where something has come, if what has is not said.

    "udah masuk Indonesia belum", but "ebola udah masuk Indonesia belum" says it.
    """
    at = next((n for n, word in enumerate(words) if word.lower in _ARRIVES), 0)
    lower = {word.lower for word in words[:at]}
    if lower.isdisjoint(_ALREADY) or any(word.kind in SUBJECTS for word in words[:at]):
        return words
    after = (word for word in words[at + 1 :] if word.lower not in _DESTINATIONS | places())
    return (*words[:at], TypedWord(words[at].text, Kind.PREDICATE), *after)


def is_yes_no(words: tuple[TypedWord, ...]) -> bool:
    """Whether a question begins or ends as those that yes or no answers."""
    ends = {word.lower for word in words[-2:]}
    return words[0].lower in _ASKS_WHETHER or bool(ends & _OR_NOT)
