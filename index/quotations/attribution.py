"""Read to whom the words around a quotation attribute it, and of whom a sentence reports speech."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from index.quotations.marks import Quoted
from index.quotations.subjects import Subject, SubjectKind, SubjectReader
from index.quotations.tokens import TextToken, TextTokenKind
from index.quotations.words import SpeechWords

_MAX_SUBJECT = 30  # tokens between a quotation and the verb behind its subject
_MIN_WORDS_INSIDE = 5  # of a quotation in the midst of a sentence; fewer are a title or a term
_JOINING = frozenset("dan and but sambil seraya sembari".split())
_CONJUNCTIONS = frozenset("and but while dan tetapi tapi sedangkan sementara namun".split())
_SPEECH_END = frozenset(",?!…;–—")
_SENTENCE_END = frozenset(".!?…")


class Form(Enum):
    """The form of an attribution."""

    BEHIND = "verb or name behind"
    BEFORE = "verb or name before"
    SPLIT = "goes on behind the attribution"
    PARAGRAPHS = "goes on in the next paragraph"


class Attribution(NamedTuple):
    """The form of an attribution and its subject, and the token behind both."""

    form: Form
    subject: Subject


class AttributionReader:
    """Reads the attributions in the tokens of one article."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[TextToken],
        quoted: Sequence[Quoted],
        reader: SubjectReader,
        speech: SpeechWords,
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._quoted = quoted
        self._reader = reader
        self._speech = speech

    def behind(self, index: int) -> Attribution | None:
        """Return the attribution behind the quotation at ``index``, or None if there is none."""
        subject = self._behind(index)
        return None if subject is None else Attribution(Form.BEHIND, subject)

    def before(self, index: int, start: int) -> Attribution | None:
        """Return the attribution between the sentence's ``start`` and the quotation."""
        if index == start or not self.is_speech(index):
            return None
        last = self._tokens[index - 1]
        if last.word not in {",", ":"} and last.lower not in self._speech.before:
            return None
        subject = self.reported(start, index)
        return None if subject is None else Attribution(Form.BEFORE, subject)

    def reported(self, start: int, end: int) -> Subject | None:
        """Return whose speech the tokens report, in their last such clause; None if nobody's."""
        tokens, speech = self._tokens, self._speech
        if tokens[start].lower in speech.according:
            return self._according(start, end)
        if self._is_own_verb(tokens[start].lower):
            return Subject(SubjectKind.PRONOUN, start + 1)
        reporting = speech.reporting
        for index in range(end - 1, start - 1, -1):
            if tokens[index].lower in reporting:
                subject = self._reported_at(index, start)
                if subject is not None:
                    return subject
        return None

    def _reported_at(self, index: int, start: int) -> Subject | None:
        tokens, speech = self._tokens, self._speech
        word = tokens[index].lower
        if word == "menurutnya":
            return Subject(SubjectKind.PRONOUN, index + 1)
        if word in speech.passive and index > start and tokens[index - 1].lower == "yang":
            return None
        if word in speech.passive or word == "menurut":
            return self._by_whom(index + 1)
        if tokens[index].kind is not TextTokenKind.LOWER:
            return None
        return self._reported_by_verb(index, start)

    def _by_whom(self, begin: int) -> Subject:
        while self._tokens[begin].lower in {"oleh", "langsung", "pula", "juga"}:
            begin += 1
        return self._reader.after(begin)

    def _reported_by_verb(self, index: int, start: int) -> Subject | None:
        tokens, speech = self._tokens, self._speech
        word = tokens[index].lower
        if word in speech.before and tokens[index - 1].lower not in _JOINING:
            return self._reader.before(index, start) if self._has_subject(index, start) else None
        if word in speech.weak:
            return self._of_weak(self._reader.before(index, start))
        if word in speech.after and tokens[index - 1].word == ",":
            return self._of_weak(self._reader.after(index + 1))
        return None

    def _has_subject(self, index: int, start: int) -> bool:
        """Whether words that may be a subject stand before the verb: not *untuk mengatakan*."""
        while index > start and self._tokens[index - 1].lower in self._speech.adverb:
            index -= 1
        before = self._tokens[index - 1]
        return index > start and before.lower not in self._speech.infinitive

    def _of_weak(self, subject: Subject) -> Subject | None:
        """Return the subject of a verb that companies and teams have as well as people."""
        name = subject.name
        if name is None:
            return None if subject.kind is SubjectKind.UNKNOWN else subject
        alone = name.last - name.first == 1
        return subject._replace(name=name._replace(unsure=name.unsure or alone))

    def is_speech(self, index: int) -> bool:
        """Whether the quotation reads as what was said, not as a term or a title."""
        words = self.words(index)
        return words[:1].isupper() or words[:1].isdigit() or _last(words) in _SENTENCE_END

    def is_sentence(self, index: int) -> bool:
        """Whether the quotation begins as a sentence and is longer than terms and titles are."""
        words = self.words(index)
        if words[:1].islower():
            return False
        return len(words.split(None, _MIN_WORDS_INSIDE)) >= _MIN_WORDS_INSIDE

    def is_whole(self, index: int) -> bool:
        """Whether the quotation ends as a sentence does."""
        return _last(self.words(index)) in _SENTENCE_END

    def words(self, index: int) -> str:
        """Return the words of the quotation at ``index``."""
        start, end = self._quoted[self._tokens[index].quoted].inner
        return self._text[start:end]

    def _behind(self, index: int) -> Subject | None:
        tokens = self._tokens
        at = index + 1
        comma = _last(self.words(index)) in _SPEECH_END
        if tokens[at].word in {",", "."}:
            comma = comma or tokens[at].word == ","
            at += 1
        if tokens[at].lower in {"demikian", "begitu"}:
            at += 1
        subject = self._behind_verb(at)
        if subject is None and comma:
            return self._before_verb(at)
        return subject

    def _behind_verb(self, at: int) -> Subject | None:
        """Return the subject of *kata Blinken*, *katanya*, *according to Blinken*."""
        speech = self._speech
        word = self._tokens[at].lower
        if self._tokens[at].kind is not TextTokenKind.LOWER:
            return None
        if self._is_own_verb(word):
            return Subject(SubjectKind.PRONOUN, at + 1)
        if word in speech.after or word in speech.passive or word == "menurut":
            return self._reader.after(at + 1)
        if word == "according" and self._tokens[at + 1].lower == "to":
            return self._reader.after(at + 2)
        return None

    def _before_verb(self, index: int) -> Subject | None:
        """Return the subject of *Blinken said*, *Ahok menambahkan* behind a quotation."""
        subject = self._reader.leading(index)
        at = subject.end
        if (
            subject.kind is SubjectKind.UNKNOWN
            and self._tokens[index].kind is not TextTokenKind.CAPITAL
        ):
            token = self._tokens[index]
            is_clause = token.kind is TextTokenKind.LOWER and token.lower not in _CONJUNCTIONS
            return Subject(SubjectKind.UNKNOWN, index) if is_clause else None
        if self._is_verb_at(at):
            return subject
        if self._tokens[at].word in {",", "("}:
            closing = {",": ",", "(": ")"}[self._tokens[at].word]
            for end in range(at + 1, min(at + _MAX_SUBJECT, len(self._tokens) - 1)):
                if self._tokens[end].kind in {TextTokenKind.BREAK, TextTokenKind.QUOTED}:
                    break
                if self._tokens[end].word == closing:
                    return subject if self._is_verb_at(end + 1) else None
        return None

    def _is_verb_at(self, index: int) -> bool:
        tokens, speech = self._tokens, self._speech
        while index < len(tokens) - 1 and tokens[index].lower in speech.adverb:
            index += 1
        return tokens[index].lower in speech.before or tokens[index].lower in speech.after

    def _is_own_verb(self, word: str) -> bool:
        """Whether the word is as *katanya*, whose subject is the speaker."""
        return word.endswith("nya") and word[:-3] in self._speech.after

    def _according(self, start: int, end: int) -> Subject | None:
        begin = start + 1
        if self._tokens[begin].lower == "to":
            begin += 1
        return self._reader.after(begin) if begin < end else None


def _last(words: str) -> str:
    """Return the last character that is no quotation mark within the quotation."""
    return words.rstrip("'\"’”‘“» ")[-1:]
