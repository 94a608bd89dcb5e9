"""A change of the articles as far as it has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.articles.progress import ProgressReporter
from bot.model.articles import ReloadReport

if TYPE_CHECKING:
    from bot.storage.staging import StagedReload


@dataclass(slots=True)
class Course:
    """The parts of a change that were written, and what they add up to."""

    started: datetime
    progress: ProgressReporter
    check: "Callable[[StagedReload], None]"
    added: int = 0
    changed: int = 0
    removed: int = 0
    mojibake: int = 0

    @property
    def indexed(self) -> int:
        """How many articles were added or changed."""
        return self.added + self.changed

    @property
    def written(self) -> int:
        """How many articles were added, changed or removed."""
        return self.indexed + self.removed

    def add(self, reload: "StagedReload") -> None:
        """Count a part that was written."""
        self.added += reload.added
        self.changed += reload.changed
        self.removed += reload.removed
        self.mojibake += reload.mojibake

    def report(self, reload: "StagedReload", finished: datetime) -> ReloadReport:
        """Report the parts that were written and ``reload``, which is written next.

        What they wrote is unchanged now.
        """
        return ReloadReport(
            added=self.added + reload.added,
            changed=self.changed + reload.changed,
            removed=self.removed + reload.removed,
            unchanged=max(0, reload.unchanged - self.indexed),
            duplicates=reload.duplicates,
            failures=reload.failures,
            seconds=max(0.0, (finished - self.started).total_seconds()),
            finished_at=finished,
            origin=reload.origin,
            mojibake=self.mojibake + reload.mojibake,
        )
