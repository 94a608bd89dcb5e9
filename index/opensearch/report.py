"""Ask a cluster what it is and what it serves, for whoever looks after it."""

from dataclasses import dataclass

from index.errors import SnapshotError
from index.opensearch.address import ClusterAddress
from index.opensearch.cluster import Cluster
from index.opensearch.served import Indexes, ServedIndex


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """The cluster's own account; ``shards`` and ``replicas`` are the served index's.

    ``status`` is green, yellow or red; ``unassigned`` shards have no node. ``problem`` is why no
    index is served, "" if one is.
    """

    distribution: str
    release: str
    nodes: int
    status: str
    unassigned: int
    problem: str = ""
    index: str = ""
    version: str = ""
    passages: int = 0
    shards: int = 0
    replicas: int = 0


async def report_cluster(address: ClusterAddress) -> ClusterReport:
    """Return a report; changes nothing, raises EngineUnavailable."""
    cluster = Cluster(address)
    try:
        software, health = await cluster.software(), await cluster.health()
        served, problem = await _served(Indexes(cluster))
        sizes = await cluster.indexes(served.name) if served else {}
    finally:
        await cluster.close()
    settings = sizes[served.name]["settings"]["index"] if served and served.name in sizes else {}
    return ClusterReport(
        distribution=str(software.get("distribution", "elasticsearch")),
        release=str(software["number"]),
        nodes=int(health["number_of_nodes"]),
        status=str(health["status"]),
        unassigned=int(health["unassigned_shards"]),
        problem=problem,
        index=served.name if served else "",
        version=served.description.version if served else "",
        passages=served.description.figures.passages if served else 0,
        shards=int(settings.get("number_of_shards", 0)),
        replicas=int(settings.get("number_of_replicas", 0)),
    )


async def _served(indexes: Indexes) -> tuple[ServedIndex | None, str]:
    """Return the served index, or why none is."""
    try:
        return await indexes.served(), ""
    except SnapshotError as error:
        return None, error.key
