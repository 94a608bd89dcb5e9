"""Read an article sentence by sentence: who is quoted, whose speech is reported, who is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.quotations.attribution import Attribution, AttributionReader, Form
from index.quotations.marks import Quoted
from index.quotations.subjects import Subject, SubjectKind
from index.quotations.tokens import TextToken, TextTokenKind, ends_sentence

_WORDS = (TextTokenKind.LOWER, TextTokenKind.CAPITAL)
_UNKNOWN = Subject(SubjectKind.UNKNOWN, 0)


class QuotedPart(NamedTuple):
    """A quotation by its token, and the form in which it is attributed."""

    token: int
    form: Form


@dataclass(slots=True)
class Speech:
    """The words of one subject; without ``parts`` it is only reported.

    ``first`` is the token with which the author's own words about it begin.
    """

    subject: Subject
    parts: list[QuotedPart] = field(default_factory=list)
    first: int = 0


class Narration(NamedTuple):
    """A sentence, as tokens, that reports nobody's speech."""

    first: int
    last: int


class _SaidSentence(NamedTuple):
    """A sentence as tokens, with its quotations and the attributions behind them."""

    first: int
    last: int
    quoted: tuple[tuple[int, Attribution | None], ...]


class SpeechReader:
    """Reads the sentences of one article in order."""

    def __init__(
        self, tokens: Sequence[TextToken], quoted: Sequence[Quoted], reader: AttributionReader
    ) -> None:
        self._tokens = tokens
        self._quoted = quoted
        self._reader = reader
        self._last: Speech | None = None  # what a quotation may go on
        self._unclosed: list[int] = []  # quotations that go on in the next paragraph

    def read(self) -> Iterator[Speech | Narration]:
        """Yield who says what, in order."""
        index = 0
        while index < len(self._tokens):
            if self._tokens[index].kind is TextTokenKind.BREAK:
                if not self._goes_on(index - 1):
                    self._last, self._unclosed = None, []
                index += 1
                continue
            sentence = self._sentence(index)
            yield from self._interpret(sentence)
            index = sentence.last

    def _goes_on(self, index: int) -> bool:
        token = self._tokens[index] if index >= 0 else None
        return (
            token is not None
            and token.kind is TextTokenKind.QUOTED
            and self._quoted[token.quoted].goes_on
        )

    def _sentence(self, first: int) -> _SaidSentence:
        tokens = self._tokens
        quoted: list[tuple[int, Attribution | None]] = []
        index = first
        while index < len(tokens) and tokens[index].kind is not TextTokenKind.BREAK:
            if tokens[index].kind in _WORDS:
                index += 1
                continue
            if tokens[index].kind is TextTokenKind.QUOTED:
                attribution = self._reader.behind(index)
                quoted.append((index, attribution))
                if attribution is not None:
                    index = max(index + 1, attribution.subject.end)
                    continue
                if self._ends_with(index):
                    index += 2 if tokens[index + 1].word in {".", ","} else 1
                    break
            elif ends_sentence(tokens, index):
                index += 1
                break
            index += 1
        return _SaidSentence(first, index, tuple(quoted))

    def _ends_with(self, index: int) -> bool:
        """Whether the quotation ends the author's sentence, too."""
        following = self._tokens[index + 1]
        return self._reader.is_whole(index) and following.kind is not TextTokenKind.LOWER

    def _interpret(self, sentence: _SaidSentence) -> Iterator[Speech | Narration]:
        speeches: list[Speech] = []
        begin = sentence.first
        for index, behind in sentence.quoted:
            speech = self._speech(index, behind, begin, sentence.first)
            if speech is not None and speech is not self._last:
                speech.first = begin
            if speech is not None and (not speeches or speeches[-1] is not speech):
                if speech is not self._last:
                    speeches.append(speech)
                self._last = speech
            begin = index + 1
        if speeches:
            yield from speeches
            return
        if sentence.quoted and self._last is not None and self._has_part(sentence):
            return
        self._last = None
        yield self._narrated(sentence)

    def _has_part(self, sentence: _SaidSentence) -> bool:
        parts = {part.token for part in self._last.parts} if self._last else set()
        return any(index in parts for index, _ in sentence.quoted)

    def _speech(
        self, index: int, behind: Attribution | None, begin: int, first: int
    ) -> Speech | None:
        """Return the speech that the quotation is, or is part of; None if it is none."""
        if behind is not None:
            return self._attributed(index, behind, begin, first)
        before = self._reader.before(index, begin)
        if before is not None:
            return self._new(index, before)
        last = self._last
        if last is not None and last.parts and self._continues(index, begin, first):
            goes_on = self._goes_on(last.parts[-1].token)
            last.parts.append(QuotedPart(index, Form.PARAGRAPHS if goes_on else Form.SPLIT))
            return last
        if self._goes_on(index):
            self._unclosed.append(index)
        if index == first and self._reader.is_speech(index) and self._reader.is_whole(index):
            return None if self._goes_on(index) else Speech(_UNKNOWN)
        return None

    def _attributed(self, index: int, behind: Attribution, begin: int, first: int) -> Speech:
        before = self._reader.before(index, begin) if index > begin else None
        introduced = before is not None or index == first
        follows = index > 0 and self._tokens[index - 1].word in {",", ":"}
        if not introduced and not follows and not self._reader.is_sentence(index):
            return Speech(behind.subject)
        if before is not None and behind.subject.kind is SubjectKind.PRONOUN:
            return self._new(index, before)
        return self._new(index, behind)

    def _new(self, index: int, attribution: Attribution) -> Speech:
        parts = [QuotedPart(each, Form.PARAGRAPHS) for each in self._unclosed]
        self._unclosed = []
        return Speech(attribution.subject, [*parts, QuotedPart(index, attribution.form)])

    def _continues(self, index: int, begin: int, first: int) -> bool:
        """Whether the quotation goes on what was said before an attribution, or unclosed."""
        if index == first:
            return self._goes_on(self._last_token()) or self._reader.is_whole(index)
        return begin > first and self._tokens[index - 1].word in {",", ":"}

    def _last_token(self) -> int:
        return self._last.parts[-1].token if self._last and self._last.parts else -1

    def _narrated(self, sentence: _SaidSentence) -> Speech | Narration:
        subject = self._reader.reported(sentence.first, sentence.last)
        if subject is None:
            return Narration(sentence.first, sentence.last)
        return Speech(subject, first=sentence.first)
