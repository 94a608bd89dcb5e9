"""Measure how much of a topic a quotation is about, by the words said and those around. Pure.

What is asked in one language is found in articles of the other by the glossary.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import words
from index.query.acronyms import known_synonyms
from index.query.glossary import glossary_from, stem_of
from index.query.parser import parse_question
from index.types import Article, Idf, Language, Span

MAX_TOPIC = 200
"""Characters of a topic."""
RELEVANT = 0.55
"""The share of a topic from which on a quotation is about it: of a topic of one word, the headline
is enough, the lead is not; of two words, one of them beside it is not."""
AROUND = 0.6
"""The share of a topic that is said at most if only what stands around a quotation is about it."""
_SAID, _SENTENCE, _NEIGHBOUR, _TITLE, _LEAD = 1.0, 0.7, AROUND, AROUND, 0.5
"""How much of a word's weight counts that is said there; chosen, not measured."""
_ABOUT = re.compile(
    r"\b(?:tentang|soal|mengenai|terkait|perihal|ihwal|seputar|menanggapi|menjawab|merespons"
    r"|about|regarding|concerning|of|on)\s",
    re.IGNORECASE,
)
"""Words behind which an attribution says of what the words are; else it says who said them where:
"ujar Purbaya saat ditemui di kantor Direktorat Jenderal Pajak"."""
_PLACE = re.compile(
    r"(?:\b(?:di|dari|ke|at|in|from)|,)\s+(?:the\s+|sebuah\s+)?"
    r"(?:(?:kantor|gedung|kompleks|komplek|istana|aula|ruang|markas|hotel|wisma|balai)\w*"
    r"|(?:the\s+)?(?:office|headquarters|hq)s?)\b[^,.;:(\"“”«»]*(?:\([^)]*\))?",
    re.IGNORECASE,
)
"""Places where people are met, up to the next comma."""
_MAX_FORMS = 6
_NEIGHBOUR_CHARACTERS = 300

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word of a topic: what means the same in each language, any of which will do."""

    forms: Mapping[Language, Collection[Terms]]
    weight: float

    def is_in(self, terms: Collection[str], language: Language) -> bool:
        """Whether a text with these terms says it."""
        return any(all(term in terms for term in form) for form in self.forms[language])


TopicWords = Sequence[TopicWord]


def read_topic(topic: str, language: Language, idf: Idf) -> TopicWords:
    """Return the words of a topic that weigh anything; none if all are stop words."""
    query = parse_question(topic[:MAX_TOPIC], language)
    analyzer, other = analyzer_for(language), analyzer_for(language.other)
    glossary = glossary_from(language)
    synonyms = known_synonyms(query)
    found: dict[str, TopicWord] = {}
    for word in words(query.text):
        term = stem_of(word, analyzer)
        if term not in query.terms or term in found:
            continue
        equal = [each.replacement for each in synonyms if term in each.original]
        written, stems = (normalize(word),), (term,)
        translated = [word, *glossary.forms(written, stems)[:_MAX_FORMS]]
        forms = {
            language: {(term,), *equal},
            language.other: {*map(tuple, map(other.terms, translated)), *equal} - {()},
        }
        weight = min(max(idf(part) for part in form) for form in forms[language])
        found[term] = TopicWord(forms, max(weight, 0.1))
    return list(found.values())


def relevance(
    article: Article, said: Span, sentences: Span, topic: TopicWords, *, around: bool = True
) -> float:
    """Return the share of a topic, 0 to 1, that is said in ``sentences`` of an article.

    ``said`` are the words quoted, which may be longer than the sentences shown. What is said
    ``around`` them counts less.
    """
    total = sum(word.weight for word in topic)
    if not total:
        return 0.0
    start, end = min(said.start, sentences.start), max(said.end, sentences.end)
    zones = [(_SAID, article.text[slice(*said)])]
    if around:
        before, after = article.text[start : said.start], article.text[said.end : end]
        zones.append((_SENTENCE, f"{_without_places(before)}\n{_told_of(after)}"))
        zones += _around(article, start, end)
    analyzer = analyzer_for(article.language)
    terms = [(share, frozenset(analyzer.terms(text))) for share, text in zones]
    covered = (
        word.weight
        * max((share for share, its in terms if word.is_in(its, article.language)), default=0.0)
        for word in topic
    )
    return sum(covered) / total


def _around(article: Article, start: int, end: int) -> list[tuple[float, str]]:
    # From further back, so that no place is cut.
    before = _without_places(article.text[max(0, start - 2 * _NEIGHBOUR_CHARACTERS) : start])
    return [
        (_NEIGHBOUR, before[-_NEIGHBOUR_CHARACTERS:]),
        (_NEIGHBOUR, _without_places(article.text[end : end + _NEIGHBOUR_CHARACTERS])),
        (_TITLE, article.title),
        (_LEAD, _lead(article)),
    ]


def _without_places(text: str) -> str:
    return _PLACE.sub(" ", text)


def _told_of(attribution: str) -> str:
    """Return of what an attribution behind the words says that they are; "" if it says nothing."""
    about = _ABOUT.search(attribution)
    return _without_places(attribution[about.end() :]) if about else ""


def _lead(article: Article) -> str:
    start, end = article.body[0] if article.body else (0, len(article.text))
    return article.text[start : min(end, start + _NEIGHBOUR_CHARACTERS)]
