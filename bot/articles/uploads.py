"""Files that staff send: received into the data folder, read, and deleted again.

One at a time, so that many cost no more memory than one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from bot.articles.errors import ChangeFailed
from bot.articles.library import Library
from bot.articles.progress import OnProgress
from bot.articles.source_files import SourceFile
from bot.errors import ReloadFailed
from bot.model.articles import ReloadReport
from bot.runtime.tempdir import temporary_folder
from bot.storage.articles import ArticleStore
from index.types import Article

MAX_ITEMS = 100_000
"""Articles read of a file, which packed could hold millions; ``kutip import`` has no limit."""
MAX_LISTED = 8
"""Added articles that a result lists."""

_PREFIX = "document-"
_MAX_STEM = 60
_MAX_SUFFIX = 12


@dataclass(frozen=True, slots=True)
class UploadedDocument:
    """A file that was sent: ``fingerprint`` is the same for equal files."""

    name: str
    fingerprint: str
    path: Path

    @property
    def key_prefix(self) -> str:
        """The start of its articles' keys."""
        return f"{self.fingerprint}/"


@dataclass(frozen=True, slots=True)
class UploadResult:
    """The report on an upload; ``added`` are the first ``MAX_LISTED`` new articles."""

    document: UploadedDocument
    report: ReloadReport
    added: Sequence[Article]


class Uploads:
    """Adds the articles of uploaded files."""

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
        self._busy = asyncio.Lock()

    @asynccontextmanager
    async def receiving(self, name: str, fingerprint: str) -> AsyncIterator[UploadedDocument]:
        """Make a path for a file, after any other upload; it is deleted when the block ends."""
        plain = plain_name(name)
        async with self._busy, temporary_folder(self._data, _PREFIX) as folder:
            yield UploadedDocument(plain, fingerprint, folder / plain)

    async def ingest(self, document: UploadedDocument, on_progress: OnProgress) -> UploadResult:
        """Add the file's articles; raises ChangeFailed."""
        given = SourceFile(document.path, document.key_prefix + document.name, MAX_ITEMS)
        started = self._now()
        try:
            report = await self._library.import_files([given], on_progress)
        except ReloadFailed as error:
            raise ChangeFailed from error
        added: Sequence[Article] = ()
        if report.added:
            added = await self._articles.added_since(started, document.key_prefix, MAX_LISTED)
        return UploadResult(document, report, added)


def plain_name(name: str) -> str:
    """Return the last part of a name as a file name that every system takes, with its suffixes."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in ':*?"<>|').strip()
    path = PurePosixPath(plain or "_")
    suffixes = [each[:_MAX_SUFFIX] for each in path.suffixes[-2:]]
    stem = path.name.removesuffix("".join(path.suffixes[-2:])).lstrip(".")
    return (stem[:_MAX_STEM] or "_") + "".join(suffixes)
