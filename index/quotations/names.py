"""Read who is named as the subject of a verb of saying, and cut titles off a name."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from index.quotations.tokens import TextToken, TextTokenKind
from index.quotations.words import NameWords, SpeechWords

MAX_NAME_WORDS = 4
_MAX_RUN = 24  # words of a title and a name
_MAX_DESCRIPTION = 8  # words between a verb and a name: "kata pelatih asal Spanyol itu"
_MAX_CLAUSE = 40  # words between a sentence's beginning and its verb
_MAX_APPOSITION = 15
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
_VERB_PREFIXES = ("me", "ber", "di", "ter")
_NO_SUBJECT = frozenset({"dan", "and", "serta", "&"})
_OCCUPATIONS = ("ist", "ian", "eer", "ologist", "grapher", "keeper", "maker", "worker", "owner")
_GENERALS = frozenset("sekretaris direktur inspektur konsul direktorat".split())
_POSSESSIVE = ("'s", "’s")
_ROMAN = frozenset("i ii iii iv v vi vii viii ix x xi xii".split())


class SubjectKind(Enum):
    """The kinds of subjects of a verb of saying."""

    NAMED = "named"
    PRONOUN = "pronoun"
    UNKNOWN = "unknown"


class Name(NamedTuple):
    """Tokens of a name without titles; ``unsure`` if it may begin later than it seems to."""

    first: int
    last: int
    unsure: bool = False


class Subject(NamedTuple):
    """The subject of a verb of saying, and the token behind it."""

    kind: SubjectKind
    end: int
    name: Name | None = None


class NameReader:
    """Reads subjects and names in the tokens of one article."""

    def __init__(self, tokens: Sequence[TextToken], speech: SpeechWords, names: NameWords) -> None:
        self._tokens = tokens
        self._speech = speech
        self._names = names
        self._common = {token.word for token in tokens if token.kind is TextTokenKind.LOWER}

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
        if self._tokens[end].lower in self._speech.backward:
            return self._backward(index, end)
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
        while first < last and self._is_function(first):
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

    def name(self, first: int, last: int, described: bool = False) -> Name | None:
        """Cut titles, organisations, places and degrees off the words from first to last."""
        begin, title = self._after_titles(first, last)
        if last - begin > 2 and self._is_occupation(begin):
            begin += 1
        while last > begin and self._tokens[last - 1].lower in self._names.degree:
            last -= 1
        while begin < last and self._is_function(begin):
            begin += 1
        if begin >= last or not self._is_name(begin, last):
            return None
        unsure = self._is_unsure(begin, last, title, described)
        if unsure:
            found = self._from_given_name(begin, last)
            if found.unsure and last - begin <= MAX_NAME_WORDS and title:
                return found._replace(unsure=self._is_company_leader(title))
            return found
        return Name(self._behind_company(begin, last), last)

    def _behind_company(self, first: int, last: int) -> int:
        """Return where a name begins in *Bio Farma Bambang Heriyanto*."""
        if last - first == MAX_NAME_WORDS and not any(map(self.is_given, (first, first + 1))):
            return first + 2 if self.is_given(first + 2) else first
        return first

    def _is_occupation(self, index: int) -> bool:
        """Whether a sentence begins with the word as in *Statistician Mark Halloran*."""
        word = self._tokens[index].lower
        is_name = word in self._names.given or not self.is_sentence_start(index)
        return not is_name and word.endswith(_OCCUPATIONS)

    def run_end(self, index: int) -> int:
        """Return the end of the run of capitalised words that begins at ``index``."""
        return self._run_end(index)

    def is_given(self, index: int) -> bool:
        """Whether the word is a usual given name."""
        return self._tokens[index].lower in self._names.given

    def is_role(self, index: int) -> bool:
        """Whether the word is a role that is said of a person."""
        return self._tokens[index].lower in self._names.role

    def is_person(self, name: Name) -> bool:
        """Whether a name in the midst of a sentence is rather a person's than a thing's."""
        return self.is_given(name.first) or bool(self._speech.article)

    def trusts_capitals(self, end: int) -> bool:
        """Whether a name before ``end`` that begins a sentence is not likely to begin later."""
        return bool(self._speech.article) or self._tokens[end].word in {",", "("}

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

    def _after_description(self, index: int) -> int | None:
        """Return where a name, comma or *itu* follows the lower-case words at ``index``."""
        speech = self._speech
        limit = min(index + _MAX_DESCRIPTION, len(self._tokens) - 1)
        if self._tokens[index].lower in speech.article:
            index += 1
        while index < limit:
            token = self._tokens[index]
            possessive = token.word.endswith(_POSSESSIVE)
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
            elif token.word.endswith(_POSSESSIVE) and index + 1 < last:
                begin = index + 1
            elif self.is_title(index, first):
                begin, title = index + 1, token.lower
                if title == "jenderal" and self._tokens[index - 1].lower in _GENERALS:
                    title = "direktur"
        return begin, title

    def _is_function(self, index: int) -> bool:
        token = self._tokens[index]
        speech = self._speech
        if token.lower in speech.function or token.lower in speech.passive:
            return True
        if token.lower in speech.relation and token.lower not in self._names.given:
            return True
        return self.is_sentence_start(index) and (
            token.lower in self._common or token.lower.endswith("nya")
        )

    def _is_name(self, first: int, last: int) -> bool:
        words = self._tokens[first:last]
        lead = words[0]
        if lead.lower in self._names.other | self._speech.pronoun or lead.word[1:2] == "-":
            return False  # Reuters, Dia, R-Iowa
        if words[-1].word.endswith(_POSSESSIVE) or len(words) > MAX_NAME_WORDS + 2:
            return False
        if len(words) == 1:
            return len(words[0].word) > 1 and words[0].word[-1] != "."
        return not all(each.word.isupper() for each in words)

    def _is_unsure(self, first: int, last: int, title: str, described: bool) -> bool:
        words = last - first
        if words > MAX_NAME_WORDS or title in self._names.open_organisation:
            return True
        if words == 1:
            return self._tokens[first].word.isupper()
        if words == 2 or title in self._names.honorific:
            return False
        return (described or bool(title)) and title not in self._names.place

    def _is_company_leader(self, title: str) -> bool:
        """Whether a company's or place's name may stand between the title and the person's."""
        names = self._names
        return title in names.with_place | names.open_organisation or title not in names.role

    def _from_given_name(self, first: int, last: int) -> Name:
        for index in range(first, last):
            if self._tokens[index].lower in self._names.given:
                if last - index <= MAX_NAME_WORDS:
                    return Name(index, last)
                break
        return Name(first, last, unsure=True)
