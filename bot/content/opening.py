"""What the newsroom's work on articles consists of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.articles.drafts import PageDrafts
from bot.articles.edits import ArticleEditor
from bot.articles.library import Library
from bot.articles.uploads import Uploads
from bot.fetching.fetcher import Fetcher
from bot.storage.additions import AdditionStore
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.edits import EditStore


@dataclass(frozen=True, slots=True)
class ArticleServices:
    """What handlers use of it."""

    pages: PageDrafts
    documents: Uploads
    editor: ArticleEditor


def make_content(
    database: Database,
    data: Path,
    library: Library,
    fetcher: Fetcher,
    *,
    now: Callable[[], datetime],
) -> ArticleServices:
    """The newsroom's work on the articles of a library; documents pass through ``data``."""
    additions = AdditionStore(database)
    return ArticleServices(
        pages=PageDrafts(fetcher, library, additions),
        documents=Uploads(data, library, additions, now),
        editor=ArticleEditor(library, EditStore(database, now), ArticleStore(database, now), now),
    )
