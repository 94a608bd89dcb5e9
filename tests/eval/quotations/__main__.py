"""Print precision and recall by collection and form of attribution, and the time that it takes.

``python -m tests.eval.quotations``; with ``-v`` also what is wrong and what is missed, by offsets.
"""

import sys
import time
from collections.abc import Sequence

from index.quotations.finder import find_quotations
from tests.eval.quotations.labels import TABLES, LabelledArticle, is_there, labelled
from tests.eval.quotations.measure import Measured, measure

_ROUNDS = 5


def main() -> None:
    verbose = "-v" in sys.argv[1:]
    for table in TABLES:
        if not is_there(table):
            print(f"{table}: the collection is not at hand")
            continue
        articles = labelled(table)
        measured = measure(articles)
        _print_counts(table, articles, measured)
        if verbose:
            _print_differences(measured)
        _print_time(articles)


def _print_counts(table: str, articles: Sequence[LabelledArticle], measured: Measured) -> None:
    print(
        f"{table}: {len(articles)} articles, {measured.labelled.total()} quotations,"
        f" precision {measured.precision:.3f}, recall {measured.recall:.3f}"
    )
    for form, count in measured.labelled.most_common():
        print(f"  {form:<10} {measured.right[form]:>4} of {count}")


def _print_differences(measured: Measured) -> None:
    for name, found in measured.wrong:
        print(f"  wrong {name} {found.start}-{found.end} {found.speaker}")
    for name, label in measured.missed:
        print(f"  missed {name} {label.start}-{label.end} {label.speaker}")


def _print_time(articles: Sequence[LabelledArticle]) -> None:
    began = time.process_time()
    for _ in range(_ROUNDS):
        for article in articles:
            find_quotations(article.text, article.language)
    spent = (time.process_time() - began) / (_ROUNDS * len(articles))
    length = sum(len(article.text) for article in articles) // len(articles)
    print(f"  {1000 * spent:.2f} ms for an article of {length} characters")


if __name__ == "__main__":
    main()
