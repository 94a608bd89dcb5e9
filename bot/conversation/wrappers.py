"""Strip what is said around a question: politeness, fillers, frames such as "tolong cariin info".

What remains is the message's own words in their order; a plain question is returned unchanged.
The phrases are ``wrappers.tsv``.
"""

from collections.abc import Sequence
from functools import cache

from bot.conversation.phrases import PhraseAutomaton, PhraseFound, word_class
from bot.conversation.words import MessageWord, is_followed_by_punctuation, table_rows, words_of
from index.analysis import english, indonesian

_ENDS = frozenset({"end", "end-asked", "end-comma", "tail"})
_MIDDLE = "middle"
_ASK_TAGS = frozenset({"ga", "kah"})
"""Words at the end that belong to a frame such as "ada yang tau … ga"."""
_ASKS = frozenset("bisa boleh".split())
_NEEDS_COMPLEMENT = frozenset(
    """ke di dari dan atau apa itu soal untuk dengan pada oleh per siapa nama namanya bernama uang
    kurs rupiah terhadap vs mata kata arti artinya disebut lagu film grup big gang
    the a an of in to and or vs called named mean means word""".split()
)
"""Words whose complement follows: after them a filler that is also a noun is asked about."""
_MAX_WRAPPERS = 12
"""Wrappers at either end of a message; more are not looked for."""
_MAX_FOLLOWING = 4
_LONGEST_ENDING = 8
"""Words."""
_NOUNS = frozenset("dong kakak min gan sis bro bot kutip bang sir terima-kasih tolong".split())
_CHAT = frozenset("ga soal tolong mau tanya bisa boleh terima-kasih haha ☺ 👍".split())


def strip_wrappers(message: str) -> str:
    """Return ``message`` without what is said around its question; as it is if nothing remains."""
    words = words_of(message)
    texts = [word.text for word in words]
    first, labels = _first_word(message, words, texts)
    last = _last_word(
        message, words, texts, first, has_tag="ask" in labels or not _ASKS.isdisjoint(texts[:first])
    )
    if (
        first == 0
        and word_class("particle").issuperset(texts[last:])
        and "dong" not in texts[last:]
    ):
        last = len(words)
    if not _says_something(texts[first:last]):
        return message
    middle = _middle(texts, first, last)
    if (first, last) == (0, len(words)) and middle is None:
        return message
    return _cut(message, words, first, last, middle)


def has_topic(texts: Sequence[str]) -> bool:
    """Whether any of these usual spellings is more than a question, stop or filler word."""
    return not _without_topic().issuperset(texts)


def _first_word(
    message: str, words: Sequence[MessageWord], texts: list[str]
) -> tuple[int, set[str]]:
    """Return where the question begins, and the labels of what stands before it."""
    table, skipped, particles = _leading(), _skipped(), word_class("particle") - {"kok"}
    at, labels = 0, set[str]()
    for _ in range(_MAX_WRAPPERS):
        found = table.longest(texts, at, skipped)
        if found is None or not _is_wrapper(found, message, words, texts):
            break
        if not _says_something(texts[found.end :]):
            break
        at = found.end
        labels.add(found.label)
        while texts[at] in particles and _says_something(texts[at + 1 :]):
            at += 1
    return at, labels


def _is_wrapper(
    found: PhraseFound,
    message: str,
    words: Sequence[MessageWord],
    texts: list[str],
    following: int = _MAX_FOLLOWING,
) -> bool:
    """Whether a phrase is a wrapper; of some that depends on the wrappers that follow it."""
    label, end = found
    if label == "keep":
        return False
    parted = _is_parted(message, words, texts, end)
    if label == "comma":
        return parted
    if end >= len(words):
        return True
    if label in {"soft", "greeting", "lead", "called"}:
        follows = texts[end] in word_class("question")
        follows |= label == "lead" and texts[end] in word_class("going-on")
        follows |= label == "called" and texts[end] in word_class("topic")
        if not (parted or follows) and following:
            follows = _is_wrapped(message, words, texts, end, following - 1)
        small = label == "greeting" and message[words[end].start].islower()
        return parted or follows or small
    return True


