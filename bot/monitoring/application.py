"""The pages of the monitoring port, as an ASGI application.

They take nothing from a request but its method and path, and say nothing of persons.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.runtime.http_server import AsgiMessage, Receive, Send

log = logging.getLogger(__name__)

JSON = "application/json"
TEXT = CONTENT_TYPE_PLAIN_0_0_4


@dataclass(frozen=True, slots=True)
class HttpDocument:
    """A response."""

    content: bytes
    kind: str
    status: HTTPStatus = HTTPStatus.OK


MakeDocument = Callable[[], Awaitable[HttpDocument]]


class MonitoringApplication:
    """Answers GET and HEAD for the pages, by path."""

    def __init__(self, pages: Mapping[str, MakeDocument]) -> None:
        self._pages = pages

    async def __call__(self, scope: AsgiMessage, _receive: Receive, send: Send) -> None:
        """Answer one request; by ASGI."""
        page = await self._page(scope)
        headers = {
            "content-type": page.kind,
            "content-length": str(len(page.content)),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        }
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": page.status, "headers": encoded})
        body = b"" if scope["method"] == "HEAD" else page.content
        await send({"type": "http.response.body", "body": body})

    async def _page(self, scope: AsgiMessage) -> HttpDocument:
        make = self._pages.get(scope["path"])
        if make is None:
            return json_page({"error": "not found"}, HTTPStatus.NOT_FOUND)
        if scope["method"] not in {"GET", "HEAD"}:
            return json_page({"error": "GET only"}, HTTPStatus.METHOD_NOT_ALLOWED)
        try:
            return await make()
        except Exception:
            log.exception("a page of monitoring can't be made")
            return json_page({"error": "see the log"}, HTTPStatus.INTERNAL_SERVER_ERROR)


def json_page(data: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK) -> HttpDocument:
    """Return a page of one line."""
    return HttpDocument(json.dumps(data).encode() + b"\n", JSON, status)
