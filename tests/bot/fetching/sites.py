"""Web sites on loopback: real HTTP, each path with the response that the test sets."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.fetching.documents import PAGE, ContentKind, FetchedDocument
from bot.fetching.fetcher import Fetcher

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """A server with set responses; records the requests."""

    host: str
    port: int = 0
    responses: dict[str, Handler | web.Response] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)

    @property
    def netloc(self) -> str:
        """The host and port, as KUTIP_FETCH_ALLOW names them."""
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        """Return the address of a path."""
        return f"http://{self.netloc}{path}"

    def paths(self) -> list[str]:
        """Return the requested paths, in order."""
        return [request.path_qs for request in self.requests]

    def serve(
        self,
        path: str,
        body: str | bytes = "",
        *,
        status: int = 200,
        type: str = "text/html",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Respond to ``path`` with this, or with 304 if the request has the same ETag."""
        data = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": type, **(headers or {})}

        async def answer(request: web.Request) -> web.Response:
            etag = given.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(body=data, status=status, headers=given)

        self.responses[path] = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Respond to one request."""
        self.requests.append(request)
        answer = self.responses.get(request.path)
        if answer is None:
            return web.Response(status=404)
        return answer if isinstance(answer, web.Response) else await answer(request)


@asynccontextmanager
async def open_site(host: str = "127.0.0.1") -> AsyncIterator[Site]:
    """Run a site until the block ends."""
    site = Site(host)
    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", site.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    server = web.TCPSite(runner, host, 0)
    await server.start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


async def fetch(
    fetcher: Fetcher,
    url: str,
    kind: ContentKind = PAGE,
    conditional: Mapping[str, str] | None = None,
) -> FetchedDocument:
    """Return the document, whose slot is free again."""
    async with fetcher.fetch(url, kind, conditional or {}) as document:
        return document
