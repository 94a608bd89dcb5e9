"""What the newsroom's work on articles consists of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.articles.drafts import Pages
from bot.articles.edits import Editor
from bot.articles.library import Library
from bot.articles.uploads import Documents
from bot.fetching.fetcher import Fetcher
from bot.storage.additions import AdditionStore
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.edits import EditingStore


@dataclass(frozen=True, slots=True)
class Content:
    """What handlers use of it."""

    pages: Pages
    documents: Documents
    editor: Editor


def make_content(
    database: Database,
    data: Path,
    library: Library,
    fetcher: Fetcher,
    *,
    now: Callable[[], datetime],
) -> Content:
    """The newsroom's work on the articles of a library; documents pass through ``data``."""
    additions = AdditionStore(database)
    return Content(
        pages=Pages(fetcher, library, additions),
        documents=Documents(data, library, additions, now),
        editor=Editor(library, EditingStore(database, now), ArticleStore(database, now), now),
    )
