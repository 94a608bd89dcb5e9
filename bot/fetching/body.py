"""Response bodies, decompressed within a bound on their size.

Not by httpx's decoders, which decompress each chunk whole: in a hundred kilobytes there may be a
hundred megabytes.
"""

import zlib
from collections.abc import AsyncIterable

MAX_BYTES = 10_000_000
"""The largest body, both as received and as decompressed."""
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # detected by zlib from the header


class TooLarge(Exception):  # noqa: N818 - says what it is
    """A body larger than allowed."""


class BadEncoding(Exception):  # noqa: N818 - says what it is
    """A body that its Content-Encoding does not describe, or an encoding that was not accepted."""


async def read_body(chunks: AsyncIterable[bytes], encoding: str, limit: int = MAX_BYTES) -> bytes:
    """Return the decompressed body; ``encoding`` is its Content-Encoding.

    Raises TooLarge and BadEncoding.
    """
    decode = _decoder(encoding)
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        body += decode(chunk, limit - len(body) + 1)
        if max(received, len(body)) > limit:
            raise TooLarge
    decode.end()
    return bytes(body)


class _Identity:
    """A body that is not compressed."""

    def __call__(self, chunk: bytes, _limit: int) -> bytes:
        return chunk

    def end(self) -> None:
        """Accept any length."""


class _Deflate:
    """gzip, zlib, or the raw deflate that some servers send in its place."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._started = False

    def __call__(self, chunk: bytes, limit: int) -> bytes:
        """Return at most ``limit`` bytes; the rest of the chunk is lost, as the body is refused."""
        try:
            return self._decompress(chunk, limit)
        except zlib.error as error:
            raise BadEncoding from error

    def end(self) -> None:
        """Raise BadEncoding if the body was cut off."""
        if self._started and not self._inflate.eof:
            raise BadEncoding

    def _decompress(self, chunk: bytes, limit: int) -> bytes:
        started, self._started = self._started, True
        try:
            return self._inflate.decompress(chunk, limit)
        except zlib.error:
            if started:
                raise
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflate.decompress(chunk, limit)


def _decoder(encoding: str) -> _Identity | _Deflate:
    match encoding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip" | "deflate":
            return _Deflate()
    raise BadEncoding
