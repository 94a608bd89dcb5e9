"""Compare what was read with what is stored: first which texts are new, in the end what changes.

Single articles may be changed while others are read. Whoever changed one has the last word: the
reload leaves it as it is then, and the next one compares it again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.articles.diff import diff, is_suspicious, moved, split, stored_before
from bot.model.articles import Changes, Inventory, LoadedArticle, Origin, StoredArticle
from bot.storage.article_rows import DAMAGED
from bot.storage.staging import StagedReload, StagingFile
from index.errors import LoadError
from index.types import Article

MAX_ASKED = 500
"""Articles that storage is asked for by key and digest; for more, and for the folder, whose other
articles are removed, it is read whole: 1.4 s at 200,000 articles."""
MAX_PART_ARTICLES = 1_000
MAX_PART_CHARACTERS = 4_000_000
"""Bounds of what is written and indexed at a time, while other changes wait: some 2 s."""


class Comparison:
    """The items that were read of an origin, without the texts of articles."""

    def __init__(self, file: StagingFile, origin: Origin) -> None:
        self._file = file
        self._origin = origin
        self._based_on = file.last_reload()
        self._decisions = file.edit_decisions()
        self._loaded: list[LoadedArticle] = []
        self._deleted: list[LoadedArticle] = []
        self._staged: dict[str, int] = {}  # characters by key
        self._mojibake: set[str] = set()  # keys
        self._damaged: set[StoredArticle] = set()
        self._failures: list[LoadError] = []
        self._overtaken = 0
        self._moved: set[int] = set()
        self._part: Changes | None = None
        self._rest: Changes | None = None

    @property
    def count(self) -> int:
        """How many items were read."""
        return len(self._loaded) + len(self._deleted) + len(self._failures)

    def add(self, batch: Iterable[Article | LoadError]) -> None:
        """Add at most a few hundred items that were read, and stage the texts that are new."""
        articles: list[Article] = []
        for item in batch:
            if isinstance(item, LoadError):
                self._failures.append(item)
            elif (article := self._decisions.apply(item, self._origin)) is not None:
                articles.append(article)
            else:
                self._deleted.append(LoadedArticle.of(item))
        rows = [LoadedArticle.of(article) for article in articles]
        stored, damaged = self._file.stored(rows)
        fingerprints = _fingerprints(stored)
        spoilt = {name for old in damaged for name in (old.key, old.digest)}
        new = [
            article
            for article, row in zip(articles, rows, strict=True)
            if {row.key, row.digest} & spoilt or fingerprints.get(row.digest) != row.fingerprint
        ]
        self._file.add(new, self._origin)
        self._staged.update((article.key, len(article.text)) for article in new)
        self._mojibake.update(article.key for article in new if article.mojibake)
        self._damaged.update(damaged)
        self._loaded += rows

    def leave_out(self, refused: Sequence[LoadError]) -> None:
        """Leave out the articles whose keys the errors have, and all with the same content."""
        if refused:
            self._part = None
        keys = {error.where for error in refused}
        digests = {row.digest for row in self._loaded if row.key in keys}
        self._loaded = [row for row in self._loaded if row.digest not in digests]
        self._failures += refused

    def reload(self, path: Path) -> StagedReload:
        """Stage in the file, which is at ``path``, the next part of what changes.

        The part before has been applied, unless articles of it were refused.
        """
        before, last = self._part, self._file.last_reload()
        if before is not None:
            written = {new.id for new in before.changed}
            self._damaged = {old for old in self._damaged if old.id not in written}
        is_next = before is not None and before.based_on + 1 == last
        changes = (self._rest if is_next else None) or self._compared()
        limits = (MAX_PART_ARTICLES, MAX_PART_CHARACTERS)
        self._part, self._rest = part, rest = split(changes, self._moved, self._staged, limits)
        self._moved = set()
        self._file.decide(part)
        is_doubtful = self._origin is Origin.FOLDER and is_suspicious(changes)
        reload = StagedReload.of(path, self._origin, part, self._failures)
        reload = reload.with_damaged({old.id for old in self._damaged}, part)
        return replace(
            reload,
            damaged=reload.damaged if rest is None else (),
            doubtful=stored_before(changes) if is_doubtful else 0,
            left=0 if rest is None else len(rest.added) + len(rest.changed),
            overtaken=self._overtaken,
            are_news=self._based_on > 0,
            mojibake=sum(new.key in self._mojibake for new in (*part.added, *part.changed)),
        )

    def _compared(self) -> Changes:
        """Return what changes in what is stored now."""
        few = self._origin is not Origin.FOLDER and len(self._loaded) <= MAX_ASKED
        inventory = self._file.inventory(self._loaded if few else None)
        loaded, failed = self._loaded, {failure.where for failure in self._failures}
        if inventory.last_reload != self._based_on:
            loaded, overtaken = self._not_overtaken(inventory)
            failed |= overtaken
        changes = diff(_without(inventory, self._damaged), loaded, failed, self._origin)
        self._moved = moved(inventory, changes)
        return changes

    def _not_overtaken(self, inventory: Inventory) -> tuple[list[LoadedArticle], set[str]]:
        """Return the articles that nobody changed while they were read, and the others' keys."""
        decisions, stored = self._file.edit_decisions(), _fingerprints(inventory.articles)

        def is_decided_anew(row: LoadedArticle) -> bool:
            return decisions.of(row) != self._decisions.of(row)

        def is_overtaken(row: LoadedArticle) -> bool:
            if stored.get(row.digest) == row.fingerprint:
                return False
            return row.key not in self._staged or is_decided_anew(row)

        left = [row for row in self._loaded if not is_overtaken(row)]
        overtaken = {*filter(is_overtaken, self._loaded), *filter(is_decided_anew, self._deleted)}
        self._overtaken = sum(not decisions.of(row)[0] for row in overtaken)
        digests = {row.digest for row in overtaken}
        keys = {old.key for old in inventory.articles if old.digest in digests}
        return left, keys | {row.key for row in overtaken}


def _fingerprints(stored: Iterable[StoredArticle]) -> dict[str, str]:
    """Fingerprints by digest: a loaded article that has both is stored already."""
    found: dict[str, str] = {}
    for old in stored:
        found.setdefault(old.digest, old.fingerprint)
    return found


def _without(inventory: Inventory, damaged: Collection[StoredArticle]) -> Inventory:
    """Return the inventory in which the damaged articles equal no loaded one."""
    if not damaged:
        return inventory
    marked = (
        old._replace(fingerprint=DAMAGED) if old in damaged else old for old in inventory.articles
    )
    return replace(inventory, articles=tuple(marked))
