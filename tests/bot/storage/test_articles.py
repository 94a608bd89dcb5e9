"""Stored articles: read back as they were, ordered, and replaced as a whole."""

import asyncio
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.errors import ReloadRunning, StorageError
from bot.model.articles import Inventory, ReloadReport, fingerprint
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.reloads import ReloadStore
from bot.storage.staging import StagedReload
from bot.storage.tables.articles import articles
from index.errors import LoadError
from index.types import Article, Filters, Language, Span
from tests.bot.folder_histories import FOLDERS, Folder, after, compare
from tests.bot.samples import Clock, make_article
from tests.bot.stage_articles import inventory_of, staged_reload

REPORT = ReloadReport(
    added=1,
    changed=2,
    removed=3,
    unchanged=4,
    duplicates=5,
    failures=(),
    seconds=1.5,
    finished_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
)
FULL = Article(
    key="berita.jsonl#7",
    title="“Judul” – 'baru'",
    text="“Judul”\n\nIsi 😀 berita.\n\nSelesai.",
    body=(Span(9, 22), Span(24, 32)),
    language=Language.ENGLISH,
    digest="d",
    external_id="id-7",
    date=date(2026, 2, 28),
    place="Jakarta",
    credits="Budi",
    source="Warta",
    url="https://example.org/7",
    section="Opini",
)


async def store(
    articles: ArticleStore, *loaded: Article, report: ReloadReport = REPORT
) -> StagedReload:
    """Make the loaded articles all there is."""
    reload = staged_reload(articles, loaded)
    await articles.apply(reload, lambda: report)
    return reload


async def everything(articles: ArticleStore) -> list[Article]:
    return [article async for article in articles.all()]


async def test_an_article_comes_back_as_it_was(article_store: ArticleStore) -> None:
    await store(article_store, FULL)
    expected = replace(FULL, id=1)
    assert await everything(article_store) == [expected]
    assert await article_store.many([1]) == {1: expected}
    assert await article_store.latest(1) == [expected]
    assert await article_store.count() == 1


async def test_nothing_is_stored_at_first(article_store: ArticleStore) -> None:
    assert await everything(article_store) == []
    assert await article_store.count() == 0
    assert inventory_of(article_store) == Inventory()


async def test_more_articles_than_fit_into_one_statement(article_store: ArticleStore) -> None:
    loaded = [make_article(f"{number:03}.txt", f"isi {number}") for number in range(250)]
    await store(article_store, *loaded)
    assert [article.id for article in await everything(article_store)] == list(range(1, 251))
    assert len(await article_store.many(range(1, 251))) == 250
    await store(article_store, *[replace(article, title="Baru") for article in loaded])
    assert {article.title for article in await everything(article_store)} == {"Baru"}
    await store(article_store)
    assert await article_store.count() == 0


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**30])
async def test_an_id_that_nobody_has_is_left_out(article_store: ArticleStore, number: int) -> None:
    await store(article_store, FULL)
    assert list(await article_store.many([number, 1])) == [1]


async def test_latest_is_by_date_then_by_number_and_undated_last(
    article_store: ArticleStore,
) -> None:
    days = {"a": None, "b": date(2026, 1, 1), "c": date(2026, 1, 2), "d": None, "e": days_ago(0)}
    await store(
        article_store, *[replace(make_article(key, key), date=day) for key, day in days.items()]
    )
    newest = [article.key for article in await article_store.latest(10)]
    assert newest == ["e", "c", "b", "d", "a"]
    assert [article.key for article in await article_store.latest(2, 1)] == ["c", "b"]
    assert await article_store.latest(2, 10**30) == []


def days_ago(days: int) -> date:
    return date(2026, 3, 1) - timedelta(days)


@pytest.mark.sqlite("a query plan: tests/cluster/test_storage_schema.py")
async def test_latest_needs_no_sorting(article_store: ArticleStore, database: Database) -> None:
    """The index serves the order, so that the newest are found without reading every article."""
    plan = "EXPLAIN QUERY PLAN SELECT * FROM articles ORDER BY date DESC, id DESC LIMIT 10"
    async with database.read() as connection:
        steps = (await connection.execute(text(plan))).all()
    assert "ix_articles_date_id" in str(steps)
    assert "TEMP B-TREE" not in str(steps)


async def test_numbers_of_removed_articles_are_not_used_again(
    article_store: ArticleStore,
) -> None:
    await store(article_store, make_article("a", "a"), make_article("b", "b"))
    await store(article_store)
    await store(article_store, make_article("c", "c"))
    assert [article.id for article in await everything(article_store)] == [3]


async def test_articles_may_exchange_their_keys(article_store: ArticleStore) -> None:
    await store(article_store, make_article("a", "satu"), make_article("b", "dua"))
    await store(article_store, make_article("b", "satu"), make_article("a", "dua"))
    assert [(article.id, article.key) for article in await everything(article_store)] == [
        (1, "b"),
        (2, "a"),
    ]


async def test_the_day_of_its_arrival_stays_when_an_article_changes(
    article_store: ArticleStore, database: Database, clock: Clock
) -> None:
    await store(article_store, make_article())
    clock.advance(timedelta(days=1))
    await store(article_store, make_article(title="Judul lain"))
    async with database.read() as connection:
        added = await connection.scalar(select(articles.c.added_at))
    assert added == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


