"""Web sites on loopback for the tests: real HTTP, each path answered as the test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """A server that answers what it was told to, and remembers what it was asked."""

    host: str
    port: int = 0
    answers: dict[str, Handler | web.Response] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What it was asked for, in order."""
        return [request.path_qs for request in self.asked]

    def serve(
        self,
        path: str,
        body: str | bytes = "",
        *,
        status: int = 200,
        type: str = "text/html",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer ``path`` with this, and with 304 where the ETag is known to who asks."""
        data = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": type, **(headers or {})}

        async def answer(request: web.Request) -> web.Response:
            etag = given.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(body=data, status=status, headers=given)

        self.answers[path] = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.asked.append(request)
        self.begun.append(asyncio.get_running_loop().time())
        answer = self.answers.get(request.path)
        if answer is None:
            return web.Response(status=404)
        return answer if isinstance(answer, web.Response) else await answer(request)


@asynccontextmanager
async def open_site(host: str = "127.0.0.1") -> AsyncIterator[Site]:
    """A site, for as long as the block runs."""
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
