"""The contract of search engines, for the engine on a cluster, with one shard and with several."""

from collections.abc import AsyncIterator

import pytest

from index.engine import SearchEngine
from index.opensearch.engine import OpenSearchEngine
from tests.cluster.engines import SHARDS, address_of
from tests.contract.test_search_engine import *  # noqa: F403 - its tests, on the engine below


@pytest.fixture(params=SHARDS, ids=["one shard", "three shards"])  # type: ignore[no-redef]
async def engine(
    request: pytest.FixtureRequest, opensearch_addresses: list[str], opensearch_index: str
) -> AsyncIterator[SearchEngine]:
    made = OpenSearchEngine(address_of(opensearch_addresses, opensearch_index, request.param))
    yield made
    await made.close()
