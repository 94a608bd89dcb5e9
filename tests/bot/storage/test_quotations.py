"""Quotations are stored with the article they are of, and queued again when that changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model.articles import fingerprint
from bot.model.quotations import FoundQuotations, QuotationList, StoredQuotation
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.quotation_lists import LIST_RETENTION, QuotationListStore
from bot.storage.quotations import QuotationStore
from index.types import Article, Filters
from tests.bot.samples import Clock, make_article
from tests.bot.storage.test_articles import store

ONE, TWO = (make_article(f"{word}.txt", f"“Kata {word},” kata Ani.") for word in ("a", "b"))
CHANGED = make_article("a.txt", "“Kata lain,” kata Budi.")


@pytest.fixture
def quotations(database: Database) -> QuotationStore:
    return QuotationStore(database)


async def read(
    quotations: QuotationStore, articles: ArticleStore, speaker: str = "Ani Yudhoyono"
) -> None:
    """Give each waiting article one quotation of a speaker."""
    ids = await quotations.waiting(100)
    found = [found_in(article, speaker) for article in (await articles.many(ids)).values()]
    await quotations.write(ids, found)


def found_in(article: Article, *speakers: str) -> FoundQuotations:
    said = tuple(
        StoredQuotation(article.id, start, start + 1, speaker, speaker.lower())
        for start, speaker in enumerate(speakers)
    )
    return FoundQuotations(article.id, fingerprint(article), article.date, said)


async def test_new_articles_are_queued_the_newest_first(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    assert await quotations.waiting(5) == [2, 1]
    assert await quotations.waiting(1) == [2]


async def test_what_was_found_is_stored_and_the_articles_leave_the_queue(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    await read(quotations, article_store)
    assert await quotations.waiting(5) == []
    assert [each.article_id for each in await quotations.newest(["ani yudhoyono"], 9)] == [2, 1]
    assert await quotations.speakers(["yudhoyono", "ani"]) == [
        ("ani yudhoyono", "Ani Yudhoyono", 2)
    ]
    assert await quotations.speakers(["ani", "budi"]) == []


async def test_a_changed_article_loses_its_quotations_at_once_and_is_queued(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    await read(quotations, article_store)
    await store(article_store, CHANGED, TWO)
    assert [each.article_id for each in await quotations.of_articles([1, 2])] == [2]
    assert await quotations.waiting(5) == [1]


async def test_a_removed_article_loses_its_quotations_and_its_turn(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    await read(quotations, article_store)
    await store(article_store, CHANGED, TWO)
    await store(article_store, TWO)
    assert await quotations.waiting(5) == []
    assert [each.article_id for each in await quotations.of_articles([1, 2])] == [2]


async def test_an_article_that_is_only_renamed_keeps_its_quotations(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE)
    await read(quotations, article_store)
    await store(article_store, replace(ONE, key="lain.txt"))
    assert await quotations.waiting(5) == []
    assert len(await quotations.of_articles([1])) == 1


async def test_what_was_found_in_an_earlier_text_is_not_stored(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE)
    found = found_in((await article_store.many([1]))[1], "Ani")
    await store(article_store, CHANGED)
    await quotations.write([1], [found])
    assert await quotations.of_articles([1]) == []
    assert await quotations.waiting(5) == [1]


async def test_articles_that_are_gone_or_damaged_leave_the_queue(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    await quotations.write([1, 2, 3], [])
    assert await quotations.waiting(5) == []


async def test_writing_twice_changes_nothing(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE)
    found = found_in((await article_store.many([1]))[1], "Ani", "Budi")
    await quotations.write([1], [found])
    before = await quotations.of_articles([1])
    await quotations.write([1], [found])
    assert await quotations.of_articles([1]) == before
    assert len(before) == 2


async def test_another_finder_queues_every_article_once(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE, TWO)
    await quotations.begin(1)
    await read(quotations, article_store)
    await quotations.begin(1)
    assert await quotations.waiting(5) == []
    await quotations.begin(2)
    assert await quotations.waiting(5) == [2, 1]
    assert len(await quotations.of_articles([1, 2])) == 2


async def test_the_newest_are_by_the_articles_dates_and_within_filters(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    old, new = replace(ONE, date=date(2026, 5, 1)), replace(TWO, date=date(2026, 4, 1), source="W")
    undated = make_article("c.txt", "tiga")
    await store(article_store, old, new, undated)
    await read(quotations, article_store)
    keys = ["ani yudhoyono"]
    assert [each.article_id for each in await quotations.newest(keys, 9)] == [1, 2, 3]
    assert [each.article_id for each in await quotations.newest(keys, 1)] == [1]
    since = Filters(since=date(2026, 4, 20))
    assert [each.article_id for each in await quotations.newest(keys, 9, since)] == [1]
    assert [each.article_id for each in await quotations.newest(keys, 9, Filters(source="W"))] == [
        2
    ]


async def test_words_of_names_are_found_by_their_beginning(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE)
    await read(quotations, article_store)
    assert await quotations.words_like("yud", 5) == ["yudhoyono"]
    assert await quotations.words_like("%", 5) == []
    assert await quotations.known_words({"ani", "budi"}) == {"ani"}


async def test_a_name_that_is_too_long_is_left_out(
    quotations: QuotationStore, article_store: ArticleStore
) -> None:
    await store(article_store, ONE)
    await read(quotations, article_store, "Ani" * 50)
    assert await quotations.of_articles([1]) == []
    assert await quotations.waiting(5) == []


async def test_a_list_is_found_by_its_number_until_it_is_used_no_more(
    database: Database, clock: Clock
) -> None:
    lists = QuotationListStore(database, clock)
    filters = Filters(since=date(2026, 5, 1), source="Warta", section="news")
    listed = await lists.add(QuotationList("ani", "NATO", filters))
    other = await lists.add(QuotationList("ani"))
    assert listed.id != other.id
    assert await lists.get(listed.id) == listed
    assert await lists.get(listed.id + 1) is None
    clock.advance(LIST_RETENTION)
    assert (await lists.add(QuotationList("ani"))).id == other.id
    clock.advance(timedelta(seconds=1))
    await lists.prune(clock())
    assert await lists.get(listed.id) is None
    assert await lists.get(other.id) == other
