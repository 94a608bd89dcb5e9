"""Random histories of a folder, and what is stored after each reload."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from bot.articles.diff import diff
from bot.model.articles import Changes, Inventory, LoadedArticle
from index.types import Article
from tests.bot.samples import make_article

KEYS = st.sampled_from(["a", "b", "c", "d#1", "d#2"])
CONTENTS = st.sampled_from(["satu", "dua", "tiga", "empat", "lima", "enam"])
TITLES = st.sampled_from(["Judul", "Judul lain"])


@dataclass(frozen=True)
class Folder:
    """A state of the folder: (content, title) by key, and keys that cannot be read."""

    files: dict[str, tuple[str, str]]
    failed: set[str] = field(default_factory=set)

    def load(self) -> list[Article]:
        return [
            make_article(key, content, title)
            for key, (content, title) in self.files.items()
            if key not in self.failed
        ]


FOLDERS = st.builds(
    Folder,
    st.dictionaries(KEYS, st.tuples(CONTENTS, TITLES)),
    st.sets(st.one_of(KEYS, st.just("d")), max_size=2),
)


def compare(inventory: Inventory, loaded: Iterable[Article], failed: Collection[str]) -> Changes:
    """Return the changes of a reload that loads these articles."""
    return diff(inventory, map(LoadedArticle.of, loaded), failed)


def after(inventory: Inventory, changes: Changes) -> Inventory:
    """Return the inventory after the changes."""
    written = [*changes.added, *changes.changed, *changes.renamed]
    rows = {old.id: old for old in inventory.articles if old.id not in changes.removed}
    for new in written:
        rows[new.id] = new
    return Inventory(
        articles=tuple(rows[number] for number in sorted(rows)),
        last_id=max([inventory.last_id, *(new.id for new in changes.added)]),
        last_reload=inventory.last_reload + 1,
    )
