"""Read runs of capitalised words: where they begin and end, and which of them are titles."""

from collections.abc import Sequence

from index.quotations.tokens import TextToken, TextTokenKind
from index.quotations.words import NameWords, SpeechWords

_MAX_RUN = 24  # words of a title and a name
_CAPITAL = TextTokenKind.CAPITAL
_PARTICLES = frozenset(
    "bin binti van von der den de da dos das del della la le al el ibn bint ten ter ben".split()
)
_CONNECTORS = frozenset("dan and of the for untuk serta & / - –".split())
_PAIRS = frozenset(
    {
        ("jaksa", "agung"),
        ("mahkamah", "agung"),
        ("kejaksaan", "agung"),
        ("hakim", "agung"),
        ("imam", "besar"),
        ("guru", "besar"),
        ("hong", "kong"),
        ("sri", "lanka"),
        ("new", "york"),
        ("united", "states"),
        ("papua", "nugini"),
    }
)
_GENERALS = frozenset("sekretaris direktur inspektur konsul direktorat".split())
POSSESSIVE = ("'s", "’s")
_ROMAN = frozenset("i ii iii iv v vi vii viii ix x xi xii".split())


class RunReader:
    """Reads the runs of capitalised words in the tokens of one article."""

    def __init__(self, tokens: Sequence[TextToken], speech: SpeechWords, names: NameWords) -> None:
        self._tokens = tokens
        self._speech = speech
        self._names = names
        self._common = {token.word for token in tokens if token.kind is TextTokenKind.LOWER}

    def run_end(self, index: int) -> int:
        """Return the end of the run of capitalised words that begins at ``index``."""
        return self._run_end(index)

    def is_sentence_start(self, index: int) -> bool:
        """Whether a capital at ``index`` says nothing, as the sentence begins there."""
        if index == 0:
            return True
        before = self._tokens[index - 1]
        return before.kind in {TextTokenKind.BREAK, TextTokenKind.QUOTED} or before.word in {
            ".",
            "!",
            "?",
            ":",
            "…",
        }

    def is_given(self, index: int) -> bool:
        """Whether the word is a usual given name."""
        return self._tokens[index].lower in self._names.given

    def is_role(self, index: int) -> bool:
        """Whether the word is a role that is said of a person."""
        return self._tokens[index].lower in self._names.role

    def is_person(self, first: int) -> bool:
        """Whether a name from ``first`` in a sentence is rather a person's than a thing's."""
        return self.is_given(first) or bool(self._speech.article)

    def trusts_capitals(self, end: int) -> bool:
        """Whether a name before ``end`` that begins a sentence is not likely to begin later."""
        return bool(self._speech.article) or self._tokens[end].word in {",", "("}

    def is_title(self, index: int, first: int) -> bool:
        """Whether the word is a title, organisation or place in the run from ``first``."""
        tokens, names = self._tokens, self._names
        word = tokens[index].lower
        before = tokens[index - 1].lower if index > first else ""
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if (before, word) in _PAIRS or (word, following) in _PAIRS:
            return True
        if word in names.given:
            return False
        if word in names.surname:
            return index == first or before in names.title
        return word in names.title or word in _ROMAN or self._is_acronym(index)

    def _is_acronym(self, index: int) -> bool:
        word = self._tokens[index].word
        if len(word) < 2 or not word.isupper() or "." in word:
            return False
        before = index - 1
        is_first = (
            not self._is_capital(before) or self.is_given(before) or self.is_title(before, before)
        )
        return len(word) > 2 or not is_first or not self._is_capital(index + 1)

    def _is_capital(self, index: int) -> bool:
        return index < len(self._tokens) and self._tokens[index].kind is _CAPITAL

    def is_function(self, index: int) -> bool:
        """Whether the word is no part of a name, as those that begin sentences."""
        token = self._tokens[index]
        speech = self._speech
        if token.lower in speech.function or token.lower in speech.passive:
            return True
        if token.lower in speech.relation and token.lower not in self._names.given:
            return True
        return self.is_sentence_start(index) and (
            token.lower in self._common or token.lower.endswith("nya")
        )

    def _run_end(self, index: int) -> int:
        tokens = self._tokens
        titled = self.is_title(index, index)
        end = index + 1
        while end < len(tokens) and end - index < _MAX_RUN:
            token = tokens[end]
            if token.kind is TextTokenKind.CAPITAL:
                titled = titled or self.is_title(end, index)
                end += 1
            elif particles := self._particles(end):
                end += particles + 1
            elif titled and (skip := self._connected(end, index)):
                end += skip
            else:
                break
        return end

    def _connected(self, index: int, first: int) -> int:
        """Return how many tokens at ``index`` join two parts of a title: *of the*, *(Pol)*."""
        tokens = self._tokens
        token = tokens[index]
        if token.lower in _CONNECTORS or token.kind is TextTokenKind.NUMBER:
            return self._joining(index, first)
        if token.lower in self._names.title and token.kind is TextTokenKind.LOWER:
            return self._until_capital(index + 1)
        if token.lower == "yang" and tokens[index + 1].lower in {"juga", "merangkap"}:
            return 2 if self._is_capital(index + 2) else 0
        if token.word == "(" and self._is_capital(index + 3) and tokens[index + 2].word == ")":
            return 3
        return 0

    def _joining(self, index: int, first: int) -> int:
        word = self._tokens[index].lower
        begins_name = not self.is_title(index - 1, first)
        if begins_name and word in {"of", "the", "for"}:
            return 0  # Henrik Brandt of Valmora
        if begins_name and word == "dan" and self._tokens[index + 1].lower in self._names.role:
            return 0  # Presiden Joko Widodo dan Menteri …
        if self._is_capital(index + 1):
            return 1
        is_joined = index + 2 < len(self._tokens) and self._tokens[index + 1].lower in _CONNECTORS
        return 2 if is_joined and self._is_capital(index + 2) else 0

    def _until_capital(self, index: int) -> int:
        if self._is_capital(index):
            return 1
        return 2 if self._is_capital(index + 1) else 0

    def _run_start(self, last: int, start: int) -> int:
        first = last
        limit = max(start, last - _MAX_RUN)
        while first > limit:
            if self._is_capital(first - 1):
                first -= 1
                continue
            particles = self._particles(first - 2) or self._particles(first - 1)
            before = first - particles
            if not particles or before <= limit or not self._is_capital(before - 1):
                break
            first = before - 1
        return first

    def _particles(self, index: int) -> int:
        """Return how many particles at ``index`` stand before a capital: *van der Linden*."""
        if self._tokens[index].lower not in _PARTICLES:
            return 0
        if self._is_capital(index + 1):
            return 1
        following = self._tokens[index + 1].lower if index + 1 < len(self._tokens) else ""
        return 2 if following in _PARTICLES and self._is_capital(index + 2) else 0

    def _after_titles(self, first: int, last: int) -> tuple[int, str]:
        """Return where the words after the last title begin, and that title."""
        begin, title = first, ""
        for index in range(first, last):
            token = self._tokens[index]
            if token.kind is not TextTokenKind.CAPITAL:
                if token.lower not in _PARTICLES:
                    begin = index + 1
            elif token.word.endswith(POSSESSIVE) and index + 1 < last:
                begin = index + 1
            elif self.is_title(index, first):
                begin, title = index + 1, token.lower
                if title == "jenderal" and self._tokens[index - 1].lower in _GENERALS:
                    title = "direktur"
        return begin, title
