"""Join the short forms of a name to the fullest one of the same article."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.quotations.names import NOUN, Name, NameReader
from index.quotations.tokens import TextToken, TextTokenKind
from index.quotations.words import aliases
from index.types import Span

_CAPITAL = TextTokenKind.CAPITAL
NameParts = tuple[str, ...]

_MIN_NICKNAME = 4
"""Letters of a name's word that may stand for the whole."""
_MAX_NAME_WORDS = 500
"""Different words of names in an article whose nicknames are looked up."""
MAX_NAMESAKES = 20
"""Names with a word in common; among more it is unsure who is meant."""


class Mention(NamedTuple):
    """A name in the author's words: where, whose, and whether the sentence is about the person."""

    first: int
    end: int
    key: NameParts
    is_person: bool
    is_subject: bool
    is_known: bool = False


class People:
    """The people whom an article names, by any of their names."""

    def __init__(
        self, tokens: Sequence[TextToken], reader: NameReader, mentions: Sequence[Name]
    ) -> None:
        self._tokens = tokens
        self._trusting = reader.trusts_capitals(0)
        self._places: dict[NameParts, Name] = {}
        self._by_word: defaultdict[str, list[NameParts]] = defaultdict(list)
        self._aliases: dict[str, NameParts | None] = {}
        self._longer: dict[NameParts, NameParts | None] = {}
        sure = [name for name in mentions if not name.unsure]
        self._short = {self._key(name)[0] for name in sure if name.last - name.first == 1}
        for name in sure:
            self._add(self._from_short(reader, name))
        self._runs: list[Mention] = []
        self._read_runs(reader)
        self._starts = [run.first for run in self._runs]
        self._speakers = {self.full_name(name) for name in mentions} - {None}

    def full_name(self, name: Name) -> NameParts | None:
        """Return the fullest form of ``name``, or None if it is unsure whose it is."""
        if name.unsure:
            return self._from_evidence(name)
        return self._longest(self._key(name))

    def span(self, key: NameParts) -> Span:
        """Return where the text first has the name ``key``."""
        place = self._places[key]
        return Span(self._tokens[place.first].start, self._tokens[place.last - 1].end)

    def named(self, first: int, last: int) -> Iterator[Mention]:
        """Yield who is named by the tokens: speakers, and others as far as they are people."""
        for index in range(bisect_left(self._starts, first), bisect_left(self._starts, last)):
            mention = self._runs[index]
            full = self._longest(mention.key) or self._speaker_in(mention.key)
            known = full in self._speakers
            if known or self._is_namesake(full) or mention.is_person:
                yield mention._replace(key=full or mention.key, is_known=known)

    def _run(self, reader: NameReader, first: int, end: int, name: Name) -> Mention:
        long = name.last - name.first > 1
        begins = reader.is_sentence_start(first)
        behind = first > 0 and self._tokens[first - 1].word in {",", "("}
        begins_name = begins and (name.first == first or reader.is_role(name.first - 1))
        is_subject = (begins or behind) and self._tokens[end].kind is TextTokenKind.LOWER
        apposed = behind and (is_subject or self._tokens[end].word == ",")
        seems_person = begins_name or apposed or reader.is_person(name.first)
        is_person = long and not name.unsure and seems_person
        return Mention(first, end, self._key(name), is_person, is_subject)

    def _is_namesake(self, full: NameParts | None) -> bool:
        """Whether somebody is named by a part of a name that the article has in full."""
        return self._trusting and full is not None and len(full) > 1

    def _speaker_in(self, key: NameParts) -> NameParts | None:
        """Return the speaker whose name the words end with: *Kemarin Blinken*."""
        last = self._longest(key[-1:])
        return last if last in self._speakers else None

    def _longest(self, key: NameParts) -> NameParts | None:
        alias = " ".join(key)
        if alias in self._aliases:
            return self._aliases[alias]
        if aliases().get(alias) in self._places:
            return aliases()[alias]
        return self._longer.get(key) or self._longer.setdefault(key, self._joined(key))

    def _joined(self, key: NameParts) -> NameParts | None:
        """Return the longest name that ``key`` is part of, if all such names are parts of it."""
        with_word = self._by_word[key[0]]
        itself = key if key in self._places else None
        if len(with_word) > MAX_NAMESAKES:
            return itself if len(key) > 1 else None
        few = len(self._by_word) <= _MAX_NAME_WORDS
        if with_word == [key] and len(key[0]) >= _MIN_NICKNAME and few:
            return self._by_nickname(key)
        longer = {other for other in with_word if _contains(other, key)}
        longest = max(longer, key=len, default=itself)
        if longest is None or all(_contains(longest, other) for other in longer):
            return longest
        return key if len(key) > 1 else None

    def _by_nickname(self, key: NameParts) -> NameParts:
        """Return the only longer name with a word that begins so: *Rully* of *Rullyandi*."""
        short = key[0]
        words = [word for word in self._by_word if word != short and word.startswith(short)]
        words = [word for word in words if "-" not in word]
        names = [name for word in words for name in self._by_word[word] if len(name) > 1]
        return names[0] if len(words) == len(names) == 1 else key

    def _from_evidence(self, name: Name) -> NameParts | None:
        """Return the part of an unsure name that begins with a form used alone elsewhere."""
        words = self._key(name)
        if len(words) == 1:
            known = self._aliases.get(words[0]) or self._known_alias(name)
            return known or (self._longest(words) if words[0] in self._by_word else None)
        for index, word in enumerate(words):
            if word in self._short:
                first = name.first + index
                self._add(Name(first, name.last))
                return self._longest(words[index:])
        return None

    def _known_alias(self, name: Name) -> NameParts | None:
        """Return the name of those who are widely known by letters: *JK*."""
        words = self._key(name)
        known = aliases().get(words[0])
        if known is None or known in self._places:
            return known
        self._add(name)
        return words

    def _read_runs(self, reader: NameReader) -> None:
        behind = 0
        for index, token in enumerate(self._tokens):
            if token.kind is not _CAPITAL or index < behind:
                continue
            if self._tokens[index + 1].kind is not _CAPITAL and reader.is_function(index):
                continue
            behind = end = reader.run_end(index)
            described = index > 0 and reader.is_role(index - 1)
            name = reader.name(index, end, described)
            if name is None:
                self._read_possessive(index, end)
            else:
                if name.last - name.first > 1:
                    self._read_full(reader, name, end)
                self._runs.append(self._run(reader, index, end, name))

    def _read_possessive(self, first: int, end: int) -> None:
        """Note who is named in *Haley's remarks*."""
        word = self._tokens[end - 1].lower
        if word.endswith(("'s", "’s")):
            self._runs.append(Mention(first, end, (word[:-2],), False, False))

    def _read_full(self, reader: NameReader, name: Name, end: int) -> None:
        if self._is_letter(name.first):
            name = name._replace(first=name.first + 1)
        key = self._key(name)
        if name.unsure:
            for index, word in enumerate(key[:-1]):
                if word in self._short:
                    name = Name(name.first + index, name.last)
                    break
            else:
                return
        elif not self._is_trusted(reader, name, key):
            return
        self._add(name)
        self._read_alias(self._key(name), end)

    def _from_short(self, reader: NameReader, name: Name) -> Name:
        """Cut what only begins a sentence off a name: *Pernyataan Blinken*."""
        key = self._key(name)
        if key[0] in self._short or not reader.is_sentence_start(name.first):
            return name
        if reader.is_given(name.first):
            return name
        end = len(key) if NOUN.fullmatch(key[0]) else len(key) - 1
        for index, word in enumerate(key[:end]):
            if word in self._short:
                return Name(name.first + index, name.last)
        return name

    def _is_trusted(self, reader: NameReader, name: Name, key: NameParts) -> bool:
        """Whether the first word is of the name, though it may only begin a sentence."""
        if len(key) > 2 and any("-" in word for word in key[1:-1]):
            return False  # Anies Baswedan-Sandiaga Uno
        if key[-1] in self._short and reader.trusts_capitals(name.last):
            return True
        return (
            not reader.is_sentence_start(name.first)
            or reader.is_given(name.first)
            or key[0] in self._short
            or key in self._places
        )

    def _is_letter(self, index: int) -> bool:
        """Whether the initial ends the words before it: *di grup B. Jojo*."""
        before = self._tokens[index - 1] if index else self._tokens[index]
        return len(self._tokens[index].word) == 2 and before.kind is TextTokenKind.LOWER

    def _read_alias(self, key: NameParts, end: int) -> None:
        """Read *Joko Widodo (Jokowi)*."""
        tokens = self._tokens
        if end + 2 >= len(tokens) or tokens[end].word != "(" or tokens[end + 2].word != ")":
            return
        alias = tokens[end + 1]
        if alias.kind is not TextTokenKind.CAPITAL or (
            alias.word.isupper() and not _are_initials(alias.lower, key)
        ):
            return
        known = self._aliases.setdefault(alias.lower, key)
        if known is not None and not (_contains(known, key) or _contains(key, known)):
            self._aliases[alias.lower] = None

    def _add(self, name: Name) -> None:
        key = self._key(name)
        if key not in self._places:
            self._places[key] = name
            self._longer.clear()
            for word in set(key):
                self._by_word[word].append(key)

    def _key(self, name: Name) -> NameParts:
        return tuple(token.lower for token in self._tokens[name.first : name.last])


def _contains(longer: NameParts, shorter: NameParts) -> bool:
    size = len(shorter)
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))


def _are_initials(alias: str, key: NameParts) -> bool:
    """Whether the letters are the names' first ones, of some names at least: *SBY*, *AHY*."""
    return list(alias) == [word[0] for word in key]
