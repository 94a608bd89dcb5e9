"""The engine on a cluster answers as the embedded one, on the shipped articles.

``python -m tests.cluster.agreement`` measures the same on any others.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.evaluation.dataset import load_articles, load_questions
from bot.evaluation.runner import ArticlesInMemory
from index.analysis import analyzer_for
from index.inverted.local_engine import LocalEngine
from index.opensearch.engine import OpenSearchEngine
from index.types import Article
from tests.cluster.agreement import Engines, changed, queries_of
from tests.cluster.engines import SHARDS, address_of
from tests.index.builders import build_article

ROOT = Path(__file__).parents[2]
QUESTIONS = [each.text for each in load_questions(ROOT / "tests/eval/shipped_questions.jsonl")]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(load_articles([ROOT / "articles"]))


@pytest.fixture(params=SHARDS, ids=["one shard", "three shards"])
async def engines(
    request: pytest.FixtureRequest,
    articles: list[Article],
    opensearch_addresses: list[str],
    opensearch_index: str,
) -> AsyncIterator[Engines]:
    address = address_of(opensearch_addresses, opensearch_index, request.param)
    both = Engines(LocalEngine(), OpenSearchEngine(address), ArticlesInMemory())
    await both.load(articles)
    yield both
    await both.cluster.close()


async def test_the_same_passages_are_found_in_the_same_order(
    engines: Engines, articles: list[Article]
) -> None:
    queries = queries_of(QUESTIONS)
    assert len(queries) > 50
    assert all(await engines.same_hits(queries, 50))
    await engines.change(changed(articles, 10))
    await engines.merge()
    assert all(await engines.same_hits(queries, 50))


async def test_whole_answers_are_the_same(engines: Engines) -> None:
    assert all(await engines.same_answers(QUESTIONS))


async def test_figures_are_the_same(engines: Engines, articles: list[Article]) -> None:
    assert await engines.cluster.figures() == await engines.local.figures()
    await engines.change(changed(articles, 10))
    assert await engines.cluster.figures() == await engines.local.figures()


async def test_similar_terms_are_the_same(engines: Engines) -> None:
    """Every long term of the questions with two letters exchanged, and with one left out."""
    terms = {term for query in queries_of(QUESTIONS) for term in query.terms if len(term) > 4}
    typos = {
        term[:at] + term[at + 1] + term[at] + term[at + 2 :] for term in terms for at in (0, 2)
    }
    typos |= {term[:2] + term[3:] for term in terms}
    assert len(typos) > 100
    for few in (sorted(typos)[first : first + 4] for first in range(0, len(typos), 4)):
        assert await engines.cluster.similar(few) == await engines.local.similar(few)


async def test_any_number_of_terms_is_counted_alike(
    engines: Engines, articles: list[Article]
) -> None:
    terms = {
        term for article in articles for term in analyzer_for(article.language).terms(article.text)
    }
    assert len(terms) > 1_000
    found = await engines.cluster.document_counts(terms | {"entah"})
    assert found == await engines.local.document_counts(terms | {"entah"})


async def test_sentences_are_the_same(engines: Engines, articles: list[Article]) -> None:
    ids = [article.id for article in articles][::-1]
    found = await engines.cluster.sentences(ids)
    expected = await engines.local.sentences(ids)
    for name in ("terms", "forms", "bits", "firsts", "starts", "ends", "passages", "checksums"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist()
    assert found.articles.tolist() == expected.articles.tolist()
    assert found.days.tolist() == expected.days.tolist()
    assert found.sizes.tolist() == expected.sizes.tolist()
    assert found.marks.tolist() == expected.marks.tolist()


async def test_spelt_out_ligatures_and_stop_words_are_searched_alike(engines: Engines) -> None:
    """A few letters are spelt out with white space; a passage may have stop words only."""
    blessing = "Nabi Muhammad \ufdfa lahir di Mekah."
    both = [build_article(blessing, id=9001), build_article("Yang itu.", id=9002)]
    await engines.change(both)
    assert await engines.cluster.figures() == await engines.local.figures()
    queries = queries_of(["Muhammad \ufdfa", "\ufdfa", "lahir mekah"])
    assert len(queries) == 3
    assert all(await engines.same_hits(queries))
    for query in queries:
        assert (await engines.cluster.search(query)).hits[0].passage.article_id == 9001
