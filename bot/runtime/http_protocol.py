"""uvicorn's protocol of a connection, with a bound on the time that a request may take to come.

uvicorn itself waits without end for the first request of a connection, and for the rest of one.
Imported only where a server starts.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_TIMEOUT_S = 10.0
"""For the head of a request, from the connection or from its first byte on."""


class BoundedProtocol(H11Protocol):
    """Closes a connection on which no whole request has come in time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Await the first request."""
        super().connection_made(transport)
        self._bound()

    def data_received(self, data: bytes) -> None:
        """Take data; what is no whole request has to be one soon."""
        super().data_received(data)
        self._bound()

    def connection_lost(self, exc: Exception | None) -> None:
        """Await nothing more."""
        self._end_deadline()
        super().connection_lost(exc)

    def _bound(self) -> None:
        """Begin to count the time, unless it is counted already or a request is being answered.

        Between two requests uvicorn's own limit holds, until the first byte of the next.
        """
        if self.cycle is not None and not self.cycle.response_complete:
            self._end_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_TIMEOUT_S, self.transport.close)

    def _end_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
