"""Precision and recall of the quotations that are found in labelled articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.quotations.finder import find_quotations
from index.quotations.types import Quotation, name_key
from tests.eval.quotations.labels import Label, LabelledArticle

_LOST = 3  # characters at an end by which the words may differ: a comma, a space


@dataclass
class Measured:
    """Counts of a collection: what is labelled, what is found, what of it is right."""

    labelled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Quotation]] = field(default_factory=list)
    missed: list[tuple[str, Label]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        found = self.right.total() + len(self.wrong)
        return self.right.total() / found if found else 1.0

    @property
    def recall(self) -> float:
        return self.right.total() / self.labelled.total() if self.labelled else 1.0


def measure(articles: Iterable[LabelledArticle]) -> Measured:
    """Compare what is found with the labels: every find counts, also outside quotations."""
    measured = Measured()
    for article in articles:
        _compare(article, measured)
    return measured


def _compare(article: LabelledArticle, measured: Measured) -> None:
    open_labels = list(article.labels)
    measured.labelled.update(label.form for label in open_labels)
    for quotation in find_quotations(article.text, article.language):
        label = next((each for each in open_labels if _agree(each, quotation)), None)
        if label is None:
            measured.wrong.append((article.name, quotation))
        else:
            open_labels.remove(label)
            measured.right[label.form] += 1
    measured.missed.extend((article.name, label) for label in open_labels)


def _agree(label: Label, found: Quotation) -> bool:
    return (
        abs(label.start - found.start) <= _LOST
        and abs(label.end - found.end) <= _LOST
        and name_key(label.speaker) == name_key(found.speaker)
    )
