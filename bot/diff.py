"""What a reload changes: loaded articles compared with the stored ones.

Pure: reads no file and writes no row; ``bot.library`` carries the changes out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.storage.articles import Changes, Inventory, LoadedArticle, StoredArticle


def diff(inventory: Inventory, loaded: Iterable[LoadedArticle], failed: Collection[str]) -> Changes:
    """What has to be done so that what is stored becomes what was loaded.

    An article is the same one as before where its content is, whatever it is called now; else
    where it is called the same. ``failed`` names the items that could not be read: what is stored
    of them stays, unless their content was loaded under another name. Of loaded articles with
    equal content (or equal keys), the first by key counts. New ids are higher than any before.
    """
    distinct, duplicates = _distinct(loaded)
    matches = _match(inventory.articles, distinct)
    articles = _number(distinct, matches, inventory.last_id)
    kept = _kept(inventory.articles, distinct, matches, failed)
    staying = {*kept, *(old.id for old in matches.values())}
    known = [article for article in articles if article.key in matches]
    same = [new for new in known if new.fingerprint == matches[new.key].fingerprint]
    unaltered = {new.id for new in same}
    return Changes(
        based_on=inventory.last_reload,
        articles=tuple(articles),
        added=tuple(article for article in articles if article.key not in matches),
        changed=tuple(new for new in known if new.id not in unaltered),
        renamed=tuple(new for new in same if new.key != matches[new.key].key),
        kept=tuple(kept),
        removed=tuple(old.id for old in inventory.articles if old.id not in staying),
        unchanged=len(same) + len(kept),
        duplicates=duplicates,
    )


def _distinct(loaded: Iterable[LoadedArticle]) -> tuple[list[LoadedArticle], int]:
    """The articles in key order, each content and each key once, and how many were left out."""
    ordered = sorted(loaded, key=lambda article: article.key)
    by_key = {article.key: article for article in reversed(ordered)}
    by_digest = {article.digest: article for article in by_key.values()}
    distinct = [article for article in ordered if by_digest.get(article.digest) is article]
    return distinct, len(ordered) - len(distinct)


def _match(
    stored: Sequence[StoredArticle], distinct: Sequence[LoadedArticle]
) -> dict[str, StoredArticle]:
    """Which stored article each loaded one is, by the loaded one's key.

    Content goes before name, so that ids follow their articles when a folder is renumbered.
    """
    by_digest: dict[str, StoredArticle] = {}
    for old in stored:
        by_digest.setdefault(old.digest, old)
    matches = {new.key: by_digest[new.digest] for new in distinct if new.digest in by_digest}
    taken = {old.id for old in matches.values()}
    by_key = {old.key: old for old in stored if old.id not in taken}
    for new in distinct:
        if new.key not in matches and new.key in by_key:
            matches[new.key] = by_key[new.key]
    return matches


def _number(
    distinct: Sequence[LoadedArticle], matches: Mapping[str, StoredArticle], last_id: int
) -> list[StoredArticle]:
    """The articles with their ids: the matched one's, else the next that was never used."""
    numbered = []
    for article in distinct:
        if article.key in matches:
            numbered.append(StoredArticle(matches[article.key].id, *article))
        else:
            last_id += 1
            numbered.append(StoredArticle(last_id, *article))
    return numbered


def _kept(
    stored: Sequence[StoredArticle],
    distinct: Sequence[LoadedArticle],
    matches: Mapping[str, StoredArticle],
    failed: Collection[str],
) -> list[int]:
    """The ids of unmatched articles whose source failed, and whose content is not there anew."""
    taken = {old.id for old in matches.values()}
    digests = {article.digest for article in distinct}
    keys = {article.key for article in distinct}
    return [
        old.id
        for old in stored
        if old.id not in taken
        and old.digest not in digests
        and old.key not in keys
        and _has_failed(old.key, failed)
    ]


def _has_failed(key: str, failed: Collection[str]) -> bool:
    """Whether the item itself, its collection (``#``) or a folder above could not be read."""
    ends = [place for place, character in enumerate(key) if character in "/#"]
    return "." in failed or any(key[:end] in failed for end in [*ends, len(key)])
