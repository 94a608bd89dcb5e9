"""A question with words that occur nowhere becomes one with the words that were meant.

Pure: which words occur, and which are like them, the engine says (``SearchEngine.similar``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from index.analysis import Analyzer, analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import tokenize
from index.answers.evidence import PassageEvidence
from index.query.parser import parse_question
from index.query.slang import is_chat_form
from index.query.spelling import most_mistakes, near, preference
from index.types import Language, Query

_SHORT = 5
"""Letters up to which a word with one wrong is more often another word."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of a question that may be misspelt: its place there, its stem, and how it is typed.

    ``typed`` is normalised.
    """

    start: int
    end: int
    term: str
    typed: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """What to look for among the terms, the likelier first."""
        return tuple(dict.fromkeys((self.term, self.typed)))


@dataclass(frozen=True, slots=True)
class Correction:
    """What ``doubt`` was meant to be: a term of the collection, or a word that is none."""

    doubt: UnknownWord
    meant: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A query as it is searched for, and what was corrected for that in ``typed``."""

    query: Query
    typed: Query
    corrections: Sequence[Correction] = ()


def doubts(query: Query) -> list[UnknownWord]:
    """The words of ``query`` that could be corrected if they occur nowhere."""
    return list(_doubts(query, analyzer_for(query.language)))


def _doubts(query: Query, analyzer: Analyzer) -> Iterator[UnknownWord]:
    informal = query.language is Language.INDONESIAN
    for word, start, end in tokenize(query.text):
        terms = analyzer.terms(word)
        typed = normalize(word)
        if len(terms) == 1 and most_mistakes(typed) and not (informal and is_chat_form(word)):
            yield UnknownWord(start, end, terms[0], typed)


def correct(query: Query, similar: Mapping[str, str]) -> Corrected:
    """``query`` with the words that occur nowhere replaced by those that are likely meant.

    ``similar`` is what the engine says of all spellings of its doubts.
    """
    analyzer = analyzer_for(query.language)
    found = [
        Correction(doubt, meant)
        for doubt in doubts(query)
        if all(spelling in similar for spelling in doubt.spellings)
        and (meant := _meant(doubt, similar, analyzer, is_name=doubt.term in query.names))
    ]
    return Corrected(_searched(query, found), query, found) if found else Corrected(query, query)


def _meant(
    doubt: UnknownWord, similar: Mapping[str, str], analyzer: Analyzer, *, is_name: bool
) -> str | None:
    """The best of the similar terms and, but for a name, of the words that carry nothing.

    Those words count as more frequent than any term.
    """
    choices = [] if is_name else _stop_words_like(doubt.typed, analyzer)
    for spelling in doubt.spellings:
        choices += [preference(spelling, one, 0) for one in near(spelling, [similar[spelling]])]
    return min(choices)[-1] if choices else None


def _stop_words_like(typed: str, analyzer: Analyzer) -> list[tuple[bool, int, int, str]]:
    """A short word is one only with the same letters: "jiwa" is a word of its own, not *jika*."""
    found = near(typed, sorted(analyzer.stop_words))
    return [
        preference(typed, one, 1)
        for one in found
        if most_mistakes(one.word) and (len(typed) > _SHORT or set(typed) == set(one.word))
    ]


def _searched(query: Query, found: Sequence[Correction]) -> Query:
    """The query that the corrected words make.

    A word that carries nothing may still tell the kind of answer: the question is read anew.
    """
    stop_words = analyzer_for(query.language).stop_words
    function = [one for one in found if one.meant in stop_words]
    read = parse_question(
        replaced(query.text, [(c.doubt, c.meant) for c in function]), query.language
    )
    meant = {one.doubt.term: one.meant for one in found if one.meant not in stop_words}
    return replace(
        read,
        text=replaced(query.text, [(one.doubt, one.meant) for one in found]),
        terms=tuple(dict.fromkeys(meant.get(term, term) for term in read.terms)),
        names=frozenset(meant.get(name, name) for name in read.names),
    )


def replaced(text: str, words: Iterable[tuple[UnknownWord, str]]) -> str:
    """``text`` with other words in these places, which are in order."""
    parts, reached = [], 0
    for place, word in words:
        parts += [text[reached : place.start], word]
        reached = place.end
    return "".join([*parts, text[reached:]])


def searched_for(corrected: Corrected, readings: Sequence[PassageEvidence]) -> str:
    """The question in whole words: each corrected one as ``readings``, best first, spell it.

    Where none of them holds the word, its stem stands; "" where nothing was corrected.
    """
    typed = corrected.typed.text
    if not corrected.corrections:
        return ""
    return replaced(
        typed, [(one.doubt, _spelt(one, typed, readings)) for one in corrected.corrections]
    )


def _spelt(correction: Correction, typed: str, readings: Sequence[PassageEvidence]) -> str:
    doubt = correction.doubt
    written = list(dict.fromkeys(_written(correction.meant, readings))) or [correction.meant]
    best = min(written, key=lambda word: OSA.distance(doubt.typed, normalize(word)))
    return best.lower() if typed[doubt.start : doubt.end].islower() else best


def _written(term: str, readings: Sequence[PassageEvidence]) -> Iterator[str]:
    """Every word of the passages that were read that has this term."""
    for reading in readings:
        text = reading.article.text[reading.hit.passage.start : reading.hit.passage.end]
        for found in analyzer_for(reading.article.language).occurrences(text, {term}):
            yield text[found.start : found.end]
