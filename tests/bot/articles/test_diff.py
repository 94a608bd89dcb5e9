"""What a reload changes: identity by content, then by name; each content once."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.articles import Changes, Inventory
from index.types import Article
from tests.bot.folder_histories import FOLDERS, Folder, after, compare
from tests.bot.samples import make_article


def stored(*loaded: Article) -> Inventory:
    return after(Inventory(), compare(Inventory(), loaded, failed=()))


def ids(changes: Changes) -> dict[str, int]:
    return {article.key: article.id for article in changes.articles}


SATU, DUA = make_article("a.txt", "satu"), make_article("b.txt", "dua")


def test_what_is_there_already_is_unchanged() -> None:
    changes = compare(stored(SATU, DUA), [SATU, DUA], failed=())
    assert changes.unchanged == 2
    assert not (changes.added or changes.changed or changes.renamed or changes.removed)
    assert ids(changes) == {"a.txt": 1, "b.txt": 2}


def test_an_edited_article_keeps_its_id() -> None:
    changes = compare(stored(SATU, DUA), [make_article("a.txt", "satu lagi"), DUA], failed=())
    assert [article.id for article in changes.changed] == [1]
    assert changes.unchanged == 1


def test_a_change_of_anything_but_the_content_counts_as_well() -> None:
    changes = compare(stored(SATU), [replace(SATU, url="https://example.org")], failed=())
    assert [article.id for article in changes.changed] == [1]
    assert changes.unchanged == 0


def test_a_renamed_article_keeps_its_id_and_counts_as_unchanged() -> None:
    changes = compare(stored(SATU), [replace(SATU, key="z.txt")], failed=())
    assert [(article.id, article.key) for article in changes.renamed] == [(1, "z.txt")]
    assert changes.unchanged == 1
    assert not (changes.added or changes.changed or changes.removed)


def test_an_article_renamed_and_given_another_title_is_changed() -> None:
    changes = compare(stored(SATU), [replace(SATU, key="z.txt", title="Baru")], failed=())
    assert [(article.id, article.key) for article in changes.changed] == [(1, "z.txt")]
    assert not changes.renamed


def test_ids_follow_their_articles_when_a_folder_is_renumbered() -> None:
    """A new first article pushes every other one to the next name."""
    before = [make_article(f"{number}.txt", f"isi {number}") for number in range(1, 5)]
    pushed = [replace(old, key=f"{number}.txt") for number, old in enumerate(before, start=2)]
    changes = compare(stored(*before), [make_article("1.txt", "baru"), *pushed], failed=())
    assert ids(changes) == {"1.txt": 5, "2.txt": 1, "3.txt": 2, "4.txt": 3, "5.txt": 4}
    assert changes.unchanged == 4


def test_the_same_content_twice_is_one_article() -> None:
    changes = compare(Inventory(), [replace(SATU, key="c"), replace(SATU, key="b")], failed=())
    assert [article.key for article in changes.added] == ["b"]
    assert changes.duplicates == 1


def test_a_copy_that_comes_and_goes_does_not_move_the_id() -> None:
    inventory = stored(replace(SATU, key="m"))
    for keys in (("a", "m"), ("a", "m"), ("m",), ("m", "z"), ("z",)):
        changes = compare(inventory, [replace(SATU, key=key) for key in keys], failed=())
        assert ids(changes) == {keys[0]: 1}
        assert changes.duplicates == len(keys) - 1
        inventory = after(inventory, changes)


def test_the_same_key_twice_is_one_article() -> None:
    changes = compare(Inventory(), [SATU, replace(DUA, key=SATU.key)], failed=())
    assert [article.digest for article in changes.added] == [SATU.digest]
    assert changes.duplicates == 1


def test_an_id_is_never_given_twice() -> None:
    inventory = after(stored(SATU), compare(stored(SATU), [], failed=()))
    assert ids(compare(inventory, [DUA], failed=())) == {"b.txt": 2}


@pytest.mark.parametrize(
    ("key", "failed"),
    [
        ("a.txt", "a.txt"),
        ("berita.jsonl#7", "berita.jsonl#7"),
        ("berita.jsonl#7", "berita.jsonl"),
        ("a#b/berita.csv#7#8", "a#b/berita.csv"),
        ("lama/2020/a.txt", "lama"),
        ("lama/2020/a.txt", "."),
    ],
)
def test_an_article_whose_source_became_unreadable_stays(key: str, failed: str) -> None:
    changes = compare(stored(replace(SATU, key=key)), [DUA], failed={failed})
    assert changes.kept == (1,)
    assert changes.removed == ()
    assert changes.unchanged == 1


def test_an_unreadable_source_keeps_nothing_of_another_name() -> None:
    assert compare(stored(SATU), [], failed={"a.txt#1", "a", "b.txt", ""}).removed == (1,)


def test_an_unreadable_source_whose_content_came_back_elsewhere_is_a_rename() -> None:
    changes = compare(stored(SATU), [replace(SATU, key="z.txt")], failed={"a.txt"})
    assert ids(changes) == {"z.txt": 1}
    assert changes.kept == ()


def check_reload(before: Inventory, folder: Folder, used: set[int]) -> Inventory:
    """Every promise of a reload, on one step of a history; returns what is stored then."""
    loaded = folder.load()
    changes = compare(before, loaded, folder.failed)
    now = after(before, changes)
    old = {article.digest: article for article in before.articles}
    new = {article.digest: article for article in now.articles}
    kept = {article.digest for article in before.articles if article.id in changes.kept}

    assert len(new) == len(now.articles), "each content once"
    assert len({article.key for article in now.articles}) == len(now.articles), "each key once"
    assert set(new) == {article.digest for article in loaded} | kept
    assert all(new[digest].id == old[digest].id for digest in set(new) & set(old))
    check_edits(before, now, loaded)
    assert {article.id for article in changes.added}.isdisjoint(used), "ids are never reused"
    check_counts(before, now, changes, len(loaded))
    again = compare(now, loaded, folder.failed)
    assert not (again.added or again.changed or again.renamed or again.removed), "settled"
    return now


def check_edits(before: Inventory, now: Inventory, loaded: list[Article]) -> None:
    """Where both contents are met nowhere else, the same key is the same article."""
    then = {article.key: article for article in before.articles}
    digests_before = {article.digest for article in before.articles}
    digests_loaded = {article.digest for article in loaded}
    for article in now.articles:
        old = then.get(article.key)
        if old and article.digest not in digests_before and old.digest not in digests_loaded:
            assert article.id == old.id


def check_counts(before: Inventory, now: Inventory, changes: Changes, loaded: int) -> None:
    staying = len(changes.changed) + changes.unchanged
    assert len(changes.added) + staying == len(now.articles)
    assert len(changes.removed) + staying == len(before.articles)
    assert len(changes.articles) + changes.duplicates == loaded
    assert len(changes.articles) + len(changes.kept) == len(now.articles)


@settings(max_examples=100)
@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_every_history_of_a_folder_keeps_ids_with_their_articles(folders: list[Folder]) -> None:
    inventory, used = Inventory(), set[int]()
    for folder in folders:
        inventory = check_reload(inventory, folder, used)
        used |= {article.id for article in inventory.articles}
