"""Read who is the subject of a verb of saying."""

from enum import Enum
from typing import NamedTuple

from index.quotations.names import Name, NameReader
from index.quotations.runs import POSSESSIVE
from index.quotations.tokens import TextTokenKind

_MAX_DESCRIPTION = 8  # words between a verb and a name: "kata pelatih asal Spanyol itu"
_MAX_CLAUSE = 40  # words between a sentence's beginning and its verb
_MAX_APPOSITION = 15
_VERB_PREFIXES = ("me", "ber", "di", "ter")
_NO_SUBJECT = frozenset({"dan", "and", "serta", "&"})


class SubjectKind(Enum):
    """The kinds of subjects of a verb of saying."""

    NAMED = "named"
    PRONOUN = "pronoun"
    UNKNOWN = "unknown"


class Subject(NamedTuple):
    """The subject of a verb of saying, and the token behind it."""

    kind: SubjectKind
    end: int
    name: Name | None = None


class SubjectReader(NameReader):
    """Reads the subjects in the tokens of one article."""

    def after(self, index: int) -> Subject:
        """Return the subject that begins at ``index``: *kata Menlu AS Antony Blinken*."""
        tokens = self._tokens
        if tokens[index].lower in self._speech.pronoun:
            return Subject(SubjectKind.PRONOUN, index + 1)
        begin = self._after_description(index)
        if begin is None:
            return Subject(SubjectKind.UNKNOWN, index)
        if tokens[begin].lower in self._speech.backward:
            return self._backward(index, begin)
        if tokens[begin].word == "," and begin > index:
            return self._behind_comma(begin + 1)
        if not self._is_capital(begin):
            return Subject(SubjectKind.UNKNOWN, begin)
        return self._after_run(index, begin, self._run_end(begin))

    def _behind_comma(self, index: int) -> Subject:
        """Return the subject of *ketua tim, dr. Hasnawati Bahar*."""
        if self._tokens[index].lower in self._names.honorific:
            index += not self._is_capital(index)
        if not self._is_capital(index):
            return Subject(SubjectKind.UNKNOWN, index)
        return self._named(index, self._run_end(index), described=False)

    def _after_run(self, index: int, begin: int, end: int) -> Subject:
        """Return the subject whose description begins at ``index``, and its name at ``begin``."""
        described = begin > index
        behind = self._until_backward(end) if described else end
        if self._tokens[behind].lower in self._speech.backward:
            return self._backward(index, behind)
        apposed = self._apposed(begin, end, described)
        if apposed is not None:
            return apposed
        unnamed = self._tokens[index].lower in self._speech.unnamed
        short = end == begin + 1 and not self._ends_subject(begin, end)
        if unnamed or short or self._joined(end):
            return Subject(SubjectKind.UNKNOWN, end)
        subject = self._named(begin, end, described)
        if described and subject.name and self._is_relative(begin, subject.name):
            return Subject(SubjectKind.UNKNOWN, end)
        return subject

    def _is_relative(self, begin: int, name: Name) -> bool:
        """Whether the words speak of somebody else by the name: *kuasa hukum Ahok*."""
        if self._tokens[begin - 1].lower not in self._speech.relation:
            return False
        return name.first == begin or self._tokens[name.first - 1].lower in self._names.role

    def _until_backward(self, end: int) -> int:
        """Return where *itu* stands in *peraih medali emas Olimpiade 2004 Athena itu*."""
        if self._tokens[end].kind is not TextTokenKind.NUMBER:
            return end
        for index in range(end + 1, min(end + 4, len(self._tokens))):
            if self._tokens[index].lower in self._speech.backward:
                return index
        return end

    def _ends_subject(self, begin: int, end: int) -> bool:
        """Whether a word before this one may be all of a name: not in *Pedagang ayam potong*."""
        token = self._tokens[end]
        return (
            token.kind is not TextTokenKind.LOWER
            or token.lower in self._speech.stop
            or token.lower in self._speech.adverb
            or token.lower.startswith(_VERB_PREFIXES)
            or self._tokens[begin].lower in self._names.given
        )

    def before(self, index: int, start: int) -> Subject:
        """Return the subject that ends before ``index``: *Blinken juga mengatakan*."""
        tokens = self._tokens
        last = index - 1
        while last >= start and tokens[last].lower in self._speech.adverb:
            last -= 1
        if last >= start and tokens[last].word == ")":
            last = self._before_bracket(last, start)
        if last < start:
            return Subject(SubjectKind.UNKNOWN, index)
        subject = self._before_end(last, start)
        if subject.name is None:
            return self._of_sentence(last, start) or subject
        return subject

    def _of_sentence(self, last: int, start: int) -> Subject | None:
        """Return the subject of *Budi Santoso yang hadir di lokasi mengatakan*."""
        tokens = self._tokens
        first = start
        if last - start > _MAX_CLAUSE:
            return None
        while first < last and self.is_function(first):
            first += 2 if tokens[first + 1].word == "," else 1
        if first >= last or not self._is_capital(first):
            return None
        end = self._run_end(first)
        name = self.name(first, end)
        if name is None or name.unsure or tokens[end].lower not in self._speech.aside:
            return None
        if name.last - name.first == 1 and not self.is_given(name.first):
            return None
        others = any(self._is_other_name(index) for index in range(end, last + 1))
        return None if others else Subject(SubjectKind.NAMED, end, name)

    def _is_other_name(self, index: int) -> bool:
        if not self._is_capital(index) or self._is_capital(index - 1):
            return False
        return self.name(index, self._run_end(index)) is not None

    def _before_end(self, last: int, start: int) -> Subject:
        word = self._tokens[last].lower
        if word in self._speech.pronoun:
            return Subject(SubjectKind.PRONOUN, last + 1)
        if word in self._speech.backward:
            return self._backward(self._noun_start(last, start), last)
        if word == ",":
            return self._before_apposition(last, start)
        return self._ending(last, start)

    def leading(self, index: int) -> Subject:
        """Return the subject that begins at ``index``, before a verb: *Blinken told Reuters*."""
        if self._tokens[index].lower in self._speech.pronoun:
            return Subject(SubjectKind.PRONOUN, index + 1)
        if not self._is_capital(index):
            return Subject(SubjectKind.UNKNOWN, index)
        end = self._run_end(index)
        if self._joined(end):
            return Subject(SubjectKind.UNKNOWN, end)
        return self._named(index, end, described=False)

    def _after_description(self, index: int) -> int | None:
        """Return where a name, comma or *itu* follows the lower-case words at ``index``."""
        speech = self._speech
        limit = min(index + _MAX_DESCRIPTION, len(self._tokens) - 1)
        if self._tokens[index].lower in speech.article:
            index += 1
        while index < limit:
            token = self._tokens[index]
            possessive = token.word.endswith(POSSESSIVE)
            if token.lower in speech.backward:
                return index
            if token.kind is TextTokenKind.LOWER and token.lower in speech.stop:
                return None
            if token.kind not in {TextTokenKind.LOWER, TextTokenKind.NUMBER} and not possessive:
                return index
            index += 1
        return None

    def _backward(self, first: int, end: int) -> Subject:
        """Return the subject of *politikus PDIP itu*: the person of whom it was spoken."""
        word = self._tokens[first].lower
        is_person = word in self._speech.person or word in self._names.role
        kind = SubjectKind.PRONOUN if is_person else SubjectKind.UNKNOWN
        return Subject(kind, end + 1)

    def _noun_start(self, last: int, start: int) -> int:
        first = last
        while first > start and last - first < _MAX_DESCRIPTION:
            if self._tokens[first - 1].kind in {
                TextTokenKind.MARK,
                TextTokenKind.QUOTED,
                TextTokenKind.BREAK,
            }:
                break
            first -= 1
        return first

    def _named(self, first: int, end: int, described: bool) -> Subject:
        name = self.name(first, end, described)
        if name is None:
            return Subject(SubjectKind.UNKNOWN, end)
        return Subject(SubjectKind.NAMED, end, name)

    def _apposed(self, begin: int, end: int, described: bool) -> Subject | None:
        """Return the subject of *Kepala BMKG, Dwikorita Karnawati*, if there is such a one."""
        tokens = self._tokens
        comma = self._after_places(self._after_bracket(end))
        if tokens[comma].word != "," or not self._is_capital(comma + 1):
            return None
        head = self.name(begin, end, described)
        titled = described or self.is_title(begin, begin)
        if not titled and (head is None or head.first == begin):
            return None
        is_role = tokens[comma + 1].lower in self._names.role - self._names.honorific
        if is_role and head is not None:
            return None
        run = self._run_end(comma + 1)
        name = self.name(comma + 1, run)
        if name is None or name.unsure:
            return None
        return Subject(SubjectKind.NAMED, run, name)

    def _after_places(self, comma: int) -> int:
        """Return the comma behind the places after this one: *Kapolsek Sukawati, Gianyar,*."""
        tokens = self._tokens
        end = comma + 1
        while end < len(tokens) and tokens[end].lower in self._names.place:
            end += 1
        behind = end < len(tokens) and tokens[end].word == ","
        return end if behind and end > comma + 1 and tokens[comma].word == "," else comma

    def _joined(self, end: int) -> bool:
        """Whether two people speak: *Budi dan Ani*."""
        following = self._tokens[end].lower
        return following in {"dan", "and"} and self._is_capital(end + 1)

    def _after_bracket(self, index: int) -> int:
        if self._tokens[index].word != "(":
            return index
        for end in range(index + 1, min(index + 8, len(self._tokens) - 1)):
            if self._tokens[end].word == ")":
                return end + 1
        return index

    def _before_bracket(self, index: int, start: int) -> int:
        for begin in range(index, max(index - 8, start - 1), -1):
            if self._tokens[begin].word == "(":
                return begin - 1
        return start - 1

    def _before_apposition(self, last: int, start: int) -> Subject:
        """Return the subject of *Dwikorita Karnawati, Kepala BMKG,* or the other way round."""
        unknown = Subject(SubjectKind.UNKNOWN, last)
        for comma in range(last - 1, max(start, last - _MAX_APPOSITION), -1):
            if self._tokens[comma].word == ",":
                break
        else:
            return unknown
        head_last = comma - 1
        if self._tokens[head_last].word == ")":
            head_last = self._before_bracket(head_last, start)
        if head_last < start:
            return unknown
        if self._tokens[head_last].kind is TextTokenKind.LOWER and self._is_capital(comma + 1):
            return self._ending(last - 1, comma + 1)
        whole = self._is_capital(comma + 1) and self._run_end(comma + 1) == last
        if whole and not self.is_title(comma + 1, comma + 1):
            head = self._run_start(head_last, start)
            if self.is_title(head, head) or self._tokens[head - 1].lower in self._names.role:
                return self._named(comma + 1, last, described=False)
            return unknown
        return self._ending(head_last, start)

    def _ending(self, last: int, start: int) -> Subject:
        """Return the subject whose name is the run of capitals that ends at ``last``."""
        if not self._is_capital(last):
            return Subject(SubjectKind.UNKNOWN, last)
        first = self._run_start(last, start)
        before = self._tokens[first - 1].lower if first > start else ""
        name = self.name(first, last + 1, before in self._names.role)
        if name is None or (first > start and self._is_relative(first, name)):
            return Subject(SubjectKind.UNKNOWN, last + 1)
        if name.first == first and self._is_no_subject(first, start):
            return Subject(SubjectKind.UNKNOWN, last + 1)
        return Subject(SubjectKind.NAMED, last + 1, name)

    def _is_no_subject(self, first: int, start: int) -> bool:
        """Whether the words before a name show that it is no subject, or one of two."""
        if first == start:
            return False
        before = self._tokens[first - 1].lower
        if before in _NO_SUBJECT:
            return first - 1 > start and self._is_capital(first - 2)
        return before in self._speech.preposition
