"""Which articles are about a name or a word, rather than mention it: counted in the arrays."""

from collections.abc import Sequence

import numpy as np

from index.answers.reader.arrays import BoolArray
from index.answers.reader.matching import TermFinder
from index.answers.reader.sentences import SentenceTable

_BEGINNING = 4
"""Sentences after the headline that say what an article is about, some 600 characters."""
_MIN_MENTIONS = 2
"""Times that an article names what it is about, if not in its headline or beginning."""


def about_any(
    table: SentenceTable, forms: Sequence[Sequence[int]], *, in_headline: bool = False
) -> BoolArray:
    """Whether each article of ``table`` is about any of ``forms``, rows of hashed terms.

    It is about one whose terms are all in its headline and beginning, or each twice in it; with
    ``in_headline``, only if its headline says all.
    """
    wanted = np.unique(np.array([term for form in forms for term in form], np.uint32))
    found = np.zeros(len(table), np.bool_)
    if not len(wanted) or not len(table):
        return found
    places, which = TermFinder(wanted).find(table.terms)
    sentences = table.firsts.searchsorted(places, "right") - 1
    articles = table.articles.searchsorted(sentences, "right") - 1
    counts = np.zeros((len(table), len(wanted)), np.int64)
    np.add.at(counts, (articles, which), 1)
    begins = np.zeros_like(counts, np.bool_)
    is_early = sentences - table.articles[articles] <= (0 if in_headline else _BEGINNING)
    begins[articles[is_early], which[is_early]] = True
    for form in forms:
        columns = wanted.searchsorted(np.array(form, np.uint32))
        if len(columns):
            found |= begins[:, columns].all(axis=1)
            if not in_headline:
                found |= (counts[:, columns] >= _MIN_MENTIONS).all(axis=1)
    return found
