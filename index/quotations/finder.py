"""Find direct quotations with their speaker. Quotations whose speaker is unsure are left out.

A quotation is attributed by the words behind it (*kata Blinken*), before it (*Blinken said:*), or
by going on behind an attribution or in the next paragraph. *Katanya*, *he said* are of the last
person of whom the article reported speech, unless somebody else was named since.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.quotations.attribution import AttributionReader, Form
from index.quotations.marks import Quoted, find_quoted
from index.quotations.people import Mention, NameParts, People
from index.quotations.speech import Narration, Speech, SpeechReader
from index.quotations.subjects import SubjectKind, SubjectReader
from index.quotations.tokens import tokenize
from index.quotations.types import Quotation
from index.quotations.words import name_words, speech_words
from index.text.paragraphs import paragraphs
from index.types import Language, Span

MAX_TEXT = 100_000
"""Characters of a text that are read."""
_PASSIVE = ("di", "ter")
_BEING = frozenset("was were is are has had adalah ialah merupakan tewas meninggal".split())


class Attributed(NamedTuple):
    """A quotation and the form of its attribution; ``pronoun`` if the speaker is not named."""

    quotation: Quotation
    form: Form
    pronoun: bool


def find_quotations(text: str, language: Language) -> list[Quotation]:
    """Return the quotations of ``text`` in order, none overlapping another."""
    return [found.quotation for found in find_attributed(text, language)]


def find_attributed(text: str, language: Language) -> list[Attributed]:
    """Return the quotations of ``text`` in order, with how each is attributed."""
    text = text[:MAX_TEXT]
    spans = paragraphs(text)
    quoted = find_quoted(text, spans)
    if not quoted:
        return []
    return _Article(text, spans, quoted, language).find()


class _Article:
    """One article while it is read."""

    def __init__(self, text: str, spans: Sequence[Span], quoted: list[Quoted], language: Language):
        self._text = text
        self._quoted = quoted
        self._speech = speech_words(language)
        self._tokens = tokenize(text, spans, quoted)
        self._names = SubjectReader(self._tokens, self._speech, name_words())
        attributions = AttributionReader(text, self._tokens, quoted, self._names, self._speech)
        self._said = list(SpeechReader(self._tokens, quoted, attributions).read())
        named = [each.subject.name for each in self._said if isinstance(each, Speech)]
        self._people = People(self._tokens, self._names, [name for name in named if name])
        self._speaker: NameParts | None = None
        self._silence = 0

    def find(self) -> list[Attributed]:
        if not any(isinstance(each, Speech) and each.parts for each in self._said):
            return []
        found: list[Attributed] = []
        for each in self._said:
            if isinstance(each, Speech):
                self._speaker = self._resolve(each)
                self._silence = 0
                if self._speaker is not None:
                    found.extend(self._found(each, self._speaker))
            else:
                self._pass(each)
        return sorted(found, key=lambda each: each.quotation.start)

    def _resolve(self, speech: Speech) -> NameParts | None:
        subject = speech.subject
        if subject.name is not None:
            return self._people.full_name(subject.name)
        if subject.kind is not SubjectKind.PRONOUN or self._silence > self._speech.max_silence:
            return None
        before = self._people.named(speech.first, subject.end)
        return self._speaker if all(each.key == self._speaker for each in before) else None

    def _pass(self, sentence: Narration) -> None:
        """Forget the speaker if the sentence names somebody else, who may be meant next."""
        self._silence += 1
        mentions = list(self._people.named(sentence.first, sentence.last))
        if self._speaker is not None and self._keeps(sentence):
            return
        if self._tokens[sentence.first].lower in self._speech.someone:
            self._speaker = None
        others = {mention.key for mention in mentions} - {self._speaker}
        if len(others) < len({mention.key for mention in mentions}):
            self._silence = 0
        if others:
            self._speaker = self._subject(mentions) if len(others) == 1 else None

    def _subject(self, mentions: Sequence[Mention]) -> NameParts | None:
        """Return the only person of a sentence if it is about that person."""
        first = mentions[0]
        if len({mention.key for mention in mentions}) > 1 or not first.is_subject:
            return None
        verb = self._tokens[first.end].lower
        if verb.startswith(_PASSIVE) or verb in _BEING:
            return None
        self._silence = 0
        return first.key if first.is_known else None

    def _keeps(self, sentence: Narration) -> bool:
        """Whether the sentence speaks of the speaker by a pronoun: *pihaknya*."""
        words = self._tokens[sentence.first : sentence.last]
        return words[0].lower in self._speech.pronoun or any(
            word.lower in self._speech.keeping for word in words
        )

    def _found(self, speech: Speech, speaker: NameParts) -> Iterator[Attributed]:
        start, end = self._people.span(speaker)
        name = " ".join(self._text[start:end].split())
        pronoun = speech.subject.kind is SubjectKind.PRONOUN
        for part in speech.parts:
            inner = self._quoted[self._tokens[part.token].quoted].inner
            yield Attributed(Quotation(*inner, name, start, end), part.form, pronoun)
