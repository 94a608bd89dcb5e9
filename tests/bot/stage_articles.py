"""Stage articles that are at hand, without a folder."""

from collections.abc import Collection, Iterable
from pathlib import Path
from tempfile import mkdtemp

from bot.articles.ingest import stage
from bot.model.articles import Inventory
from bot.storage.articles import ArticleStore
from bot.storage.staging import StagedReload, new_staging_file
from index.errors import LoadError
from index.types import Article


def staged_reload(
    store: ArticleStore, loaded: Iterable[Article], failed: Collection[str] = ()
) -> StagedReload:
    """Stage the reload after which the loaded articles are all that is stored."""
    items: list[Article | LoadError] = [*loaded]
    items += [LoadError(where, "load_empty") for where in failed]
    for step in stage(items, store.address, _new_path(store)):
        if isinstance(step, StagedReload):
            return step
    raise AssertionError("nothing was staged")


def inventory_of(store: ArticleStore) -> Inventory:
    """Return what is stored, as a reload sees it."""
    with new_staging_file(store.address, _new_path(store)) as file:
        return file.inventory()


def _new_path(store: ArticleStore) -> Path:
    return Path(mkdtemp(dir=store.address.file.parent)) / "staged.db"
