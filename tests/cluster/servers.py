"""The servers of the tests; ``python -m tests.cluster.servers run -- COMMAND`` shares them.

The command, and whatever processes it starts, finds their addresses in its environment.
"""

import os
import subprocess
import sys

from tests.cluster.opensearch import opensearch
from tests.cluster.postgresql import postgresql

POSTGRESQL = "CLUSTER_TEST_POSTGRESQL"
OPENSEARCH = "CLUSTER_TEST_OPENSEARCH"  # parted by commas

__all__ = ["opensearch", "postgresql"]


def run(command: list[str]) -> int:
    """Return the exit status of a command that ran beside one server of each kind."""
    cluster, database = opensearch(), postgresql(durable=False)
    with cluster as nodes, database as server:
        environment = {POSTGRESQL: server.address, OPENSEARCH: ",".join(nodes.addresses)}
        return subprocess.run(command, env=os.environ | environment, check=False).returncode


def main() -> None:
    """Run a command beside the servers."""
    if sys.argv[1:3] != ["run", "--"] or not sys.argv[3:]:
        sys.exit("python -m tests.cluster.servers run -- COMMAND")
    sys.exit(run(sys.argv[3:]))


if __name__ == "__main__":
    main()