async def test_a_report_is_kept_with_its_failures(
    article_store: ArticleStore, reload_store: ReloadStore
) -> None:
    assert await reload_store.last() is None
    failure = LoadError("x.txt", "load_too_long", size=7, unit="MB")
    await store(article_store, report=replace(REPORT, added=99))
    await store(article_store, report=replace(REPORT, failures=(failure,)))
    last = await reload_store.last()
    assert last is not None
    assert [error.args for error in last.failures] == [failure.args]
    assert replace(last, failures=()) == REPORT


async def test_a_reload_that_cannot_be_written_changes_nothing(
    article_store: ArticleStore, reload_store: ReloadStore
) -> None:
    """The last thing written fails: what was written before it is undone."""
    await store(article_store, make_article("a", "satu"), make_article("b", "dua"))
    before = await everything(article_store)
    changes = staged_reload(article_store, [make_article("a", "tiga")])
    unwritable = replace(REPORT, added=None)  # type: ignore[arg-type] # a value that the table refuses
    with pytest.raises(StorageError, match="storage_failed"):
        await article_store.apply(changes, lambda: unwritable)
    assert await everything(article_store) == before
    assert inventory_of(article_store).last_reload == 1


async def test_a_naive_time_is_refused(article_store: ArticleStore) -> None:
    changes = staged_reload(article_store, [make_article()])
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - it is what the test is about
    with pytest.raises(StorageError):
        await article_store.apply(changes, lambda: replace(REPORT, finished_at=naive))
    assert await article_store.count() == 0


async def test_changes_based_on_an_older_state_are_refused(
    article_store: ArticleStore, database_path: Path, clock: Clock
) -> None:
    """Another process reloaded in between, so the numbers may have been given away."""
    stale = staged_reload(article_store, [make_article("a", "satu")])
    async with open_database(database_path) as theirs:
        await store(ArticleStore(theirs, clock), make_article("b", "dua"))
    with pytest.raises(ReloadRunning):
        await article_store.apply(stale, lambda: REPORT)
    assert [article.key for article in await everything(article_store)] == ["b"]


@settings(max_examples=12)
@given(st.lists(FOLDERS, min_size=1, max_size=5))
def test_storage_follows_every_history_of_a_folder(folders: list[Folder]) -> None:
    """What is stored is what the changes say, whoever takes over whose key."""

    async def live_through(path: Path) -> None:
        async with open_database(path / "kutip.db") as database:
            articles = ArticleStore(database, Clock())
            for folder in folders:
                before = inventory_of(articles)
                changes = compare(before, folder.load(), folder.failed)
                reload = staged_reload(articles, folder.load(), folder.failed)
                await articles.apply(reload, lambda: REPORT)
                assert inventory_of(articles) == after(before, changes)

    with TemporaryDirectory() as path:
        asyncio.run(live_through(Path(path)))


def test_a_fingerprint_tells_every_loaded_field_apart() -> None:
    other = Article(
        key="lain",
        title="t",
        text="x",
        body=(Span(0, 1),),
        language=Language.INDONESIAN,
        digest="y",
        id=3,
        external_id="e",
        date=date(2025, 1, 1),
        place="p",
        credits="c",
        source="s",
        url="u",
    )
    for field in fields(Article):
        changed = replace(FULL, **{field.name: getattr(other, field.name)})
        same = fingerprint(changed) == fingerprint(FULL)
        assert same == (field.name in {"id", "key", "mojibake"}), field.name


@pytest.mark.parametrize(("left", "right"), [("ab", ""), ("", "ab"), ("a", "b"), ('a", "b', "")])
def test_a_fingerprint_keeps_neighbouring_fields_apart(left: str, right: str) -> None:
    others = [("ab", ""), ("", "ab"), ("a", "b"), ('a", "b', "")]
    one = fingerprint(replace(FULL, place=left, credits=right))
    same = [fingerprint(replace(FULL, place=p, credits=c)) == one for p, c in others]
    assert same.count(True) == 1


def test_text_that_no_encoding_can_hold_has_a_fingerprint() -> None:
    assert fingerprint(replace(FULL, place="\ud800")) != fingerprint(FULL)


async def test_the_newest_that_match_filters_and_which_of_some_do(
    article_store: ArticleStore,
) -> None:
    days = (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), None)
    sources = ("Kompas TV", "Tempo", "kompas.com", "Kompas")
    loaded = [
        replace(
            make_article(f"{number}.txt", f"Isi {number}."), date=day, source=source, section="Bola"
        )
        for number, (day, source) in enumerate(zip(days, sources, strict=True))
    ]
    await store(article_store, *loaded)

    async def keys(filters: Filters) -> list[str]:
        return [each.key for each in await article_store.latest(9, filters=filters)]

    assert await keys(Filters()) == ["2.txt", "1.txt", "0.txt", "3.txt"]
    assert await keys(Filters(since=date(2026, 2, 28))) == ["2.txt", "1.txt"]
    assert await keys(Filters(until=date(2026, 2, 28))) == ["1.txt", "0.txt"]
    assert await keys(Filters(source="KOMPAS")) == ["2.txt", "0.txt", "3.txt"]
    assert await keys(Filters(source="k%")) == []
    assert await keys(Filters(section="sports", source="tempo")) == ["1.txt"]
    assert await keys(Filters(section="health")) == []
    ids = {each.key: each.id for each in await article_store.latest(9)}
    wanted = {ids["0.txt"], ids["1.txt"], 99}
    assert await article_store.matching(wanted, Filters(source="kompas")) == {ids["0.txt"]}
