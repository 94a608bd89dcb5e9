"""A private OpenSearch cluster on loopback, each node a process of its own."""

import contextlib
import http.client
import json
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cluster import jars
from tests.cluster.processes import ServerError, ServerProcess, free_ports, server_folder

HEAP_MB = 512
# The second compiler takes more from two cores than the tests get back from it: three nodes are
# up in half the time without it.
JVM_OPTIONS = (
    *(f"-Xms{HEAP_MB}m", f"-Xmx{HEAP_MB}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    *("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
)
LOG_SETTINGS = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


class OpenSearch:
    """A cluster whose nodes, numbered from 0, can be killed and started again."""

    def __init__(self, folder: Path, nodes: int) -> None:
        ports = free_ports(2 * nodes)
        self._folder = folder
        self._http_ports, self._transport_ports = ports[:nodes], ports[nodes:]
        self._processes: dict[int, ServerProcess] = {}

    @property
    def addresses(self) -> list[str]:
        """The nodes' addresses, by number."""
        return [f"http://127.0.0.1:{port}" for port in self._http_ports]

    @property
    def running(self) -> list[int]:
        """The numbers of the nodes that run."""
        return [number for number, process in self._processes.items() if process.running]

    def log(self, number: int) -> Path:
        """What a node writes: warnings and errors."""
        return self._home(number) / "log"

    def start(self, number: int) -> None:
        """Start one node and wait until the cluster has it."""
        self._launch(number)
        self._wait_for_nodes(number)

    def start_all(self) -> None:
        """Start all nodes at once and wait until the cluster is whole."""
        for number in range(len(self._http_ports)):
            self._launch(number)
        self._wait_for_nodes(0)

    def kill(self, number: int) -> None:
        """Kill a node with SIGKILL."""
        self._processes[number].end(signal.SIGKILL)

    def stop(self) -> None:
        """End all nodes; their data is thrown away anyway."""
        for number in self.running:
            self.kill(number)

    def leave(self, number: int) -> None:
        """End a node as an administrator does."""
        self._processes[number].close_input()
        self._processes[number].wait()

    def _home(self, number: int) -> Path:
        return self._folder / f"node-{number}"

    def _launch(self, number: int, options: tuple[str, ...] = ()) -> None:
        home = self._home(number)
        self._configure(home, number)
        archive = [f"-XX:SharedArchiveFile={jars.ARCHIVE}"] if jars.ARCHIVE.exists() else []
        command = [
            *(str(jars.java() / "java"), *JVM_OPTIONS, *archive, *options),
            *("-cp", f"{jars.LAUNCHER}:{jars.JARS}/*", "TestNode", str(home)),
        ]
        self._processes[number] = ServerProcess(command, home / "log")

    def _configure(self, home: Path, number: int) -> None:
        for name in ("config", "modules", "plugins"):
            (home / name).mkdir(parents=True, exist_ok=True)
        settings = self._settings(number).items()
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings]
        (home / "config" / "opensearch.yml").write_text("".join(lines), "utf-8")
        (home / "config" / "log4j2.properties").write_text(LOG_SETTINGS, "utf-8")

    def _settings(self, number: int) -> Mapping[str, object]:
        nodes = range(len(self._http_ports))
        return {
            "cluster.name": self._folder.name,
            "node.name": f"node-{number}",
            "network.host": "127.0.0.1",
            "http.port": self._http_ports[number],
            "transport.port": self._transport_ports[number],
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in self._transport_ports],
            "discovery.find_peers_interval": "200ms",
            "cluster.initial_cluster_manager_nodes": [f"node-{other}" for other in nodes],
            # A developer's disk may be nearly full, which is no concern of these tests.
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }

    def _wait_for_nodes(self, number: int) -> None:
        """Wait until a node knows all that run, and no shard is missing."""
        count = len(self._processes)
        address = self.addresses[number]
        wanted = f"wait_for_nodes={count}&wait_for_status=yellow&timeout=1s"

        def ready() -> bool:
            if dead := [other for other in self._processes if other not in self.running]:
                raise ServerError(self.log(dead[0]).read_text("utf-8")[-3_000:])
            with contextlib.suppress(OSError, http.client.HTTPException):
                return request(address, "GET", f"/_cluster/health?{wanted}")["timed_out"] is False
            return False

        self._processes[number].wait_until(ready)

    def train(self) -> None:
        """Run one node and have it write the class archive as it ends."""
        self._launch(0, (f"-XX:ArchiveClassesAtExit={jars.ARCHIVE}",))
        self._wait_for_nodes(0)
        self.leave(0)


def request(address: str, method: str, path: str, body: object = None) -> Any:
    """Return a node's answer to one request, as what its JSON stands for."""
    where = urlsplit(address)
    assert where.hostname is not None
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
    with contextlib.closing(connection):
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())


@contextlib.contextmanager
def opensearch(nodes: int = 3) -> Iterator[OpenSearch]:
    """Yield a running cluster, fetched from Maven Central where that has not been done."""
    jars.fetch()
    if not jars.ARCHIVE.exists():
        with server_folder("opensearch") as folder:
            OpenSearch(folder, 1).train()
    with server_folder("opensearch") as folder:
        cluster = OpenSearch(folder, nodes)
        try:
            cluster.start_all()
            yield cluster
        finally:
            cluster.stop()
