"""Compute what a reload changes, from the loaded and the stored articles alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice

from bot.errors import ArticleChanged
from bot.model.articles import (
    Changes,
    Inventory,
    LoadedArticle,
    Origin,
    StoredArticle,
    fingerprint,
)
from bot.model.edits import ArticleChange, ArticleRestoration

MAX_UNASKED = 10
"""Articles that a reload of the folder removes unasked, even if they are more than half."""


def diff(
    inventory: Inventory,
    loaded: Iterable[LoadedArticle],
    failed: Collection[str],
    origin: Origin = Origin.FOLDER,
) -> Changes:
    """Compute the changes that turn the stored articles of an origin into the loaded set.

    A loaded article is the stored one with the same digest, else the one with the same key, else
    it is new, with an id higher than any before. Of loaded articles with equal digests or equal
    keys, only the first by key counts; one whose digest another origin has is a duplicate.
    ``failed`` are keys of items that could not be read: what is stored of them stays, unless its
    content was loaded under another key. A stored article without a fingerprint is damaged, and
    changed by the loaded one.

    The folder is complete: stored articles that it no longer has are removed. Feeds are not, and
    change dates and addresses of what they publish: equal digests count as unchanged there.
    """
    own = [old for old in inventory.articles if old.origin == origin]
    distinct, duplicates = _distinct(loaded, _other_digests(inventory, own))
    matches = _match(own, distinct)
    articles = _number(distinct, matches, inventory.last_id, origin)
    matched = [article for article in articles if article.key in matches]
    same = [new for new in matched if _is_same(new, matches[new.key], origin)]
    unaltered = {new.id for new in same}
    renamed = [new for new in same if new.key != matches[new.key].key]
    added = tuple(article for article in articles if article.key not in matches)
    kept: list[int] = []
    removed: list[int] = []
    if origin is Origin.FOLDER:
        kept = _kept(own, distinct, matches, failed)
        staying = {*kept, *(old.id for old in matches.values())}
        removed = [old.id for old in own if old.id not in staying]
    return Changes(
        based_on=inventory.last_reload,
        articles=tuple(articles),
        added=added,
        changed=tuple(new for new in matched if new.id not in unaltered),
        renamed=() if origin is Origin.FEED else tuple(renamed),
        kept=tuple(kept),
        removed=tuple(removed),
        unchanged=len(same) + len(kept),
        duplicates=duplicates,
    )


def moved(inventory: Inventory, changes: Changes) -> set[int]:
    """Return the ids of the changed articles that get another key."""
    keys = {old.id: old.key for old in inventory.articles}
    return {new.id for new in changes.changed if keys[new.id] != new.key}


def split(
    changes: Changes, moved: Collection[int], sizes: Mapping[str, int], limits: tuple[int, int]
) -> tuple[Changes, Changes | None]:
    """Return the part of the changes to make first, and the rest, which is based on it.

    The part has all removals, renamings and changed articles that are ``moved`` (ids whose keys
    change), and as many others as ``limits`` of articles and of their ``sizes``, by key, allow.
    """
    writing = sorted((*changes.changed, *changes.added), key=lambda new: new.id not in moved)
    totals = islice(accumulate(sizes[new.key] for new in writing), limits[0])
    count = max(1, len(moved), sum(total <= limits[1] for total in totals))
    if count >= len(writing):
        return changes, None
    now = {new.id for new in writing[:count]}
    part, rest = (
        replace(
            changes,
            added=tuple(new for new in changes.added if (new.id in now) is is_now),
            changed=tuple(new for new in changes.changed if (new.id in now) is is_now),
        )
        for is_now in (True, False)
    )
    based_on, unchanged = changes.based_on + 1, changes.unchanged + count
    return part, replace(rest, based_on=based_on, unchanged=unchanged, removed=(), renamed=())


def stored_before(changes: Changes) -> int:
    """Return how many articles of the folder were stored before its changes."""
    matched = len(changes.articles) - len(changes.added)
    return matched + len(changes.kept) + len(changes.removed)


def is_suspicious(changes: Changes) -> bool:
    """Return whether the folder yields so little that it may be a lost mount.

    It is empty, or more than half of its articles and more than ``MAX_UNASKED`` are gone.
    """
    removed = len(changes.removed)
    if not changes.articles and not changes.kept:
        return removed > 0
    return removed > MAX_UNASKED and 2 * removed > stored_before(changes)


def edit_changes(inventory: Inventory, change: ArticleChange) -> Changes:
    """Compute what a change of one article, made by staff, does to the stored articles.

    Raises ArticleChanged if the article is no longer stored as the change has it, so that of two
    changes at once neither overwrites the other.
    """
    stored = next((old for old in inventory.articles if old.id == change.article.id), None)
    expected = None if isinstance(change, ArticleRestoration) else fingerprint(change.article)
    if (stored.fingerprint if stored else None) != expected:
        raise ArticleChanged
    written: tuple[StoredArticle, ...] = ()
    if change.after is not None:
        loaded = LoadedArticle.of(change.after)
        written = (StoredArticle(change.article.id, *loaded, change.origin),)
    added = () if stored else written
    removed = (change.article.id,) if stored and not written else ()
    return Changes(
        based_on=inventory.last_reload,
        articles=written,
        added=added,
        changed=written if stored else (),
        renamed=(),
        kept=(),
        removed=removed,
        unchanged=0,
        duplicates=0,
    )


def removal_changes(inventory: Inventory, keys: Collection[str] | None) -> Changes:
    """Compute the removal of stored articles, of all or of those with these keys."""
    removed = (old.id for old in inventory.articles if keys is None or old.key in keys)
    return Changes(
        based_on=inventory.last_reload,
        articles=(),
        added=(),
        changed=(),
        renamed=(),
        kept=(),
        removed=tuple(removed),
        unchanged=0,
        duplicates=0,
    )


def _other_digests(inventory: Inventory, own: Iterable[StoredArticle]) -> set[str]:
    """The digests that only articles of other origins have."""
    return {old.digest for old in inventory.articles} - {old.digest for old in own}


def _is_same(new: StoredArticle, old: StoredArticle, origin: Origin) -> bool:
    if origin is Origin.FEED and new.digest == old.digest and old.fingerprint:
        return True
    return new.fingerprint == old.fingerprint


def _distinct(
    loaded: Iterable[LoadedArticle], others: Collection[str]
) -> tuple[list[LoadedArticle], int]:
    """Return the articles by key, each key and digest once, and how many are left out."""
    ordered = sorted(loaded, key=lambda article: article.key)
    by_key = {article.key: article for article in reversed(ordered)}
    by_digest = {article.digest: article for article in by_key.values()}
    firsts = (article for article in ordered if by_digest.get(article.digest) is article)
    distinct = [article for article in firsts if article.digest not in others]
    return distinct, len(ordered) - len(distinct)


def _match(
    stored: Sequence[StoredArticle], distinct: Sequence[LoadedArticle]
) -> dict[str, StoredArticle]:
    """Match loaded articles with stored ones, by the loaded one's key.

    The digest counts before the key, so that ids follow their articles if files are renamed.
    """
    by_digest: dict[str, StoredArticle] = {}
    for old in stored:
        by_digest.setdefault(old.digest, old)
    matches = {new.key: by_digest[new.digest] for new in distinct if new.digest in by_digest}
    matched = {old.id for old in matches.values()}
    by_key = {old.key: old for old in stored if old.id not in matched}
    for new in distinct:
        if new.key not in matches and new.key in by_key:
            matches[new.key] = by_key[new.key]
    return matches


def _number(
    distinct: Sequence[LoadedArticle],
    matches: Mapping[str, StoredArticle],
    last_id: int,
    origin: Origin,
) -> list[StoredArticle]:
    """Give each article the id of its match, else the next that was never used."""
    numbered = []
    for article in distinct:
        if article.key in matches:
            numbered.append(StoredArticle(matches[article.key].id, *article, origin))
        else:
            last_id += 1
            numbered.append(StoredArticle(last_id, *article, origin))
    return numbered


def _kept(
    stored: Sequence[StoredArticle],
    distinct: Sequence[LoadedArticle],
    matches: Mapping[str, StoredArticle],
    failed: Collection[str],
) -> list[int]:
    """The ids of stored articles whose item failed, and that no loaded article replaces."""
    matched = {old.id for old in matches.values()}
    digests = {article.digest for article in distinct}
    keys = {article.key for article in distinct}
    return [
        old.id
        for old in stored
        if old.id not in matched
        and old.digest not in digests
        and old.key not in keys
        and _has_failed(old.key, failed)
    ]


def _has_failed(key: str, failed: Collection[str]) -> bool:
    """Return whether the item, its collection (before ``#``) or a folder above it failed."""
    ends = [end for end, character in enumerate(key) if character in "/#"]
    return "." in failed or any(key[:end] in failed for end in [*ends, len(key)])
