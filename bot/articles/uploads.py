"""Documents that the newsroom sends: kept in the data folder only while they are read.

One at a time, so that many at once cost no more memory than one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from bot.articles.errors import ChangeFailed
from bot.articles.ingest import UploadedFile
from bot.articles.library import Library, ReloadReport
from bot.articles.updater import OnProgress
from bot.errors import ReloadFailed
from bot.runtime.tempdir import temporary_folder
from bot.storage.articles import ArticleStore
from bot.storage.edits import readmit_present
from index.types import Article

MAX_BYTES = 20_000_000
"""What Telegram lets a bot fetch."""
MAX_ITEMS = 100_000
"""Of a document, which packed could hold millions; ``kutip import`` knows no bound."""
LISTED = 8
"""Added articles that a report names."""

_PREFIX = "document-"
_LONGEST_STEM = 60
_LONGEST_SUFFIX = 12


@dataclass(frozen=True, slots=True)
class UploadedDocument:
    """A file that was sent: ``name`` as its sender has it, ``mark`` the same for equal files."""

    name: str
    mark: str
    path: Path

    @property
    def place(self) -> str:
        """What the keys of its articles begin with."""
        return f"{self.mark}/"


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What came of a document; ``added`` are some of the articles that are new."""

    document: UploadedDocument
    report: ReloadReport
    added: Sequence[Article]


class Uploads:
    """Takes documents in."""

    def __init__(
        self,
        data: Path,
        library: Library,
        articles: ArticleStore,
        now: Callable[[], datetime],
    ) -> None:
        self._data = data
        self._library = library
        self._articles = articles
        self._now = now
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def receiving(self, name: str, mark: str) -> AsyncIterator[UploadedDocument]:
        """A place for a document, for as long as the block runs, when no other one is there."""
        plain = plain_name(name)
        async with self._turn, temporary_folder(self._data, _PREFIX) as folder:
            yield UploadedDocument(plain, mark, folder / plain)

    async def take_in(self, document: UploadedDocument, on_progress: OnProgress) -> UploadResult:
        """The document's articles, beside all that are there; raises ChangeFailed."""
        given = UploadedFile(document.path, document.place + document.name, MAX_ITEMS)
        started = self._now()
        try:
            report = await self._library.import_files(
                [given], on_progress, also=[readmit_present()]
            )
        except ReloadFailed as error:
            raise ChangeFailed from error
        added: Sequence[Article] = ()
        if report.added:
            added = await self._articles.since(started, document.place, LISTED)
        return UploadResult(document, report, added)


def plain_name(name: str) -> str:
    """The last part of a name, fit to be a file's anywhere; the suffixes stay."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in ':*?"<>|').strip()
    path = PurePosixPath(plain or "_")
    suffixes = [each[:_LONGEST_SUFFIX] for each in path.suffixes[-2:]]
    stem = path.name.removesuffix("".join(path.suffixes[-2:])).lstrip(".")
    return (stem[:_LONGEST_STEM] or "_") + "".join(suffixes)
