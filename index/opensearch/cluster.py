"""Calls to a cluster: bounded in time, and with errors that name neither a host nor a password."""

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import (
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    RequestError,
    TransportError,
)

from index.errors import BuildFailed, EngineUnavailable
from index.opensearch.address import ClusterAddress
from index.opensearch.schema import Json

_CHANGE_TIMEOUT_S = 60.0
_MERGE_TIMEOUT_S = 1800.0
"""Segments of up to 5 GB are written anew; nobody waits for it."""
_SEARCH_ATTEMPTS = 2
"""Of a search that a shard did not answer: its copy may have moved to another node."""
_PASSING_STATUSES = (401, 403, 408, 429, 502, 503, 504)
"""The cluster is overloaded, is not complete, or does not let Kutip in for now."""

NOT_FOUND = 404
_NO_INDEX = "index_not_found_exception"


class Cluster:
    """The connections to the nodes, opened by the first call."""

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address

    @cached_property
    def _searching(self) -> AsyncOpenSearch:
        """The client of calls that may be repeated, once, on another node."""
        return self._client(self.address.search_timeout_s, max_retries=1, retry_on_timeout=True)

    @cached_property
    def _changing(self) -> AsyncOpenSearch:
        """The client of calls that must not be repeated, such as the creation of an index."""
        return self._client(_CHANGE_TIMEOUT_S, max_retries=0)

    def _client(self, timeout_s: float, **retries: Any) -> AsyncOpenSearch:
        # Its warnings name hosts, and each says what the error that follows says.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        address = self.address
        more: dict[str, Any] = {"timeout": timeout_s, **retries}
        if any(host.startswith("https:") for host in address.hosts):
            more |= {"verify_certs": address.verify, "ssl_show_warn": False}
            more |= {"ca_certs": address.ca} if address.ca else {}
            more |= {} if address.verify else {"ssl_assert_hostname": False}
        if address.user:
            more["http_auth"] = address.user, address.password
        return AsyncOpenSearch(list(address.hosts), **more)

    async def close(self) -> None:
        """Close the connections that were opened."""
        for name in ("_searching", "_changing"):
            client = self.__dict__.pop(name, None)
            if client is not None:
                # The client itself closes only those to nodes that are alive.
                for connection in getattr(client.transport.connection_pool, "orig_connections", ()):
                    await connection.close()
                await client.close()

    async def search_all(self, index: str, bodies: Sequence[Json]) -> list[Json] | None:
        """Return the response to each of several searches; None if there is no such index.

        Scores are by the term statistics of all shards. Raises EngineUnavailable if any shard does
        not answer.
        """
        lines = "".join(
            f"{json.dumps(_header(index, body))}\n{json.dumps(body)}\n" for body in bodies
        )
        for _ in range(_SEARCH_ATTEMPTS):
            with_errors = (await self._msearch(lines))["responses"]
            problem = next(filter(None, map(_problem, with_errors)), "")
            if not problem:
                return list(with_errors)
        if all(response["status"] == NOT_FOUND for response in with_errors):
            return None
        raise EngineUnavailable(problem)

    async def _msearch(self, lines: str) -> Json:
        async with _errors():
            found: Json = await self._searching.msearch(body=lines)
            return found

    async def documents(self, index: str, ids: Sequence[str]) -> Sequence[Json]:
        """Return the stored fields of those of ``ids`` that are searchable."""
        async with _errors():
            found = await self._searching.mget(body={"ids": [*ids]}, index=index, realtime=False)
        kinds = {each["error"]["type"] for each in found["docs"] if "error" in each}
        if kinds - {_NO_INDEX}:
            raise EngineUnavailable(", ".join(sorted(kinds)))
        return [each for each in found["docs"] if each.get("found")]

    async def indexes(self, pattern: str) -> Mapping[str, Json]:
        """Return the aliases, settings and fields of the indexes whose names fit."""
        async with _errors():
            try:
                found: Mapping[str, Json] = await self._searching.indices.get(index=pattern)
            except NotFoundError:  # for a name without a wildcard
                return {}
        return found

    async def create(self, name: str, body: Json) -> bool:
        """Create an index; return False if there is one of this name."""
        async with _errors():
            try:
                await self._changing.indices.create(index=name, body=body)
            except RequestError as error:
                if error.error == "resource_already_exists_exception":
                    return False
                raise
        return True

    async def delete(self, names: Sequence[str]) -> None:
        """Delete indexes; those that are gone do not matter."""
        if names:
            async with _errors():
                await self._changing.indices.delete(index=",".join(names), ignore_unavailable=True)

    async def bulk(self, alias: str, lines: bytes) -> None:
        """Write documents through an alias of one index; raises BuildFailed if it is gone."""
        async with _errors():
            done = await self._changing.bulk(body=lines, index=alias, require_alias=True)
        if done["errors"]:
            raise _bulk_error([each["index"] for each in done["items"]])

    async def delete_found(self, index: str, query: Json) -> int:
        """Delete the searchable documents that a query finds; return how many there were.

        Those that were written since the last refresh are left.
        """
        async with _errors():
            done = await self._changing.delete_by_query(
                index=index, body={"query": query}, conflicts="proceed"
            )
        if done["failures"] or done["timed_out"]:
            raise EngineUnavailable("delete_by_query")
        return int(done["total"])

    async def refresh(self, index: str) -> None:
        """Make searchable what was written."""
        async with _errors():
            _check_shards(await self._changing.indices.refresh(index=index))

    async def software(self) -> Json:
        """Return the number of the cluster's version, and of what distribution it is."""
        async with _errors():
            found: Json = await self._searching.info()
        return dict(found["version"])

    async def health(self) -> Json:
        """Return the state of all nodes and shards."""
        async with _errors():
            found: Json = await self._searching.cluster.health()
        return found

    async def settle(self, index: str) -> None:
        """Wait, for half a minute at most, until copies that can be made have been made."""
        async with _errors():
            await self._changing.cluster.health(index=index, wait_for_no_initializing_shards=True)

    async def set_meta(self, index: str, meta: Json) -> None:
        """Replace the index's description of itself."""
        async with _errors():
            await self._changing.indices.put_mapping(index=index, body={"_meta": meta})

    async def change_aliases(self, actions: Sequence[Json]) -> None:
        """Change aliases, all at once."""
        async with _errors():
            await self._changing.indices.update_aliases(body={"actions": list(actions)})

    async def expunge(self, index: str) -> int:
        """Write to disk, merge deleted documents away, and return how many are left."""
        async with _errors():
            client = self._changing.indices
            await client.flush(index=index, wait_if_ongoing=True, request_timeout=_MERGE_TIMEOUT_S)
            await client.forcemerge(
                index=index, only_expunge_deletes=True, request_timeout=_MERGE_TIMEOUT_S
            )
            stats = await client.stats(index=index, metric="docs")
        return int(stats["_all"]["total"]["docs"]["deleted"])


