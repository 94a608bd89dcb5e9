"""Several engines on one cluster, commits that are cut off, and searches meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from index.errors import EngineUnavailable, SnapshotError, StaleIndex
from index.opensearch.engine import OpenSearchEngine
from index.opensearch.prepared import PreparedClusterChange
from index.opensearch.writing import write
from index.query.parser import parse_question
from index.types import Article, Language
from tests.cluster.engines import SHARDS, address_of
from tests.index.builders import Junk, build_article

MakeEngine = Callable[[], OpenSearchEngine]
STORY = [
    build_article("Gempa besar melanda Aceh.", id=1, title="Duka"),
    build_article("Banjir merendam Jakarta.", id=2),
    build_article("Gunung Krakatau meletus.", id=3),
]
LONG = build_article("Roket naik.", Junk("—"), "Roket turun.", Junk("—"), "Roket diam.", id=2)
SHORT = build_article("Roket hilang.", id=2)


@pytest.fixture(params=SHARDS, ids=["one shard", "three shards"])
async def make(
    request: pytest.FixtureRequest, opensearch_addresses: list[str], opensearch_index: str
) -> AsyncIterator[MakeEngine]:
    async with AsyncExitStack() as stack:

        def made() -> OpenSearchEngine:
            address = address_of(opensearch_addresses, opensearch_index, request.param)
            engine = OpenSearchEngine(address)
            stack.push_async_callback(engine.close)
            return engine

        yield made


async def serve(engine: OpenSearchEngine, articles: Sequence[Article], version: str = "1") -> None:
    await (await engine.prepare(articles)).commit(version)


async def change(engine: OpenSearchEngine, article: Article, version: str = "2") -> None:
    await (await engine.apply([article], [article.id])).commit(version)


async def found(engine: OpenSearchEngine, question: str) -> list[str]:
    """Return the texts of what is found, each with its article's id, sorted."""
    hits = (await engine.search(parse_question(question, Language.INDONESIAN), limit=1_000)).hits
    return sorted(f"{hit.passage.article_id}:{hit.passage.start}" for hit in hits)


async def indexes(engine: OpenSearchEngine) -> set[str]:
    return set(await engine.cluster.indexes(f"{engine.indexes.alias}-*"))


async def test_an_index_that_somebody_deletes_is_out_of_reach_until_it_is_built_again(
    make: MakeEngine,
) -> None:
    """It must not look as if no article said anything."""
    one, other = make(), make()
    await serve(one, STORY)
    await other.restore("1")
    await one.indexes.delete_all()
    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            await found(other, "gempa")
    assert await other.version() == ""
    await serve(one, STORY)
    assert await found(other, "gempa") == ["1:0"]


async def test_what_one_engine_commits_another_restores(make: MakeEngine) -> None:
    one, other = make(), make()
    with pytest.raises(SnapshotError) as missing:
        await other.restore("1")
    assert missing.value.key == "snapshot_missing"
    await serve(one, STORY)
    with pytest.raises(SnapshotError) as outdated:
        await other.restore("2")
    assert outdated.value.key == "snapshot_outdated"
    await other.restore("1")
    assert await other.figures() == await one.figures()
    assert await found(other, "gempa") == ["1:0"]
    await change(one, SHORT)
    assert await other.version() == "2"
    assert await found(other, "roket") == ["2:0"]
    await other.restore("2")
    assert await other.figures() == await one.figures()


async def test_sentences_are_those_of_what_was_found(make: MakeEngine) -> None:
    """Another process may have changed the article since they were read."""
    one, other = make(), make()
    await serve(one, STORY)
    await other.restore("1")
    await found(other, "banjir")
    before = await other.sentences([2, 1])
    await change(one, LONG)
    await found(other, "roket")
    after = await other.sentences([2, 1])
    assert before.ids.tolist() == after.ids.tolist() == [2, 1]
    assert before.passages.tolist() == [-1, 0, -1, 0]
    assert after.passages.tolist() == [-1, 0, 1, 2, -1, 0]


