"""How much of a question a sentence, its neighbours, its headline and its article say."""

from dataclasses import dataclass

import numpy as np

from index.answers.reader.arrays import FloatArray, IntArray
from index.answers.reader.gathering import Layout, Lexical, Matches
from index.answers.reader.question import Asked

_NEIGHBOUR = 0.6
"""The weight of a neighbour's words against the sentence's own, before a closer look."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Degrees of what is said: a row a sentence or an article, a column a term, to a degree.

    ``shares``: of the question's weight, one a term; ``total``: that weight. A row a sentence:
    ``before`` and ``after``; an article: ``whole``, ``title``, ``date`` and ``lead`` (the title,
    the date and the first sentence).
    """

    layout: Layout
    matches: Matches
    shares: FloatArray
    total: float
    before: FloatArray
    after: FloatArray
    whole: FloatArray
    title: FloatArray
    date: FloatArray
    lead: FloatArray

    @classmethod
    def of(cls, asked: Asked, layout: Layout, matches: Matches, dates: FloatArray) -> "Coverage":
        """``dates``: which terms each article's date says."""
        total = float(asked.idf.sum()) or 1.0
        starts = layout.article_starts
        title = matches.soft[starts]
        first = matches.soft[np.minimum(starts + 1, len(layout.sentences) - 1)]
        return cls(
            layout=layout,
            matches=matches,
            shares=asked.idf / np.float32(total),
            total=total,
            before=layout.before(matches.soft),
            after=layout.after(matches.soft),
            whole=np.maximum.reduceat(matches.soft, starts, axis=0),
            title=title,
            date=dates,
            lead=np.maximum(np.maximum(title, first), dates),
        )

    def rough(self, lexical: Lexical) -> FloatArray:
        """A first order of all sentences."""
        of, passage = self.layout.article_of, self.layout.passage_of
        near = np.maximum(self.matches.soft, _NEIGHBOUR * np.maximum(self.before, self.after))
        best = max(float(lexical.articles.max()), 1e-6)
        article = 0.5 * (np.maximum(self.whole, self.date) @ self.shares)
        article = article + 0.4 * lexical.articles / best
        rough: FloatArray = near @ self.shares + article[of] + 0.5 * lexical.passages[passage]
        return rough


def coverage_figures(asked: Asked, coverage: Coverage, chosen: IntArray) -> dict[str, FloatArray]:
    """The figures of the ``chosen`` sentences."""
    of = coverage.layout.article_of[chosen]
    soft, exact = coverage.matches.soft[chosen], coverage.matches.exact[chosen]
    before, after = coverage.before[chosen], coverage.after[chosen]
    headed = np.maximum(coverage.title, coverage.date)[of]
    three = np.maximum(np.maximum(soft, before), after)
    w, idf = coverage.shares, asked.idf
    return {
        "cov": exact @ w,
        "soft": soft @ w,
        "form": coverage.matches.written[chosen] @ w,
        "prev": before @ w,
        "next": after @ w,
        "with_prev": np.maximum(soft, before) @ w,
        "with_next": np.maximum(soft, after) @ w,
        "three": three @ w,
        "with_title": np.maximum(soft, headed) @ w,
        "with_lead": np.maximum(soft, coverage.lead[of]) @ w,
        "three_title": np.maximum(three, headed) @ w,
        **_articles(coverage, chosen, of),
        **_rest(soft, three, w * (1 - headed)),
        **_scarce(coverage, chosen, of, three),
        "top_idf": (exact * idf).max(axis=1),
        "top_soft": (soft * w).max(axis=1),
        "missing_idf": ((1 - soft) * idf).max(axis=1),
        "article_missing": _missing(np.maximum(coverage.whole, coverage.date), idf)[of],
        "three_missing": _missing(np.maximum(three, headed), w),
        "matched": exact.sum(axis=1),
        **_parts(asked, coverage, of, soft, three),
        "focus": soft @ asked.focus.astype(np.float32),
        "focus_near": np.maximum(before, after) @ asked.focus.astype(np.float32),
        "focus_article": (coverage.whole @ asked.focus.astype(np.float32))[of],
    }


def _missing(said: FloatArray, weights: FloatArray) -> FloatArray:
    """The weight of the heaviest term that is not said."""
    heaviest: FloatArray = ((1 - said) * weights).max(axis=1)
    return heaviest


def _articles(coverage: Coverage, chosen: IntArray, of: IntArray) -> dict[str, FloatArray]:
    """Return the coverage of the passage, the article and parts of it."""
    layout, w = coverage.layout, coverage.shares
    passages = np.maximum.reduceat(coverage.matches.soft, layout.passage_starts, axis=0)
    exact = np.maximum.reduceat(coverage.matches.exact, layout.article_starts, axis=0)
    return {
        "passage": (passages @ w)[layout.passage_of[chosen]],
        "article": (np.maximum(coverage.whole, coverage.date) @ w)[of],
        "article_exact": (exact @ w)[of],
        "title": (coverage.title @ w)[of],
        "lead": (coverage.lead @ w)[of],
        "date": (coverage.date @ w)[of],
    }


def _rest(soft: FloatArray, three: FloatArray, rest: FloatArray) -> dict[str, FloatArray]:
    """Of what the headline and the date do not say."""
    most = np.maximum(rest.sum(axis=1), 0.05)
    return {
        "rest": (soft * rest).sum(axis=1) / most,
        "rest3": (three * rest).sum(axis=1) / most,
    }


def _scarce(
    coverage: Coverage, chosen: IntArray, of: IntArray, three: FloatArray
) -> dict[str, FloatArray]:
    """Of what few sentences of the article say, which tells more where in it the answer stands;
    and of what few of the articles found say.
    """
    layout, w, soft = coverage.layout, coverage.shares, coverage.matches.soft
    frequent = np.add.reduceat(soft, layout.article_starts, axis=0)
    frequent = frequent / layout.sentence_counts[:, None]
    scarce = (w * coverage.whole * (1 - frequent) ** 4)[of]
    most = np.maximum(scarce.sum(axis=1), 1e-3)
    local = w * (1.0 - coverage.whole.mean(axis=0))
    return {
        "scarce": (soft[chosen] * scarce).sum(axis=1) / most,
        "scarce3": (three * scarce).sum(axis=1) / most,
        "scarce_prev": (coverage.before[chosen] * scarce).sum(axis=1) / most,
        "scarce_next": (coverage.after[chosen] * scarce).sum(axis=1) / most,
        "local": (soft[chosen] @ local) / max(float(local.sum()), 1e-6),
    }


def _parts(
    asked: Asked, coverage: Coverage, of: IntArray, soft: FloatArray, three: FloatArray
) -> dict[str, FloatArray]:
    """Of the names of the question, and of what is no name."""
    names, plain = coverage.shares * asked.names, coverage.shares * ~asked.names
    all_names, all_plain = max(float(names.sum()), 1e-6), max(float(plain.sum()), 1e-6)
    return {
        "names": soft @ names / all_names,
        "names3": three @ names / all_names,
        "names_article": (coverage.whole @ names / all_names)[of],
        "names_title": (coverage.title @ names / all_names)[of],
        "plain": soft @ plain / all_plain,
        "plain3": three @ plain / all_plain,
    }