@asynccontextmanager
async def _errors() -> AsyncIterator[None]:
    """Turn the client's errors into EngineUnavailable or BuildFailed."""
    try:
        yield
    except ConnectionError as error:
        raise EngineUnavailable(type(error).__name__) from None
    except NotFoundError as error:
        raise BuildFailed(f"{error.status_code} {error.error}") from None
    except TransportError as error:
        kind = f"{error.status_code} {error.error}"
        if error.status_code in _PASSING_STATUSES:
            raise EngineUnavailable(kind) from None
        raise BuildFailed(kind) from None
    except OpenSearchException as error:
        raise EngineUnavailable(type(error).__name__) from None


def _header(index: str, body: Json) -> Json:
    kind = "dfs_query_then_fetch" if body["size"] else "query_then_fetch"
    return {"index": index, "search_type": kind, "allow_partial_search_results": False}


def _problem(response: Json) -> str:
    """Return the kind of what kept a search from being answered by all shards, or ""."""
    if "error" in response:
        return f"{response['status']} {response['error']['type']}"
    if response["timed_out"] or response["_shards"]["failed"]:
        return "shard"
    return ""


def _check_shards(response: Json) -> None:
    """Raise EngineUnavailable if a primary shard failed."""
    if response["_shards"]["failed"]:
        raise EngineUnavailable("shard")


def _bulk_error(items: Sequence[Json]) -> Exception:
    failed = [item for item in items if item["status"] >= 400]
    kind = f"{failed[0]['status']} {failed[0]['error']['type']}"
    passing = all(item["status"] in _PASSING_STATUSES for item in failed)
    return EngineUnavailable(kind) if passing else BuildFailed(kind)
