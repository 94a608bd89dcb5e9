"""Pure functions get the idf of what they ask for, wherever the engine counts."""

from collections.abc import Collection, Mapping

import pytest

from index.inverted.bm25 import lucene_idf
from index.inverted.local_engine import LocalEngine
from index.query.subject import subject_of
from index.query.term_weights import TermWeights
from index.types import Idf, IndexStats, Language
from tests.index.builders import build_article

STORY = [
    build_article("Gempa besar melanda Aceh pada Minggu pagi.", id=1),
    build_article("Gempa kecil di Padang; Gubernur Irwan datang.", id=2),
]


class Elsewhere:
    """An engine that does not have its counts at hand; records what it is asked for."""

    def __init__(self, engine: LocalEngine) -> None:
        self.engine = engine
        self.asked: list[set[str]] = []

    async def figures(self) -> IndexStats:
        return await self.engine.figures()

    async def document_counts(self, terms: Collection[str]) -> Mapping[str, int]:
        self.asked.append(set(terms))
        return await self.engine.document_counts(terms)


@pytest.fixture
async def engine() -> LocalEngine:
    engine = LocalEngine()
    await (await engine.prepare(STORY)).commit("1")
    return engine


async def test_a_function_decides_as_if_the_counts_were_at_hand(engine: LocalEngine) -> None:
    def subject(idf: Idf) -> tuple[str, ...]:
        return subject_of("kapan gempa di padang dan siapa irwan?", Language.INDONESIAN, idf)

    elsewhere = Elsewhere(engine)
    expected = subject(engine.idf)
    for in_thread in (False, True):
        decided = await TermWeights(elsewhere).decide(subject, in_thread=in_thread)
        assert decided == await TermWeights(engine).decide(subject) == expected != ()
    assert len(elsewhere.asked) <= 4


async def test_terms_that_depend_on_others_are_asked_for_in_turn(engine: LocalEngine) -> None:
    def rarest(idf: Idf) -> tuple[str, float]:
        following = "besar" if idf("gempa") < idf("aceh") else "entah"
        return following, idf(following)

    elsewhere = Elsewhere(engine)
    assert await TermWeights(elsewhere).decide(rarest) == ("besar", lucene_idf(2, 1))
    assert elsewhere.asked[0] >= {"gempa", "aceh"}
    assert not elsewhere.asked[0] & set().union(*elsewhere.asked[1:])


async def test_nothing_is_asked_for_a_function_that_asks_for_nothing(engine: LocalEngine) -> None:
    elsewhere = Elsewhere(engine)
    assert await TermWeights(elsewhere).decide(lambda _: 7) == 7
    assert elsewhere.asked == []
