"""Read the labelled quotations and the texts that they are in."""

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.text.language import detect
from index.types import Language
from tests.eval.data import DATA, PROJECT

FOLDER = Path(__file__).parent
CORPUS = DATA.parent / "corpus" / "idnews.jsonl.xz"
TABLES = ("own_tuned", "own_unseen", "own_later", "corpus_tuned", "corpus_unseen")


@dataclass(frozen=True)
class Label:
    """A quotation by somebody named; ``form`` is of its attribution."""

    start: int
    end: int
    speaker: str
    form: str


@dataclass
class LabelledArticle:
    """A text of which every quotation by somebody named is labelled."""

    name: str
    text: str = ""
    labels: list[Label] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return detect(self.text) or Language.INDONESIAN


def is_there(table: str) -> bool:
    """Whether the texts of a table are at hand."""
    return table.startswith("own") or CORPUS.is_file()


def labelled(table: str) -> list[LabelledArticle]:
    """Return the articles of a table with their texts."""
    found: defaultdict[str, list[Label]] = defaultdict(list)
    for line in (FOLDER / f"{table}.tsv").read_text("utf-8").splitlines():
        name, *label = line.split("\t")
        labels = found[name]
        if label:
            start, end, speaker, form = label
            labels.append(Label(int(start), int(end), speaker, form))
    texts = own_texts() if table.startswith("own") else corpus_texts(found)
    return [LabelledArticle(name, texts[name], labels) for name, labels in found.items()]


def own_texts() -> Mapping[str, str]:
    """Return the project's own articles: those of the collection, and those it ships."""
    files = [*FOLDER.glob("articles/*.txt"), *(PROJECT / "articles").glob("*.txt")]
    return {file.stem: file.read_text("utf-8") for file in sorted(files)}


def corpus_texts(names: Mapping[str, object]) -> Mapping[str, str]:
    """Return the texts of the articles of the collection that ``names`` holds."""
    return {row["id"]: row["text"] for row in _rows() if row["id"] in names}


def _rows() -> Iterator[dict[str, str]]:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
