"""A cluster that can't be reached, that is not whole, or that speaks TLS."""

import asyncio
import base64
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.errors import EngineUnavailable
from index.opensearch.address import ClusterAddress
from index.opensearch.engine import OpenSearchEngine
from index.query.parser import parse_question
from index.types import Language
from tests.cluster.engines import address_of
from tests.cluster.opensearch import OpenSearch, opensearch
from tests.cluster.processes import free_ports
from tests.index.builders import build_article

pytestmark = pytest.mark.long

QUERY = parse_question("gempa", Language.INDONESIAN)
STORY = [build_article(f"Gempa nomor {number}.", id=number) for number in range(1, 30)]
SECRET = "sangat-rahasia"


OpenEngine = Callable[[ClusterAddress], OpenSearchEngine]


@pytest.fixture
async def opened() -> AsyncIterator[OpenEngine]:
    """Make engines that are closed in the end."""
    async with AsyncExitStack() as stack:

        def made(address: ClusterAddress) -> OpenSearchEngine:
            engine = OpenSearchEngine(address)
            stack.push_async_callback(engine.close)
            return engine

        yield made


async def ask(engine: OpenSearchEngine) -> int:
    return len((await engine.search(QUERY, limit=100)).hits)


async def test_nothing_is_told_of_a_cluster_that_cannot_be_reached(
    opened: OpenEngine, caplog: pytest.LogCaptureFixture
) -> None:
    (port,) = free_ports(1)
    address = ClusterAddress(hosts=(f"http://127.0.0.1:{port}",), user="kutip", password=SECRET)
    engine = opened(address)
    calls = [
        engine.search(QUERY),
        engine.figures(),
        engine.version(),
        engine.restore("1"),
        engine.sentences([1]),
        engine.similar(["gempa"]),
        engine.document_counts(["gempa"]),
        engine.prepare(STORY),
        engine.apply(STORY, []),
        engine.merge_and_persist(),
    ]
    for call in calls:
        with pytest.raises(EngineUnavailable) as error:
            await call
        assert str(port) not in repr(error.value)
    told = caplog.text + repr(address)
    assert SECRET not in told
    assert str(port) not in caplog.text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A certificate of 127.0.0.1, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
    more = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-out",
        str(paths[0]),
        "-keyout",
        str(paths[1]),
    ]
    subprocess.run([*command.split(), *more], check=True, capture_output=True)
    yield paths


@asynccontextmanager
async def tls_before(
    node: str, certificate: tuple[Path, Path], requests: list[bytes]
) -> AsyncIterator[str]:
    """Yield the address of a server that speaks TLS and passes everything on to a node."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    where = urlsplit(node)

    async def copy(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: list[bytes]
    ) -> None:
        while data := await reader.read(1 << 16):
            seen.append(data)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_node = await asyncio.open_connection(where.hostname, where.port)
        await asyncio.gather(
            copy(reader, to_node[1], requests), copy(to_node[0], writer, []), return_exceptions=True
        )

    server = await asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_certificate_is_verified_unless_told_otherwise(
    opened: OpenEngine,
    opensearch_addresses: list[str],
    opensearch_index: str,
    certificate: tuple[Path, Path],
) -> None:
    requests: list[bytes] = []
    async with tls_before(opensearch_addresses[0], certificate, requests) as address:
        secure = replace(address_of([address], opensearch_index), user="kutip", password=SECRET)
        unknown = opened(secure)
        with pytest.raises(EngineUnavailable):
            await unknown.version()
        assert not requests  # no password to anybody
        for trusted in (replace(secure, ca=str(certificate[0])), replace(secure, verify=False)):
            engine = opened(trusted)
            await (await engine.prepare(STORY)).commit("1")
            assert await ask(engine) == len(STORY)
    signed = base64.b64encode(f"kutip:{SECRET}".encode())
    assert signed in b"".join(requests)


@pytest.fixture(scope="module")
def cluster() -> Iterator[OpenSearch]:
    """A cluster of three nodes that may be killed."""
    with opensearch(nodes=3) as nodes:
        yield nodes


async def test_searches_go_on_when_a_node_is_killed(
    cluster: OpenSearch, opened: OpenEngine
) -> None:
    engine = opened(address_of(cluster.addresses, "copied", 3))
    await (await engine.prepare(STORY)).commit("1")
    await ask(engine)
    cluster.kill(0)
    for _ in range(100):
        assert await ask(engine) == len(STORY)
    changed = build_article("Gempa dan banjir.", id=7)
    await (await engine.apply([changed], [7])).commit("2")
    assert await ask(engine) == len(STORY)
    assert (await engine.document_counts(["banjir"])) == {"banjir": 1}
    cluster.start(0)


async def test_part_of_the_articles_is_no_answer(cluster: OpenSearch, opened: OpenEngine) -> None:
    """Without copies, what a dead node had is missing."""
    address = replace(address_of(cluster.addresses, "single", 3), replicas=0)
    engine = opened(address)
    await (await engine.prepare(STORY)).commit("1")
    assert await ask(engine) == len(STORY)
    cluster.kill(0)
    with pytest.raises(EngineUnavailable):
        await ask(engine)
    with pytest.raises(EngineUnavailable):
        await engine.sentences([article.id for article in STORY])
    cluster.start(0)
