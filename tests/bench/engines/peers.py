"""What a user would pick instead, each as its documentation says, with our k1 and b.

None of them stems or folds here: texts are split at spaces, tokens are taken as they are.
"""

import pickle
import sqlite3
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from index.inverted.postings import K1, B
from tests.bench.engines.engine import Engine, Found

_NEW = "kwxyz"


class RankBM25(Engine):
    """rank_bm25's BM25Okapi; it has no file format, so pickle."""

    built_as = "rank_bm25"
    largest = 100_000

    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """Index and pickle."""
        scorer = import_module("rank_bm25").BM25Okapi(passages, k1=K1, b=B)
        (folder / "pickle").write_bytes(pickle.dumps(scorer))

    def open(self, folder: Path) -> None:
        """Unpickle."""
        self._scorer: Any = pickle.loads((folder / "pickle").read_bytes())  # noqa: S301 - our own

    def search(self, terms: list[str], k: int) -> Found:
        """The best of ``get_scores``."""
        numpy = import_module("numpy")
        scores = self._scorer.get_scores(terms)
        best = numpy.argpartition(scores, -k)[-k:]
        return [(int(n), float(scores[n])) for n in best[numpy.argsort(-scores[best])]]

    def _ask(self, terms: list[str], k: int) -> object:
        return self._scorer.get_scores(terms)


class Bm25s(Engine):
    """bm25s with one of its backends; a query at a time, one thread."""

    built_as = "bm25s"

    def __init__(self, backend: str) -> None:
        self._backend = backend

    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """Index and save."""
        scorer = import_module("bm25s").BM25(k1=K1, b=B, method="lucene")
        scorer.index(passages, show_progress=False)
        scorer.save(folder, show_progress=False)

    def open(self, folder: Path) -> None:
        """Load into memory; numba compiles at the first query."""
        settings = {"backend": self._backend}
        load = import_module("bm25s").BM25.load
        self._scorer: Any = load(folder, override_params=settings, show_progress=False)

    def search(self, terms: list[str], k: int) -> Found:
        """Numbers and scores out of its arrays."""
        result = self._ask(terms, k)
        return list(zip(result.documents[0].tolist(), result.scores[0].tolist(), strict=True))

    def _ask(self, terms: list[str], k: int) -> Any:
        return self._scorer.retrieve([terms], k=k, show_progress=False)


class Tantivy(Engine):
    """tantivy-py with its default writer, frequencies without positions, as ours."""

    built_as = "tantivy"
    takes_texts = True

    def __init__(self) -> None:
        self._tantivy: Any = import_module("tantivy")
        fields = self._tantivy.SchemaBuilder()
        fields.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        fields.add_integer_field("number", fast=True)
        self._schema = fields.build()

    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """One commit, and the merges that follow it."""
        writer = self._tantivy.Index(self._schema, path=str(folder)).writer()
        for number, text in enumerate(passages):
            writer.add_document(self._tantivy.Document(body=text, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index and one searcher."""
        self._index = self._tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, terms: list[str], k: int) -> Found:
        """The hits with the numbers that stand in a fast field."""
        hits = self._ask(terms, k).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [(int(n), float(score)) for n, (score, _) in zip(numbers, hits, strict=True)]

    def _ask(self, terms: list[str], k: int) -> Any:
        """A search that counts nothing, so that tantivy may prune."""
        occur, query = self._tantivy.Occur.Should, self._tantivy.Query
        parts = [(occur, query.term_query(self._schema, "body", term)) for term in terms]
        return self._searcher.search(query.boolean_query(parts), k, count=False)

    def update(self, terms: list[str]) -> float | None:
        """A document is replaced, with a writer that is open already."""
        writer = self._index.writer()
        began = time.perf_counter()
        writer.delete_documents_by_query(
            self._tantivy.Query.range_query(
                self._schema, "number", self._tantivy.FieldType.Integer, 0, 0
            )
        )
        text = " ".join([*terms, _NEW])
        writer.add_document(self._tantivy.Document(body=text, number=10**9))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        found = self._ask([_NEW], 1).hits
        took = time.perf_counter() - began
        assert len(found) == 1
        return took


class Fts5(Engine):
    """SQLite's FTS5 in a file, contentless, its ``bm25()`` over an OR of the terms."""

    built_as = "fts5"
    takes_texts = True

    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """One transaction."""
        with sqlite3.connect(folder / "fts.sqlite3") as database:
            database.execute(
                "CREATE VIRTUAL TABLE passages USING fts5(body, content='', tokenize='ascii')"
            )
            rows = enumerate(passages, start=1)
            database.executemany("INSERT INTO passages(rowid, body) VALUES (?, ?)", rows)
        database.close()

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._database = sqlite3.connect(folder / "fts.sqlite3")

    def search(self, terms: list[str], k: int) -> Found:
        """Rows by rank."""
        wanted = " OR ".join(f'"{term}"' for term in terms)
        rows = self._database.execute(
            "SELECT rowid - 1, -rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (wanted, k),
        )
        return [(int(number), float(score)) for number, score in rows]

    def update(self, terms: list[str]) -> float | None:
        """A passage is added; a contentless table of this SQLite removes none."""
        began = time.perf_counter()
        with self._database:
            self._database.execute(
                "INSERT INTO passages(rowid, body) VALUES (?, ?)",
                (2 * 10**9, " ".join([*terms, _NEW])),
            )
        found = self.search([_NEW], 1)
        took = time.perf_counter() - began
        assert len(found) == 1
        return took
