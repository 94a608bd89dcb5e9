"""Engines on the tests' cluster."""

from collections.abc import Sequence

import pytest

from index.opensearch.address import ClusterAddress

SHARDS = (pytest.param(1, marks=pytest.mark.long), 3)
"""With several shards is harder; that one does the same is tried less often."""

BUSY_TIMEOUT_S = 60.0
"""For a node's response where what is tested is not how soon it comes."""


def address_of(nodes: Sequence[str], index: str, shards: int = 1) -> ClusterAddress:
    """Return the address of an index on the tests' cluster, whose answers may take long."""
    return ClusterAddress(
        hosts=tuple(nodes), index=index, shards=shards, search_timeout_s=BUSY_TIMEOUT_S
    )
