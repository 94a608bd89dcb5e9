"""The words of a message as their usual spelling, with offsets: *gmn* is *bagaimana*.

Chat spellings are those of ``index.query.slang``. ``spellings.tsv`` has what else means the same
here, of both languages: a word, a tab, and the others.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from index.query.slang import chat_spelling

MAX_CHARACTERS = 1000
"""Characters of a message that are read; more is a pasted text."""
LAUGH = "haha"
EMOJI = "☺"
"""The word that stands for any emoji but laughing and thanking ones."""
THUMB = "👍"
"""The word that stands for emojis of thanks and praise."""

_CACHED_WORDS = 4096
_CACHED_MESSAGES = 4
"""Each step of understanding a message looks at its words."""

_EMOJI = r"[\U0001F000-\U0001FAFF☀-➿⬀-⯿〰〽㊗㊙][\ufe0f\u200d\U0001F3FB-\U0001F3FF]*"
_WORD = re.compile(rf"[^\W_]+(?:['’‘ʼ`-][^\W_]+)*|(?:{_EMOJI})+")
_LAUGHTER = re.compile(
    r"a?(?:wk){1,}w?k*w?|(?:kw){2,}k?|a?(?:wok|wokaw){2,}o?k?|[bw]?(?:h+[aeiou]+){2,}h*|(?:x+i+){2,}x*"
    r"|a*(?:ha){2,}h?|[bw]a(?:ka){2,}k?|lo+l+|lmf?ao+|rofl|ngakak|kocak|xd+|he+(?:he)+"
)
_LAUGHING = frozenset("😂🤣😆😹😄😁😅")
_THANKING = frozenset("👍👏🙏👌🤝💯❤🥰😍🔥")
_PUNCTUATION = re.compile(r"[.,!?:;…\n–—-]")


class MessageWord(NamedTuple):
    """A word of a message: ``text`` is its usual spelling, ``start:end`` where it stands."""

    text: str
    start: int
    end: int


@lru_cache(_CACHED_MESSAGES)
def words_of(message: str) -> tuple[MessageWord, ...]:
    """Return the words and emojis of the start of ``message``, in order."""
    found = _WORD.finditer(message[:MAX_CHARACTERS])
    return tuple(MessageWord(usual_spelling(each[0]), each.start(), each.end()) for each in found)


def is_followed_by_punctuation(message: str, words: Sequence[MessageWord], at: int) -> bool:
    """Whether the word before ``at`` and the one at it are parted by more than a space."""
    if at >= len(words):
        return True
    return bool(_PUNCTUATION.search(message, words[at - 1].end, words[at].start))


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for usual, others in table_rows("spellings.tsv"):
        found |= dict.fromkeys([usual, *others.split()], usual)
    return found


@cache
def _squeezed_spellings() -> dict[str, str]:
    return {_squeezed(word): usual for word, usual in reversed(_spellings().items())}


@lru_cache(_CACHED_WORDS)
def usual_spelling(word: str) -> str:
    """Return the usual spelling of a word in lower case; an emoji's is a word for its kind."""
    if not word[0].isalnum():
        return _emoji_word(word)
    lower = re.sub("[’‘ʼ`]", "'", word.lower())
    known = _spellings()
    if lower in known:
        return known[lower]
    if (written := chat_spelling(lower)) and " " not in written:
        return known.get(written, written)
    if _LAUGHTER.fullmatch(lower):
        return LAUGH
    squeezed = _squeezed(lower)
    if squeezed != lower and len(squeezed) > 1 and squeezed in _squeezed_spellings():
        return _squeezed_spellings()[squeezed]
    lower = re.sub(r"(\D)\1{2,}", r"\1", lower)
    return re.sub(r"^([^\W\d]{3,})2$", r"\1-\1", lower)


def _emoji_word(emojis: str) -> str:
    signs = set(emojis)
    if signs & _LAUGHING:
        return LAUGH
    return THUMB if signs & _THANKING else EMOJI


def _squeezed(word: str) -> str:
    return re.sub(r"(\D)\1+", r"\1", word)


def table_rows(name: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table beside this module: a key, a tab, and the rest."""
    text = resources.files("bot.conversation").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, _, rest = line.partition("\t")
            yield key, rest