async def test_sentences_that_are_held_are_not_read_again(
    make: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make()
    await serve(engine, STORY)
    await found(engine, "banjir")
    first = await engine.sentences([2])
    await engine.cluster.delete(sorted(await indexes(engine)))
    assert (await engine.sentences([2])).terms.tolist() == first.terms.tolist()
    assert len(await engine.sentences([1])) == 0


async def test_a_change_of_an_index_that_was_changed_since_is_refused(make: MakeEngine) -> None:
    one, other = make(), make()
    await serve(one, STORY)
    stale = await other.apply([SHORT], [2])
    await change(one, LONG)
    with pytest.raises(StaleIndex):
        await stale.commit("3")
    assert await found(one, "roket") == [f"2:{start}" for start in starts_of(LONG)]
    stale = await other.apply([SHORT], [2])
    await serve(one, STORY, "3")
    with pytest.raises(StaleIndex):
        await stale.commit("4")
    assert await one.version() == "3"


async def test_a_commit_that_was_cut_off_can_be_repeated_with_other_articles(
    make: MakeEngine,
) -> None:
    """The process died after writing, before or after that became searchable."""
    for searchable in (False, True):
        dead, heir = make(), make()
        await serve(dead, STORY)
        prepared = await dead.apply([LONG], [2, 3])
        assert isinstance(prepared, PreparedClusterChange)
        async for request in prepared.requests.read():
            await write(dead.cluster, prepared.base.name, [request])
        if searchable:
            await dead.cluster.refresh(prepared.base.name)
        await heir.restore("1")
        await (await heir.apply([SHORT], [2, 3])).commit("2")
        assert await found(heir, "roket naik turun diam hilang") == ["2:0"]
        assert await found(heir, "banjir krakatau") == []
        figures = await heir.figures()
        assert (figures.articles, figures.passages) == (2, 2)


async def test_a_commit_may_be_repeated(make: MakeEngine) -> None:
    engine = make()
    await serve(engine, STORY)
    prepared = await engine.apply([LONG], [2, 3])
    await prepared.commit("2")
    before = await engine.figures()
    await (await engine.apply([LONG], [2, 3])).commit("2")
    assert await engine.figures() == before
    assert await found(engine, "roket") == [f"2:{start}" for start in starts_of(LONG)]


async def test_an_index_that_was_never_committed_is_deleted(make: MakeEngine) -> None:
    dead, heir = make(), make()
    await serve(dead, STORY)
    (served,) = await indexes(dead)
    await dead.prepare(STORY)
    assert len(await indexes(heir)) == 2
    await (await heir.prepare(STORY)).commit("2")
    assert len(await indexes(heir)) == 1
    assert served not in await indexes(heir)
    await heir.prepare(STORY)
    await heir.close()
    assert len(await indexes(dead)) == 1


async def test_what_another_has_deleted_is_not_written_to(make: MakeEngine) -> None:
    """Its name would become an index of another kind."""
    one, other = make(), make()
    await one.prepare(STORY)
    (name,) = await indexes(one)
    await serve(other, STORY)
    prepared = await other.apply([SHORT], [2])
    await one.cluster.delete(sorted(await indexes(one)))
    with pytest.raises(StaleIndex):
        await prepared.commit("2")
    assert await indexes(one) == set()
    assert name not in await indexes(other)


async def test_an_index_of_another_format_is_built_again(make: MakeEngine) -> None:
    engine = make()
    await serve(engine, STORY)
    served = await engine.indexes.served()
    for meta in (replace(served.description, format="a0-f0-o0").to_meta(), {"version": "1"}, {}):
        await engine.cluster.set_meta(served.name, meta)
        with pytest.raises(SnapshotError) as error:
            await make().restore("1")
        assert error.value.key in {"snapshot_outdated", "snapshot_damaged"}
        assert (await make().figures()).articles == 0
        assert await found(make(), "gempa") == []
    await serve(make(), STORY, "2")
    assert await found(make(), "gempa") == ["1:0"]


async def test_searches_see_one_index_while_it_is_replaced(make: MakeEngine) -> None:
    engine, other = make(), make()
    many = [build_article(f"Gempa nomor {number}.", id=number) for number in range(1, 40)]
    few = [build_article(f"Gempa dan banjir {number}.", id=number) for number in range(50, 60)]
    await serve(engine, many)
    await other.restore("1")
    seen: set[int] = set()

    async def replace_often() -> None:
        for version in range(2, 8):
            await serve(engine, few if version % 2 == 0 else many, str(version))

    replacing = asyncio.create_task(replace_often())
    while not replacing.done():
        seen.add(len(await found(other, "gempa")))
    await replacing
    assert seen == {len(many), len(few)}


async def test_a_changed_article_is_always_found(make: MakeEngine) -> None:
    """Before, during and after its change, and never both as it was and as it is."""
    engine, other = make(), make()
    versions = [
        build_article(*([f"Gempa {number}.", Junk("—")] * number), id=7) for number in range(1, 7)
    ]
    await serve(engine, [*STORY[1:], versions[0]])
    await other.restore("1")
    wanted = [[f"7:{start}" for start in starts_of(one)] for one in versions]

    async def change_often() -> None:
        for number, article in enumerate(versions[1:], start=2):
            await change(engine, article, str(number))

    changing = asyncio.create_task(change_often())
    searched = 0
    while not changing.done():
        assert await found(other, "gempa") in [sorted(each) for each in wanted]
        searched += 1
    await changing
    assert searched > 10
    assert await found(other, "gempa") == sorted(wanted[-1])


def starts_of(article: Article) -> list[int]:
    return [span.start for span in article.body]
