"""What a reload changes: loaded articles compared with the stored ones.

Pure: reads no file and writes no row; ``bot.articles.library`` carries the changes out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.model.articles import Changes, Inventory, LoadedArticle, Origin, StoredArticle


def diff(
    inventory: Inventory,
    loaded: Iterable[LoadedArticle],
    failed: Collection[str],
    origin: Origin = Origin.FOLDER,
) -> Changes:
    """What has to be done so that what is stored of an origin becomes what was loaded.

    An article is the same one as before where its content is, whatever it is called now; else
    where it is called the same. ``failed`` names the items that could not be read: what is stored
    of them stays, unless their content was loaded under another name. Of loaded articles with
    equal content (or equal keys), the first by key counts, and none whose content came here in
    another way. New ids are higher than any before.

    A folder holds everything that it brought, so that what is no longer in it goes. A feed dates
    its articles anew and moves them: equal content is unchanged there, whatever else is not.
    """
    own = [old for old in inventory.articles if old.origin == origin]
    distinct, duplicates = _distinct(loaded, _elsewhere(inventory, own))
    matches = _match(own, distinct)
    articles = _number(distinct, matches, inventory.last_id, origin)
    known = [article for article in articles if article.key in matches]
    same = [new for new in known if _is_same(new, matches[new.key], origin)]
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
        changed=tuple(new for new in known if new.id not in unaltered),
        renamed=() if origin is Origin.FEED else tuple(renamed),
        kept=tuple(kept),
        removed=tuple(removed),
        unchanged=len(same) + len(kept),
        duplicates=duplicates,
        total=len(inventory.articles) + len(added) - len(removed),
    )


def _elsewhere(inventory: Inventory, own: Iterable[StoredArticle]) -> set[str]:
    """The digests of what came here in other ways only."""
    mine = {old.digest for old in own}
    return {old.digest for old in inventory.articles}.difference(mine)


def _is_same(new: StoredArticle, old: StoredArticle, origin: Origin) -> bool:
    if origin is Origin.FEED and new.digest == old.digest:
        return True
    return new.fingerprint == old.fingerprint


def _distinct(
    loaded: Iterable[LoadedArticle], elsewhere: Collection[str]
) -> tuple[list[LoadedArticle], int]:
    """The articles in key order, each content and each key once, and how many were left out."""
    ordered = sorted(loaded, key=lambda article: article.key)
    by_key = {article.key: article for article in reversed(ordered)}
    by_digest = {article.digest: article for article in by_key.values()}
    firsts = (article for article in ordered if by_digest.get(article.digest) is article)
    distinct = [article for article in firsts if article.digest not in elsewhere]
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
    distinct: Sequence[LoadedArticle],
    matches: Mapping[str, StoredArticle],
    last_id: int,
    origin: Origin,
) -> list[StoredArticle]:
    """The articles with their ids: the matched one's, else the next that was never used."""
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
