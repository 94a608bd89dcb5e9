"""Bulk requests that wait for a commit, in memory while they are few."""

import asyncio
import tempfile
import weakref
from collections.abc import AsyncIterator

_MAX_MEMORY_BYTES = 16 << 20
"""Above it they lie in a temporary file."""


class RequestFile:
    """Requests in the order in which they were added; deleted with this object."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_MAX_MEMORY_BYTES)  # noqa: SIM115 - kept open
        self._sizes: list[int] = []
        weakref.finalize(self, self._file.close)

    async def add(self, request: bytes) -> None:
        """Add a request."""
        self._sizes.append(len(request))
        await asyncio.to_thread(self._file.write, request)

    async def read(self) -> AsyncIterator[bytes]:
        """Yield all requests."""
        await asyncio.to_thread(self._file.seek, 0)
        for size in self._sizes:
            yield await asyncio.to_thread(self._file.read, size)
