"""Bodies within bounds: what is compressed is never let grow beyond them."""

import zlib
from collections.abc import AsyncIterable

MAX_BYTES = 10_000_000
"""Of a body, compressed or not."""
_EITHER_HEADER = zlib.MAX_WBITS | 32  # gzip or zlib, as the data says


class TooLarge(Exception):  # noqa: N818 - says what it is
    """A body beyond the bound."""


class BadEncoding(Exception):  # noqa: N818 - says what it is
    """A body that is not compressed as its header says, or in a way that was not asked for."""


async def read_body(chunks: AsyncIterable[bytes], encoding: str, limit: int = MAX_BYTES) -> bytes:
    """The body of ``chunks``, unpacked; ``encoding`` is what its Content-Encoding says.

    Raises TooLarge and BadEncoding.
    """
    unpack = _unpacker(encoding)
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        body += unpack(chunk, limit - len(body) + 1)
        if max(received, len(body)) > limit:
            raise TooLarge
    unpack.end()
    return bytes(body)


class _Plain:
    """Not compressed."""

    def __call__(self, chunk: bytes, _room: int) -> bytes:
        return chunk

    def end(self) -> None:
        """Whatever came was all."""


class _Packed:
    """gzip, zlib, or the bare deflate that some servers send in its place."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_EITHER_HEADER)
        self._begun = False

    def __call__(self, chunk: bytes, room: int) -> bytes:
        """At most ``room`` bytes; more is more than is wanted of the whole body."""
        try:
            return self._unpacked(chunk, room)
        except zlib.error as error:
            raise BadEncoding from error

    def end(self) -> None:
        """Raises BadEncoding where it was cut off."""
        if self._begun and not self._inflate.eof:
            raise BadEncoding

    def _unpacked(self, chunk: bytes, room: int) -> bytes:
        begun, self._begun = self._begun, True
        try:
            return self._inflate.decompress(chunk, room)
        except zlib.error:
            if begun:
                raise
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflate.decompress(chunk, room)


def _unpacker(encoding: str) -> _Plain | _Packed:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Packed()
    raise BadEncoding
