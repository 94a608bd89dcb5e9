"""The page as an aiohttp application: its files, events, actions, uploads and downloads."""

import json
import secrets
from contextlib import suppress
from http import HTTPStatus
from importlib.resources import files
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from aiohttp import web

from bot.playground.botapi import BotApiServer
from bot.playground.errors import JSON
from bot.playground.page.actions import ActionError, act, actor_of, picture_type, upload
from bot.playground.page.guard import HEADERS, SECRET_PARAMETER, Guard
from bot.playground.page.stream import Stream
from bot.playground.page.view import Cast, described, menu, show_event, snapshot

MAX_ACTION_BYTES = 64 * 1024
MAX_UPLOAD_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch
MAX_DIGITS = 20
STATIC = {
    "/": ("page.html", "text/html"),
    "/style.css": ("style.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/texts.json": ("texts.json", "application/json"),
}


class ChatPage:
    """The page in front of a Bot API server; use as an asynchronous context manager.

    ``secret`` is what its address holds, a random one by default.
    """

    def __init__(
        self, server: BotApiServer, cast: Cast, *, port: int = 0, secret: str = ""
    ) -> None:
        self._server = server
        self._cast = cast
        self._port = port
        self._secret = secret or secrets.token_urlsafe(32)
        self._stream = Stream(self._snapshot)
        self._is_ready = False
        self._runner: web.AppRunner | None = None

    @property
    def origin(self) -> str:
        """Return the address without the secret."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """Return the address that opens the page."""
        return f"{self.origin}/?{SECRET_PARAMETER}={quote(self._secret)}"

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        self._runner = runner
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        self._port = runner.addresses[0][1]
        self._server.state.listeners.append(self._publish)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with suppress(ValueError):  # it was not there yet
            self._server.state.listeners.remove(self._publish)
        if self._runner is not None:
            await self._runner.cleanup()

    def tell_ready(self) -> None:
        """Tell the pages that the bot takes what is written."""
        self._is_ready = True
        self._stream.send({"kind": "ready"})

    def _publish(self, event: JSON) -> None:
        chat = event.get("chat")
        if chat is None or chat in self._cast.chats:
            self._stream.send(show_event(event))

    def _snapshot(self) -> JSON:
        return snapshot(self._server.state, self._cast, ready=self._is_ready)

    def _application(self) -> web.Application:
        guard = Guard(self._secret)
        application = web.Application(middlewares=[guard.check], client_max_size=MAX_UPLOAD_BYTES)
        application.on_shutdown.append(self._end)
        for path in STATIC:
            application.router.add_get(path, _serve_static)
        application.router.add_get("/events", self._events)
        application.router.add_get("/menu", self._menu)
        application.router.add_get("/files/{name}", self._file)
        application.router.add_post("/act", self._act)
        application.router.add_post("/upload", self._upload)
        return application

    async def _end(self, _application: web.Application) -> None:
        self._stream.end()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await self._stream.respond(request, dict(HEADERS))

    async def _menu(self, request: web.Request) -> web.Response:
        """Return the commands, and the bot's description, for a person in a chat."""
        try:
            actor = actor_of(self._server.state, self._cast, _numbers(request))
        except ActionError as error:
            return _refusal(error)
        return web.json_response(
            {
                "commands": menu(self._server.state, actor.chat, actor.person),
                "description": described(self._server.state, actor.person),
            }
        )

    async def _act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON is expected.")
        body = await request.clone(client_max_size=MAX_ACTION_BYTES).read()
        try:
            return web.json_response(
                act(actor_of(self._server.state, self._cast, json.loads(body)))
            )
        except (ActionError, ValueError, RecursionError) as error:
            return _refusal(error)

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file as the body; who sends it where, and its name, are in the query."""
        try:
            content = await request.read()
            actor = actor_of(
                self._server.state, self._cast, dict(request.query) | _numbers(request)
            )
            return web.json_response(upload(actor, content))
        except ActionError as error:
            return _refusal(error)

    async def _file(self, request: web.Request) -> web.Response:
        """Return a file of a message: pictures to be shown, all others to be saved."""
        media = self._server.state.files.get(request.match_info["name"])
        if media is None:
            raise web.HTTPNotFound(text="There is no such file.")
        kind = picture_type(media.content) if media.kind == "photo" else ""
        if kind:
            return web.Response(body=media.content, content_type=kind)
        name = quote(PurePath(media.name or media.file_id).name)
        saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return web.Response(
            body=media.content, headers=saved, content_type="application/octet-stream"
        )


async def _serve_static(request: web.Request) -> web.Response:
    name, kind = STATIC[request.path]
    content = files(__package__).joinpath("static", name).read_bytes()
    return web.Response(body=content, content_type=kind, charset="utf-8")


def _numbers(request: web.Request) -> dict[str, Any]:
    """Return the numbers in the query."""
    given = {name: request.query.get(name, "") for name in ("chat", "person", "topic")}
    return {
        name: int(value)
        for name, value in given.items()
        if len(value) <= MAX_DIGITS and value.isascii() and value.removeprefix("-").isdigit()
    }


def _refusal(error: Exception) -> web.Response:
    return web.json_response({"error": str(error)}, status=HTTPStatus.BAD_REQUEST)
