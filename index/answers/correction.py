"""Correct the words of a query that occur in no article.

Pure: the engine says which words occur and what they resemble (``SearchEngine.similar``).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from index.analysis import Analyzer, analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import tokenize, words
from index.query.parser import parse_question
from index.query.slang import expand_slang, is_slang
from index.query.spelling import is_certain, max_edits, may_be_name, near, preference
from index.types import Article, Language, Query


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a query that could be corrected: its span, its stem, and its normalised form."""

    start: int
    end: int
    term: str
    normalized: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """The spellings to look up among the terms, the stem first."""
        return tuple(dict.fromkeys((self.term, self.normalized)))


@dataclass(frozen=True, slots=True)
class Correction:
    """A word and its replacement: a term of the collection, or a stop word."""

    word: QueryWord
    replacement: str

    @property
    def is_certain(self) -> bool:
        """Whether the word can hardly have been meant to be another."""
        return any(is_certain(spelling, self.replacement) for spelling in self.word.spellings)


_MAX_SEARCHED = 10_000
"""Characters of an article in which a corrected word's spelling is looked for."""
_MIN_SUPPORT = 2
"""Typed words that must stand beside a doubtful correction: one is in articles on anything."""


@dataclass(frozen=True, slots=True)
class CorrectedQuery:
    """The query to search for, the one as typed, and the corrections between them."""

    query: Query
    typed: Query
    corrections: Sequence[Correction] = ()

    def is_supported_by(self, terms: Collection[str]) -> bool:
        """Whether a passage with these terms speaks of what was asked, not of the corrections only.

        Beside a correction must stand a word as it was typed, if there is one; beside a doubtful
        one ``_MIN_SUPPORT``, which are half of those typed.
        """
        replacements = {one.replacement for one in self.corrections} & set(self.query.terms)
        typed = [term for term in self.query.terms if term not in replacements]
        found = sum(term in terms for term in typed)
        doubtful = [one for one in self.corrections if not one.is_certain]
        if any(one.replacement in replacements for one in doubtful):
            return found >= _MIN_SUPPORT
        return bool(found or not typed or not replacements)


def correctable_words(query: Query) -> list[QueryWord]:
    """Return the words of ``query`` that may be corrected: no short ones, numbers or slang."""
    return list(_correctable_words(query, analyzer_for(query.language)))


def _correctable_words(query: Query, analyzer: Analyzer) -> Iterator[QueryWord]:
    has_slang = query.language is Language.INDONESIAN
    for word, start, end in tokenize(query.text):
        terms = analyzer.terms(word)
        normalized = normalize(word)
        if len(terms) == 1 and max_edits(normalized) and not (has_slang and is_slang(word)):
            yield QueryWord(start, end, terms[0], normalized)


def correct(query: Query, similar: Mapping[str, str]) -> CorrectedQuery:
    """Return ``query`` with its unknown words replaced by what was likely meant.

    ``similar`` is the engine's answer for all spellings of ``correctable_words``.
    """
    if not similar:
        return CorrectedQuery(query, query)
    analyzer = analyzer_for(query.language)
    corrections = [
        Correction(word, replacement)
        for word in correctable_words(query)
        if all(spelling in similar for spelling in word.spellings)
        and (replacement := _replacement(word, similar, analyzer, word.term in query.names))
    ]
    if not corrections:
        return CorrectedQuery(query, query)
    return CorrectedQuery(_apply(query, corrections), query, corrections)


def _replacement(
    word: QueryWord, similar: Mapping[str, str], analyzer: Analyzer, is_name: bool
) -> str | None:
    """Return the best of the similar terms and, unless it is a name, of the stop words.

    Stop words count as more frequent than any term.
    """
    choices = [] if is_name else _similar_stop_words(word.normalized, analyzer)
    for spelling in word.spellings:
        choices += [
            preference(spelling, one, 0)
            for one in near(spelling, [similar[spelling]])
            if not is_name or may_be_name(spelling, one.word)
        ]
    return min(choices)[-1] if choices else None


def _similar_stop_words(word: str, analyzer: Analyzer) -> list[tuple[bool, int, int, str]]:
    """Only certain ones: "jiwa" is a word of its own, not *jika*, and "jembatan" not *jabatan*."""
    return [
        preference(word, one, 1)
        for one in near(word, sorted(analyzer.stop_words))
        if max_edits(one.word) and is_certain(word, one.word)
    ]


def _apply(query: Query, corrections: Sequence[Correction]) -> Query:
    """Return the corrected query.

    It is parsed again with the stop words among the corrections: they may be question words, which
    decide the answer type.
    """
    stop_words = analyzer_for(query.language).stop_words
    function_words = [one for one in corrections if one.replacement in stop_words]
    parsed = parse_question(_with_replacements(query.text, function_words), query.language)
    terms = {one.word.term: one.replacement for one in corrections if one not in function_words}
    return replace(
        parsed,
        text=_with_replacements(query.text, corrections),
        terms=tuple(dict.fromkeys(terms.get(term, term) for term in parsed.terms)),
        names=frozenset(terms.get(name, name) for name in parsed.names),
    )


def _with_replacements(text: str, corrections: Iterable[Correction]) -> str:
    parts, reached = [], 0
    for one in corrections:
        parts += [text[reached : one.word.start], one.replacement]
        reached = one.word.end
    return "".join([*parts, text[reached:]])


def corrected_question(corrected: CorrectedQuery, articles: Iterable[Article]) -> str:
    """Return the question with each corrected word as the ``articles`` spell it.

    A word that none holds stands as its stem. "" if nothing was corrected, or nothing that a
    reader would see as a change.
    """
    if not corrected.corrections:
        return ""
    text, articles = corrected.typed.text, list(articles)
    spelt = [
        replace(one, replacement=_spelling(one, text, articles)) for one in corrected.corrections
    ]
    corrected_text = _with_replacements(text, spelt)
    return "" if reads_as(corrected_text, text) else corrected_text


def reads_as(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but case, accents, spaces, signs and slang."""
    return _read(one) == _read(other)


def _read(text: str) -> str:
    return "".join(normalize(word) for word in words(expand_slang(text.lower()))).replace("-", "")


def _spelling(correction: Correction, text: str, articles: Sequence[Article]) -> str:
    word, term = correction.word, correction.replacement
    occurrences = list(dict.fromkeys(_occurrences(term, articles))) or [term]
    best = min(occurrences, key=lambda each: OSA.distance(word.normalized, normalize(each)))
    return best.lower() if text[word.start : word.end].islower() else best


def _occurrences(term: str, articles: Iterable[Article]) -> Iterator[str]:
    """Yield every word with this term in the titles and beginnings of ``articles``."""
    for article in articles:
        text = f"{article.title} {article.text[:_MAX_SEARCHED]}"
        for found in analyzer_for(article.language).occurrences(text, {term}):
            yield text[found.start : found.end]
