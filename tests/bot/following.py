"""Two processes that change the same articles in turn, and an index that follows or is built."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from bot.articles.library import Library
from bot.articles.updater import MAX_AWAITED
from bot.model.articles import Origin
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.reloads import ReloadStore
from index.engine import SearchEngine
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Language
from tests.bot.articles.reading_gate import ReadingGate
from tests.bot.folder_histories import FOLDERS, Folder
from tests.bot.samples import Clock

HISTORIES = st.lists(st.tuples(st.booleans(), FOLDERS), min_size=1, max_size=5)
"""Who reloads next, and what the folder has then."""

QUERY = parse_question("satu dua tiga empat lima enam judul lain", Language.INDONESIAN)


@dataclass
class Process:
    """The articles as one process has them."""

    store: ArticleStore
    library: Library
    engine: SearchEngine

    async def reload(self, folder: Folder) -> None:
        gate = ReadingGate()
        gate.open()
        items = folder.load()
        await self.library._updater.apply(gate.reader(items, Origin.FOLDER))

    async def follow(self) -> None:
        """Serve what others changed, after waiting in vain for an index that they might save."""
        for _ in range(MAX_AWAITED):
            if await self.library.follow():
                break

    async def hits(self) -> list[tuple[int, int, float]]:
        return await hits_of(self.engine)

    async def found(self) -> set[int]:
        """The ids of the articles that are found."""
        found = await self.engine.search(QUERY, limit=100)
        return {hit.passage.article_id for hit in found.hits}


async def opened(database: Database, engine: SearchEngine, path: Path) -> Process:
    """Begin a process."""
    clock = Clock()
    store = ArticleStore(database, clock)
    library = Library(store, ReloadStore(database), engine, path, clock)
    await library.open()
    return Process(store, library, engine)


async def hits_of(engine: SearchEngine) -> list[tuple[int, int, float]]:
    """What the engine finds, in order, with scores that are exact."""
    await engine.merge_and_persist()
    found = await engine.search(QUERY, limit=100)
    return [(hit.passage.article_id, hit.passage.start, round(hit.score, 5)) for hit in found.hits]


async def built(store: ArticleStore) -> list[tuple[int, int, float]]:
    """What an index finds that is built anew."""
    engine = LocalEngine()
    await (await engine.prepare(store.all())).commit("built")
    return await hits_of(engine)


async def check_history(history: Sequence[tuple[bool, Folder]], both: Sequence[Process]) -> None:
    """Both find after each change what a new index finds, whoever makes it."""
    for is_second, folder in history:
        await both[is_second].reload(folder)
        for each in both:
            await each.follow()
        expected = await built(both[0].store)
        assert await both[0].hits() == expected
        assert await both[1].hits() == expected
    await asyncio.gather(*(each.library.close() for each in both))
