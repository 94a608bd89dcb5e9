"""The terms of some passages are counted however frequent they are."""

from collections import Counter

import numpy as np
import pytest

from index.inverted.term_counts import count_terms
from tests.index.inverted.rank_bm25_adapter import build_postings


@pytest.mark.parametrize("step", [1, 700, 3])
def test_each_term_is_counted_in_the_passages_that_hold_it(step: int) -> None:
    """A run of a few, scattered ones, and many; only some terms have dense rows or bitmaps."""
    rng = np.random.default_rng(11)
    corpus = np.minimum(rng.zipf(1.3, (5_000, 10)), 3_000).astype(str).tolist()
    postings = build_postings(corpus)
    assert 0 < len(postings.dense_terms) + len(postings.bitmap_terms) < len(postings.lexicon)
    wanted = np.arange(10, 15 if step == 1 else 5_000, step)
    terms = postings.lexicon.terms()
    found = {terms[number]: count for number, count in count_terms(postings, wanted).items()}
    assert found == Counter(term for place in wanted for term in set(corpus[place]))