def _is_parted(message: str, words: Sequence[MessageWord], texts: list[str], at: int) -> bool:
    """Whether a sign follows, after fillers if there are any."""
    for after in range(at, at + _MAX_FOLLOWING):
        if is_followed_by_punctuation(message, words, after):
            return True
        if texts[after] not in _skipped():
            return False
    return False


def _is_wrapped(
    message: str, words: Sequence[MessageWord], texts: list[str], at: int, following: int
) -> bool:
    """Whether another wrapper begins at a word."""
    found = _leading().longest(texts, at, _skipped())
    if found is None or found.end >= len(words):
        return False
    return _is_wrapper(found, message, words, texts, following)


def _last_word(
    message: str, words: Sequence[MessageWord], texts: list[str], first: int, *, has_tag: bool
) -> int:
    """Return the end of the question, whose first word is ``first``."""
    last = len(words)
    for _ in range(_MAX_WRAPPERS):
        start = _ending_start(message, words, texts, last)
        if start is None and has_tag and texts[last - 1] in _ASK_TAGS:
            start, has_tag = last - 1, False
        if start is None or not has_topic(texts[first:start]):
            return last
        last = start
    return last


def _ending_start(
    message: str, words: Sequence[MessageWord], texts: list[str], last: int
) -> int | None:
    """Return where the wrapper begins that ends before ``last``; None if there is none."""
    backwards = texts[max(0, last - _LONGEST_ENDING) : last][::-1]
    found = _ending().longest(backwards, 0, _skipped())
    if found is None:
        return None
    start = last - found.end
    if start <= 0 or (texts[start] in _NOUNS and _is_asked_about(message, words, start)):
        return None
    if found.label == "end-comma" and not is_followed_by_punctuation(message, words, start):
        return None
    if found.label == "end-asked" and not _ends_question(texts[start - 1]):
        return None
    return start


def _ends_question(word: str) -> bool:
    """Whether whom it is asked of may follow: cair, mas."""
    return word in word_class("question") or word in word_class("before-honorific")


def _is_asked_about(message: str, words: Sequence[MessageWord], at: int) -> bool:
    """Whether a filler that is also a noun is one here: after *apa itu*, or capitalised."""
    capital = message[words[at].start].isupper() and not message.isupper()
    return capital or words[at - 1].text in _NEEDS_COMPLEMENT


def _middle(texts: list[str], first: int, last: int) -> tuple[int, int] | None:
    """Return where a bare "doing what" stands, if a topic remains without it."""
    for at in range(first, last):
        found = _inner().longest(texts[:last], at)
        if found and has_topic(texts[first:at] + texts[found.end : last]):
            return at, found.end
    return None


def _cut(
    message: str,
    words: Sequence[MessageWord],
    first: int,
    last: int,
    middle: tuple[int, int] | None,
) -> str:
    start = words[first].start if first else 0
    end = words[last - 1].end if last < len(words) else len(message)
    mark = "?" if last < len(words) and "?" in message[end:] else ""
    if middle is None:
        return message[start:end].strip() + mark
    before, after = middle
    parts = (message[start : words[before].start], message[words[after - 1].end : end])
    return " ".join(part.strip() for part in parts if part.strip()) + mark


def _says_something(texts: Sequence[str]) -> bool:
    """Whether more than fillers remains: pronouns and question words may continue a subject."""
    return not _fillers().issuperset(texts)


@cache
def _leading() -> PhraseAutomaton:
    labels = _ENDS | {_MIDDLE}
    return PhraseAutomaton(row for row in table_rows("wrappers.tsv") if row[0] not in labels)


@cache
def _ending() -> PhraseAutomaton:
    rows = (row for row in table_rows("wrappers.tsv") if row[0] in _ENDS)
    return PhraseAutomaton(rows, backwards=True)


@cache
def _inner() -> PhraseAutomaton:
    return PhraseAutomaton(row for row in table_rows("wrappers.tsv") if row[0] == _MIDDLE)


@cache
def _skipped() -> frozenset[str]:
    return word_class("particle") | word_class("vocative")


@cache
def _fillers() -> frozenset[str]:
    return _skipped() | word_class("address") | _CHAT


@cache
def _without_topic() -> frozenset[str]:
    stops = indonesian.STOP_WORDS | indonesian.QUESTION_WORDS
    return stops | english.STOP_WORDS | english.QUESTION_WORDS | _fillers() | word_class("question")
