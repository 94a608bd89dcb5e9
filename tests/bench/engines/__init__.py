"""The engines that are measured side by side, each behind the same few calls.

An engine is imported when it is made: the peers are an optional extra.
"""

from collections.abc import Callable, Mapping

from tests.bench.engines.engine import Engine
from tests.bench.engines.kutip import Kutip, KutipDoor
from tests.bench.engines.peers import Bm25s, Fts5, RankBM25, Tantivy

ENGINES: Mapping[str, Callable[[], Engine]] = {
    "kutip": Kutip,
    "kutip-search": KutipDoor,
    "tantivy": Tantivy,
    "bm25s-numba": lambda: Bm25s("numba"),
    "bm25s-numpy": lambda: Bm25s("numpy"),
    "fts5": Fts5,
    "rank_bm25": RankBM25,
}
"""By name; ours first."""

__all__ = ["ENGINES", "Engine"]
