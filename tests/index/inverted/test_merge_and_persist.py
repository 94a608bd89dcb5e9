"""The engine stores its index, starts from it, changes it, and merges its segments."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index.analysis import ANALYSIS_VERSION
from index.engine import SearchEngine
from index.errors import BuildFailed, SnapshotError, StaleIndex
from index.inverted import local_engine
from index.inverted.building import merged
from index.inverted.local_engine import LocalEngine
from index.inverted.searcher import LiveIndex
from index.inverted.segment_folder import FORMAT_VERSION
from index.inverted.segment_store import SegmentStore
from index.query.parser import parse_question
from index.types import Article, IndexStats, Language
from tests.index.builders import build_article

STORY = [
    build_article("Gempa besar melanda Aceh pada Minggu pagi.", id=1, title="Duka di Aceh"),
    build_article("Banjir merendam Jakarta selama tiga hari.", id=2),
    build_article("Gunung Krakatau meletus pada 1883.", id=3),
]
QUAKE = build_article("Gempa kecil di Padang.", id=7)


async def found(engine: SearchEngine, question: str, limit: int = 5000) -> list[tuple[int, float]]:
    result = await engine.search(parse_question(question, Language.INDONESIAN), limit=limit)
    return [(hit.passage.article_id, hit.score) for hit in result.hits]


async def persisted(
    data: Path, articles: Sequence[Article] = STORY, version: str = "1"
) -> LocalEngine:
    engine = LocalEngine(data)
    await (await engine.prepare(articles)).commit(version)
    await engine.merge_and_persist()
    return engine


def segments(data: Path) -> list[Path]:
    return sorted(data.glob("index-*/*.segment"))


async def test_a_stored_index_is_served_without_reading_an_article(tmp_path: Path) -> None:
    first = await persisted(tmp_path)
    second = LocalEngine(tmp_path)
    await second.restore("1")
    assert await found(second, "gempa aceh") == await found(first, "gempa aceh") != []
    assert (await second.figures()) == (await first.figures())


@pytest.mark.parametrize("version", ["0", "2", ""])
async def test_an_index_of_other_articles_is_not_served(tmp_path: Path, version: str) -> None:
    await persisted(tmp_path)
    engine = LocalEngine(tmp_path)
    with pytest.raises(SnapshotError, match="snapshot_outdated"):
        await engine.restore(version)
    assert (await engine.figures()) == IndexStats(0, 0)


async def test_without_a_stored_index_none_is_served(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="snapshot_missing"):
        await LocalEngine(tmp_path).restore("1")


async def test_a_damaged_index_is_not_served(tmp_path: Path) -> None:
    await persisted(tmp_path)
    (path,) = segments(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:-64] + b"?" + data[-63:])
    with pytest.raises(SnapshotError):
        await LocalEngine(tmp_path).restore("1")


async def test_an_index_of_an_older_format_is_not_served_and_goes_with_the_next(
    tmp_path: Path,
) -> None:
    await persisted(tmp_path)
    folder = segments(tmp_path)[0].parent
    older = tmp_path / f"index-a{ANALYSIS_VERSION}-f{FORMAT_VERSION - 1}"
    await asyncio.to_thread(folder.rename, older)
    with pytest.raises(SnapshotError, match="snapshot_missing"):
        await LocalEngine(tmp_path).restore("1")
    await persisted(tmp_path)
    assert files_in(tmp_path) == [folder]


async def test_sentences_are_stored_and_mapped(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    again = LocalEngine(tmp_path)
    await again.restore("1")
    expected, found = await engine.sentences([3, 1]), await again.sentences([3, 1])
    assert found.ids.tolist() == [3, 1]
    assert found.terms.tolist() == expected.terms.tolist() != []
    assert found.is_current(1, STORY[2].text)
    assert not found.is_current(1, STORY[2].text.replace("1883", "1884"))
    assert (await again.figures()) == (await engine.figures())


async def test_changes_are_stored_too(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    changed = build_article("Gempa hebat.", id=1)
    await (await engine.apply([changed, QUAKE], [1, 2])).commit("2")
    expected = LocalEngine()
    await (await expected.prepare([changed, STORY[2], QUAKE])).commit("2")
    answers = await found(expected, "gempa krakatau")
    assert await found(engine, "gempa krakatau") == answers
    await engine.merge_and_persist()
    assert await found(engine, "gempa krakatau") == answers
    again = LocalEngine(tmp_path)
    await again.restore("2")
    assert await found(again, "gempa krakatau") == answers
    assert await found(again, "banjir") == []


async def test_what_is_stored_is_served_whatever_its_version(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    again = LocalEngine(tmp_path)
    await again.restore(None)
    assert await again.version() == "1"
    assert await found(again, "krakatau") == await found(engine, "krakatau") != []
    with pytest.raises(SnapshotError):
        await LocalEngine(tmp_path / "empty").restore(None)


async def test_removed_articles_stay_removed_if_nothing_is_merged(tmp_path: Path) -> None:
    many = [build_article(f"Banjir nomor {number}.", id=number) for number in range(1, 41)]
    engine = await persisted(tmp_path, many)
    before = segments(tmp_path)
    await (await engine.apply([QUAKE], [7, 8])).commit("2")
    await engine.merge_and_persist()
    assert set(before) < set(segments(tmp_path))
    again = LocalEngine(tmp_path)
    await again.restore("2")
    assert len(await found(again, "banjir")) == 38
    assert [number for number, _ in await found(again, "gempa")] == [7]
    assert (await again.figures()).articles == 39


async def test_many_small_changes_become_one_segment(tmp_path: Path) -> None:
    many = [build_article(f"Banjir nomor {number}.", id=number) for number in range(1, 101)]
    engine = await persisted(tmp_path, many)
    for number in range(200, 210):
        await (await engine.apply([build_article("Gempa.", id=number)], [])).commit("2")
    before = await found(engine, "gempa banjir")
    await engine.merge_and_persist()
    assert len(segments(tmp_path)) == 2
    assert await found(engine, "gempa banjir") == before


async def test_a_change_is_served_though_segments_were_merged_meanwhile(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    await (await engine.apply([QUAKE], [])).commit("2")
    prepared = await engine.apply([build_article("Gempa lagi.", id=9)], [1])
    await engine.merge_and_persist()
    await prepared.commit("3")
    assert {number for number, _ in await found(engine, "gempa")} == {7, 9}
    await engine.merge_and_persist()
    again = LocalEngine(tmp_path)
    await again.restore("3")
    assert {number for number, _ in await found(again, "gempa")} == {7, 9}


async def test_a_change_of_what_is_no_longer_served_is_refused() -> None:
    engine = LocalEngine()
    await (await engine.prepare(STORY)).commit("1")
    stale = await engine.apply([QUAKE], [])
    await (await engine.prepare(STORY[:1])).commit("1")
    with pytest.raises(StaleIndex):
        await stale.commit("1")
    assert (await engine.figures()).articles == 1


async def test_a_change_of_nothing_is_a_change() -> None:
    engine = LocalEngine()
    await (await engine.apply([], [5])).commit("1")
    assert (await engine.figures()) == IndexStats(0, 0)
    await (await engine.apply(STORY, [])).commit("1")
    await (await engine.apply([], [1, 2, 3])).commit("1")
    assert (await engine.figures()) == IndexStats(0, 0)
    await engine.merge_and_persist()


MANY = [
    build_article(f"Gempa nomor {number} di Aceh.", id=number, title="Kabar")
    for number in range(1, 2_401)
]


async def test_a_large_collection_is_built_in_another_process_with_the_same_result(
    tmp_path: Path,
) -> None:
    built: list[int] = []
    engine = LocalEngine(tmp_path)
    await (await engine.prepare(MANY, built.append)).commit("1")
    assert built == [*range(200, 2_401, 200)]
    small = LocalEngine()
    await (await small.prepare([])).commit("1")
    for first in range(0, len(MANY), 800):
        await (await small.apply(MANY[first : first + 800], [])).commit("1")
    assert (await engine.figures()).passages == (await small.figures()).passages == 2_400
    assert await found(engine, "gempa 77") == await found(small, "gempa 77")
    await engine.merge_and_persist()
    again = LocalEngine(tmp_path)
    await again.restore("1")
    assert await found(again, "gempa 77") == await found(small, "gempa 77")


async def test_without_a_folder_what_another_process_built_goes_with_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    engine = LocalEngine()
    await (await engine.prepare(iter(MANY))).commit("1")
    assert len(await found(engine, "gempa")) == 2_400
    assert segments(next(iter(files_in(tmp_path))))
    del engine
    assert not files_in(tmp_path)


@pytest.mark.parametrize("count", [3, 450, 2_400])
async def test_articles_may_come_asynchronously(count: int) -> None:
    async def stream() -> AsyncIterator[Article]:
        for article in MANY[:count]:
            yield article

    engine = LocalEngine()
    await (await engine.prepare(stream())).commit("1")
    assert (await engine.figures()).articles == count


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@dataclass(frozen=True)
class Stored:
    """The first of the many, as if read from storage."""

    count: int

    def read(self) -> Iterator[Article]:
        yield from MANY[: self.count]


@pytest.mark.parametrize(("count", "in_process"), [(99, False), (100, True)])
async def test_a_batch_of_stored_articles_is_built_in_another_process(
    tmp_path: Path, count: int, *, in_process: bool
) -> None:
    """What another process built lies in a file at once."""
    engine = LocalEngine(tmp_path)
    await (await engine.prepare(Stored(count))).commit("1")
    assert (await engine.figures()).articles == count
    assert bool(files_in(tmp_path)) == in_process


async def test_many_scattered_articles_are_removed_as_a_few_are() -> None:
    engine, expected = LocalEngine(), LocalEngine()
    await (await engine.prepare(MANY[:300])).commit("1")
    await (await engine.apply([], [article.id for article in MANY[:300:3]])).commit("1")
    await (await engine.apply([], [article.id for article in MANY[1:300:3]])).commit("1")
    await (await expected.prepare(MANY[2:300:3])).commit("1")
    assert await found(engine, "gempa 3 aceh 153") == await found(expected, "gempa 3 aceh 153")


async def test_an_index_replaced_while_it_is_merged_is_not_stored(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    await (await engine.apply([QUAKE], [])).commit("2")
    merging = asyncio.create_task(engine.merge_and_persist())
    await asyncio.sleep(0)
    await (await engine.apply([], [7])).commit("3")
    await merging
    await engine.merge_and_persist()
    again = LocalEngine(tmp_path)
    await again.restore("3")
    assert [number for number, _ in await found(again, "gempa")] == [1]


@pytest.fixture
def merge_gate(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """A merge waits for this before its segments are served."""
    gate = asyncio.Event()
    merge = merged

    async def gated(index: LiveIndex, store: SegmentStore) -> LiveIndex:
        after = await merge(index, store)
        await gate.wait()
        return after

    monkeypatch.setattr(local_engine, "merged", gated)
    return gate


async def scattered(data: Path) -> LocalEngine:
    """Return an engine with a large segment and ten small ones, of articles 1 to 110."""
    engine = LocalEngine(data)
    await (await engine.prepare([numbered(number) for number in range(1, 101)])).commit("1")
    for number in range(101, 111):
        await (await engine.apply([numbered(number)], [])).commit("1")
    return engine


def numbered(number: int) -> Article:
    return build_article(f"Banjir nomor {number}.", id=number)


@pytest.mark.parametrize("batches", [1, 3])
async def test_a_merge_that_is_overtaken_is_kept_with_what_came_meanwhile(
    tmp_path: Path, merge_gate: asyncio.Event, batches: int
) -> None:
    """Each batch adds one article, changes one and removes two of different segments."""
    engine = await scattered(tmp_path)
    merging = asyncio.create_task(engine.merge_and_persist())
    left = {number: numbered(number) for number in range(1, 111)}
    for batch in range(batches):
        changed = build_article("Gempa menyusul banjir.", id=50 + batch)
        removed = {1 + batch, 101 + batch}
        new = numbered(200 + batch)
        await (await engine.apply([new, changed], {*removed, changed.id})).commit("2")
        left |= {new.id: new, changed.id: changed}
        left = {number: article for number, article in left.items() if number not in removed}
        await asyncio.sleep(0)
    merge_gate.set()
    await merging
    expected = LocalEngine()
    await (await expected.prepare(left.values())).commit("2")
    wanted = await found(expected, "banjir gempa nomor 104")
    assert await found(engine, "banjir gempa nomor 104") == wanted
    figures = await engine.figures()
    assert (figures.articles, figures.passages) == (len(left), len(left))
    await engine.merge_and_persist()
    assert len(segments(tmp_path)) == 2 + batches  # the ten are one, though they were overtaken
    again = LocalEngine(tmp_path)
    await again.restore("2")
    assert await found(again, "banjir gempa nomor 104") == wanted


async def test_a_merge_is_kept_though_a_change_was_prepared_before_it(tmp_path: Path) -> None:
    engine = await scattered(tmp_path)
    prepared = await engine.apply([QUAKE, numbered(50)], [7, 50, 103])
    await engine.merge_and_persist()
    before = segments(tmp_path)
    await prepared.commit("2")
    assert [number for number, _ in await found(engine, "gempa")] == [7]
    assert len(await found(engine, "banjir")) == 108
    await engine.merge_and_persist()
    assert set(before) < set(segments(tmp_path))


@pytest.mark.parametrize("left", [[], STORY])
async def test_a_merge_brings_nothing_back_if_the_whole_index_was_replaced(
    tmp_path: Path, merge_gate: asyncio.Event, left: list[Article]
) -> None:
    engine = await scattered(tmp_path)
    merging = asyncio.create_task(engine.merge_and_persist())
    await asyncio.sleep(0)
    await (await engine.prepare(left)).commit("1")
    merge_gate.set()
    await merging
    assert (await engine.figures()).articles == len(left)
    assert [number for number, _ in await found(engine, "banjir")] == [2] * bool(left)


async def test_a_segment_that_was_emptied_during_its_merge_stays_so(
    tmp_path: Path, merge_gate: asyncio.Event
) -> None:
    engine = await scattered(tmp_path)
    merging = asyncio.create_task(engine.merge_and_persist())
    await asyncio.sleep(0)
    await (await engine.apply([], range(101, 110))).commit("1")
    merge_gate.set()
    await merging
    assert len(await found(engine, "banjir")) == 101


async def test_a_build_that_fails_in_another_process_changes_nothing(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    with pytest.raises(BuildFailed, match="ZeroDivisionError"):
        await engine.prepare(Unreadable(2_401))
    assert (await engine.figures()).articles == 3


BROKEN = replace(build_article("Gempa hebat.", id=2**70), key="rusak.txt")  # no 64-bit number


@dataclass(frozen=True)
class WithBroken(Stored):
    """Articles of which the middle one cannot be analysed."""

    def read(self) -> Iterator[Article]:
        yield from [*MANY[:100], BROKEN, *MANY[100 : self.count]]


@pytest.mark.parametrize(
    "articles",
    [[*MANY[:25], BROKEN, *MANY[25:50]], [*MANY[:100], BROKEN, *MANY[100:]], WithBroken(200)],
    ids=["in a thread", "given to a process", "read by a process"],
)
async def test_an_article_that_cannot_be_analysed_is_one_error_and_the_rest_is_found(
    tmp_path: Path, articles: list[Article] | WithBroken
) -> None:
    engine, good = LocalEngine(tmp_path), LocalEngine()
    wanted = articles.count if isinstance(articles, WithBroken) else len(articles) - 1
    await (await good.prepare(MANY[:wanted])).commit("1")
    prepared = await engine.prepare(articles)
    await prepared.commit("1")
    (failure,) = prepared.failures
    assert (failure.where, failure.reason) == ("rusak.txt", "load_failed")
    assert failure.arguments["error"] == "OverflowError"
    assert (await engine.figures()) == (await good.figures())
    assert await found(engine, "gempa 77 hebat") == await found(good, "gempa 77 hebat")


@dataclass(frozen=True)
class Unreadable(Stored):
    """Articles whose storage fails."""

    def read(self) -> Iterator[Article]:
        yield from MANY
        raise ZeroDivisionError


async def test_a_build_may_be_cancelled(tmp_path: Path) -> None:
    engine = await persisted(tmp_path)
    asked = asyncio.Event()
    preparing = asyncio.create_task(engine.prepare(MANY * 3, lambda _: asked.set()))
    await asked.wait()
    preparing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await preparing
    assert [number for number, _ in await found(engine, "gempa")] == [1]


async def test_large_segments_are_merged_in_another_process(tmp_path: Path) -> None:
    wordy = "\n\n".join(["Gempa melanda kota. " * 25] * 100)
    half = [build_article(*wordy.split("\n\n"), id=number) for number in range(1, 111)]
    other = [build_article(*wordy.split("\n\n"), id=number) for number in range(201, 311)]
    engine = LocalEngine(tmp_path)
    await (await engine.prepare(half)).commit("1")
    await (await engine.apply(other, [1])).commit("1")
    before = await found(engine, "gempa kota", 50)
    searching = asyncio.create_task(engine.merge_and_persist())
    while not searching.done():
        assert await found(engine, "gempa kota", 50) == before
        await asyncio.sleep(0)
    await searching
    assert await found(engine, "gempa kota", 50) == before
    assert len(segments(tmp_path)) == 1
