"""Find the addresses in a message, and tell a message that only passes them on. Pure.

No address is ever contacted for a reader's message: it is only looked up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.text.canonical_address import canonical_address
from index.text.invisible import remove_invisible

MAX_SCANNED = 8000
"""Characters of a message in which addresses are looked for; Telegram's have 4,096 at most."""
MAX_ADDRESSES = 20

_WITH_SCHEME = re.compile(r"https?:/+(?=[^\s/])|(?<![\w.@/-])www\.(?=\w)", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+([^\W\d_]{2,})(?::\d{1,5})?/\S")
_GLUED = re.compile(r"(?<=[,;|])(?=https?://)", re.IGNORECASE)
_BEFORE = "<([{\"'“‘«*_~`|.,;:!?-–—→>"
_AFTER = ".,;:!?'\"”’»>*_~`|…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_WORD = re.compile(r"[^\W_]+")
_QUESTION_MARK = re.compile(r"\?(?:\s|$)")
_QUESTION_WORDS = frozenset(
    """apa apakah apaan bagaimana bgmn gimana gmn berapa brp siapa sp kapan kpn kenapa knp mengapa
    dimana dmn kemana mana darimana what who whom whose when where why how which""".split()
)
_TOP_DOMAINS = frozenset(
    """ac ai app asia au be biz blog br ca ch cn co com de dev edu es eu fi fr gov hk id in info int
    io it jp ke kr la link live me media mil mobi my net news nl no nz online org ph pk pl press pro
    pt qa ru sa se sg site sh space store su tech th tl to today top tr tv tw ua uk us vn web wiki
    world xyz za""".split()
)
"""Of addresses without a scheme: *dan.atau/atau* is none."""


@dataclass(frozen=True, slots=True)
class FoundAddresses:
    """The addresses in a message, each page once, and the words beside them."""

    addresses: tuple[str, ...] = ()
    words: str = ""

    @property
    def prose(self) -> str:
        """The words, if they are more than go with any address."""
        return "" if self.only else self.words

    @property
    def asks(self) -> bool:
        """Whether the words ask something, so that the addresses only go with a question."""
        if self.only:
            return False
        words = _WORD.findall(self.words.lower())
        return bool(_QUESTION_MARK.search(self.words)) or not _QUESTION_WORDS.isdisjoint(words)

    @property
    def only(self) -> bool:
        """Whether the message passes on addresses, and says nothing else."""
        if not self.addresses:
            return False
        return all(word in _link_words() for word in _WORD.findall(self.words.lower()))


def find_addresses(text: str, links: Iterable[str] = ()) -> FoundAddresses:
    """Return the addresses in ``text``, with those behind its words (``links``)."""
    if not links and not _may_hold_addresses(text):
        return FoundAddresses(words=text)
    found: dict[str, str] = {}
    words: list[str] = []
    for token in _tokens(text[:MAX_SCANNED]):
        before, address = _split(token)
        canonical = canonical_address(address) if address else ""
        if canonical and len(found) < MAX_ADDRESSES:
            found.setdefault(canonical, address)
        words.append(before if canonical else token)
    for address in links:
        if len(found) < MAX_ADDRESSES and (canonical := canonical_address(address)):
            found.setdefault(canonical, address)
    if not found:
        return FoundAddresses(words=text)
    return FoundAddresses(tuple(found.values()), " ".join(filter(None, words)))


def _may_hold_addresses(text: str) -> bool:
    return "/" in text or "www." in text[:MAX_SCANNED].lower()


def _tokens(text: str) -> Iterator[str]:
    for token in remove_invisible(text).split():
        yield from _GLUED.split(token)


def _split(token: str) -> tuple[str, str]:
    """Return what is before an address in a token, and the address with a scheme; "" if none."""
    if found := _WITH_SCHEME.search(token):
        before, address = token[: found.start()], token[found.start() :]
        has_scheme = found[0].lower() != "www."
    else:
        address = token.lstrip(_BEFORE)
        before, has_scheme = token[: len(token) - len(address)], False
        named = _WITHOUT_SCHEME.match(address)
        if named is None or named[1].lower() not in _TOP_DOMAINS:
            return token, ""
    address = _without_punctuation(address)
    return before.rstrip(_BEFORE), address if has_scheme else f"https://{address}"


def _without_punctuation(address: str) -> str:
    """Return an address without what follows it in a sentence; brackets that it opens stay."""
    while address:
        last = address[-1]
        opening = _BRACKETS.get(last)
        if last not in _AFTER and not (opening and address.count(last) > address.count(opening)):
            break
        address = address[:-1]
    return address


@cache
def _link_words() -> frozenset[str]:
    text = resources.files("bot.conversation").joinpath("link_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
