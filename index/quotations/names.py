"""Cut titles, organisations, places and degrees off a name."""

import re
from typing import NamedTuple

from index.quotations.runs import POSSESSIVE, RunReader

MAX_NAME_WORDS = 4
_OCCUPATIONS = ("ist", "ian", "eer", "ologist", "grapher", "keeper", "maker", "worker", "owner")

_SPECIALIST = re.compile(r"Sp\.?[A-Z]")  # SpPD-KGEH
_BRAND = re.compile(r"(?!Mc|Mac|De|Di|La|Le|Al|El|Fitz)(?:[A-Z][a-z]+[A-Z]|[A-Z]{2,}[a-z])")
NOUN = re.compile(r"(?:pe|ke).{3,40}an")
"""An Indonesian noun rather than a name: *pernyataan*, *kedatangan*."""


class Name(NamedTuple):
    """Tokens of a name without titles; ``unsure`` if it may begin later than it seems to."""

    first: int
    last: int
    unsure: bool = False


class NameReader(RunReader):
    """Reads the names in the tokens of one article."""

    def name(self, first: int, last: int, described: bool = False) -> Name | None:
        """Cut titles, organisations, places and degrees off the words from first to last."""
        begin, title = self._after_titles(first, last)
        if last - begin > 2 and self._is_occupation(begin):
            begin += 1
        while last > begin and self._is_degree(last - 1):
            last -= 1
        while begin < last and self.is_function(begin):
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

    def _is_name(self, first: int, last: int) -> bool:
        words = self._tokens[first:last]
        lead = words[0]
        if lead.lower in self._names.other | self._speech.pronoun or lead.word[1:2] == "-":
            return False  # Reuters, Dia, R-Iowa
        if words[-1].word.endswith(POSSESSIVE) or len(words) > MAX_NAME_WORDS + 2:
            return False
        if len(words) == 1:
            return self._is_single_name(first)
        return not all(each.word.isupper() for each in words)

    def _is_single_name(self, index: int) -> bool:
        """Whether a word alone is a name: not *Pelayanan*, *OpenAI*, or a word of the text."""
        word = self._tokens[index].word
        if self.is_given(index):
            return True
        is_thing = word.lower() in self._common or NOUN.fullmatch(word.lower())
        return len(word) > 1 and word[-1] != "." and not is_thing and not _BRAND.match(word)

    def _is_degree(self, index: int) -> bool:
        word = self._tokens[index].word
        return word.lower() in self._names.degree or _SPECIALIST.match(word) is not None

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
