"""Well-known acronyms and their expansions: those in a query, as synonyms.

The table is ``acronyms.csv``, by language, read on first use. Acronyms that articles define
themselves are ``index.query.acronym_definitions``'s.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.analysis import Term, analyzer_for
from index.query.synonyms import Synonym, TermSequence, sequence_of
from index.types import Language, Query

_TABLE = "acronyms.csv"
_MAX_AMBIGUOUS = 2
"""Letters up to which an acronym must be in capitals: *as* is a word, *AS* a country."""


class KnownForm(NamedTuple):
    """An acronym or an expansion of the table; ``equal`` has it and its synonyms, expansions first.

    ``text`` is as the table writes it.
    """

    text: str
    terms: TermSequence
    equal: Sequence[tuple[str, TermSequence]]

    @property
    def is_acronym(self) -> bool:
        """Whether this is one term; an expansion has several."""
        return len(self.terms) == 1


def known_synonyms(query: Query) -> list[Synonym]:
    """Return the synonyms of the acronyms and expansions in ``query``, in its order.

    Expansions come before other acronyms. An acronym of two letters counts in capitals only.
    """
    synonyms = (
        Synonym(known.terms, terms, text)
        for known in _forms_in(query)
        for text, terms in known.equal
        if terms != known.terms
    )
    return list(dict.fromkeys(synonyms))


def known_terms(query: Query) -> frozenset[str]:
    """Return the terms of ``query`` in a known form; they are not misspelt."""
    return frozenset(term for known in _forms_in(query) for term in known.terms)


def is_known_acronym(word: str, language: Language) -> bool:
    """Whether ``word`` is an acronym of the table, in any case if it has more than two letters."""
    return word.lower() in _acronyms(language) and (len(word) > _MAX_AMBIGUOUS or word.isupper())


def _forms_in(query: Query) -> Iterator[KnownForm]:
    forms, query_terms = _forms(query.language), set(query.terms)
    if forms.keys().isdisjoint(query_terms):
        return
    terms = analyzer_for(query.language).located_terms(query.text)
    reached = 0
    for first, term in enumerate(terms):
        for known in forms.get(term.text, ()) if first >= reached else ():
            last = first + len(known.terms)
            if sequence_of(terms[first:last]) == known.terms and query_terms >= set(known.terms):
                reached = last
                if _is_intended(known, term, query.text):
                    yield known
                break


def _is_intended(known: KnownForm, first: Term, text: str) -> bool:
    word = text[first.start : first.end]
    return not known.is_acronym or len(word) > _MAX_AMBIGUOUS or word.isupper()


@cache
def _forms(language: Language) -> dict[str, list[KnownForm]]:
    """Return the table's forms by their first term, longer ones first."""
    forms: dict[str, list[KnownForm]] = {}
    analyzer = analyzer_for(language)
    for line in _lines():
        if line[0] != language:
            continue
        equal = [(text, tuple(analyzer.terms(text))) for text in line[1:]]
        equal.sort(key=lambda form: len(form[1]) == 1)
        for text, terms in equal:
            forms.setdefault(terms[0], []).append(KnownForm(text, terms, equal))
    for several in forms.values():
        several.sort(key=lambda known: -len(known.terms))
    return forms


@cache
def _acronyms(language: Language) -> frozenset[str]:
    """Return the table's forms of one word in lower case."""
    forms = (form for line in _lines() if line[0] == language for form in line[1:])
    return frozenset(form.lower() for form in forms if " " not in form)


def _lines() -> list[list[str]]:
    text = resources.files("index.query").joinpath(_TABLE).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
