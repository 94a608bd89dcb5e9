"""The Bot API server.

Refuses what Telegram refuses. What Telegram corrects silently (more than 100 entities, nested
quotations, links that lead nowhere) is corrected, too, and collected as a complaint: leaving the
server with complaints raises ``ComplaintsError``.

Not as on Telegram: webhooks are on loopback, there is no Markdown, no ``<tg-time>``, and no rate
limits but by faults; in plain text only commands, mentions and links with a scheme are detected;
updates do not expire.
"""

import re
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground.calls import Call
from bot.playground.chats import Chat
from bot.playground.errors import ApiError, no_such_method, not_found, unauthorized
from bot.playground.faults import Fault, Faults
from bot.playground.formatting import ReferenceParser
from bot.playground.inline_queries import InlineAnswer
from bot.playground.messages import User
from bot.playground.methods import METHODS
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.server_state import CallbackAnswer, Clock, ServerState

SUPERGROUP_ID_OFFSET = 1_000_000_000_000  # a supergroup's id is -number minus this
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class ComplaintsError(AssertionError):
    """The bot sent what Telegram would have corrected or dropped silently."""


class BotApiServer:
    """A Bot API for one bot; use as an asynchronous context manager.

    ``clock`` gives seconds since the epoch; ``reference_parser`` parses every text with markup that
    the bot sends, and another result is a complaint; ``privacy`` is the bot's privacy mode.
    """

    def __init__(  # noqa: PLR0913  # nosec B107 # all have a default
        self,
        token: str = "42:TEST",  # noqa: S107 - opens nothing but this server
        *,
        port: int = 0,
        username: str = "kutip_bot",
        privacy: bool = True,
        clock: Clock = time.time,
        reference_parser: ReferenceParser | None = None,
    ) -> None:
        self.token = token
        bot = User(int(token.partition(":")[0]), "Kutip", is_bot=True, username=username)
        self.state = ServerState(bot, clock, privacy=privacy, reference_parser=reference_parser)
        self._port = port
        self._faults = Faults()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self._port = runner.addresses[0][1]
        self._runner = runner
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()
        if error is None and self.state.complaints:
            raise ComplaintsError("; ".join(self.state.complaints))

    async def stop(self) -> None:
        """Close all connections; the state can still be read."""
        await self.state.sender.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def store_files_in(self, folder: Path) -> None:
        """Give files by their path in this folder, as a server does in its local mode."""
        self.state.local_folder = folder

    def proxy(self, *processes: str, retry_s: float = 1.0) -> None:
        """Put a reverse proxy for these addresses, such as ``http://127.0.0.1:8080``, before them.

        What is sent to the webhook goes to each in turn; what is refused, again after ``retry_s``.
        """
        self.state.sender.processes = processes
        self.state.sender.retry_s = retry_s

    async def polled(self) -> None:
        """Wait until a long poll is waiting for updates."""
        await self.state.updates.polled()

    @property
    def port(self) -> int:
        """Return the port on loopback."""
        return self._port

    @property
    def url(self) -> str:
        """Return the address of the methods, to be followed by the token."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """Return the address of the files, to be followed by the token."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    @property
    def bot(self) -> User:
        """Return the bot's account."""
        return self.state.bot

    @property
    def calls(self) -> list[Call]:
        """Return the bot's calls in order of arrival."""
        return self.state.calls.calls

    @property
    def complaints(self) -> list[str]:
        """Return the complaints; a test that provokes them clears the list."""
        return self.state.complaints

    def user(self, first_name: str, **more: Any) -> User:
        """Add a person; ``more`` are the other fields of ``User``."""
        number = more.pop("id", None) or self.state.next_user_id()
        user = User(number, first_name, **more)
        self.state.users[user.id] = user
        return user

    def private_chat(self, user: User, *, started: bool = False) -> Chat:
        """Add the person's chat with the bot, which may write once ``started`` or written to."""
        chat = Chat(self.state, user.id, "private", user)
        self.state.chats[chat.id] = chat
        chat.members[user.id] = "member"
        if started:
            chat.members[self.bot.id] = "member"
        return chat

    def group(
        self, title: str, *members: User, forum: bool = False, supergroup: bool = True
    ) -> Chat:
        """Add a group with the bot, created by its first member."""
        number = -self.state.next_group_id() - (SUPERGROUP_ID_OFFSET if supergroup or forum else 0)
        kind = "supergroup" if supergroup or forum else "group"
        owner = members[0] if members else self.user("Pemilik")
        chat = Chat(self.state, number, kind, owner, title)
        chat.is_forum = forum
        self.state.chats[chat.id] = chat
        chat.members |= {owner.id: "creator"} | {member.id: "member" for member in members[1:]}
        chat.members[self.bot.id] = "member"
        return chat

    def foreign_group(self, title: str, *members: User, forum: bool = False) -> Chat:
        """Add a group that the bot is no member of: people there may ask it as a guest."""
        chat = self.group(title, *members, forum=forum)
        del chat.members[self.bot.id]
        return chat

    def channel(self, title: str, owner: User, username: str = "") -> Chat:
        """Add a channel that the bot administers."""
        number = -self.state.next_group_id() - SUPERGROUP_ID_OFFSET
        chat = Chat(self.state, number, "channel", owner, title)
        chat.username = username
        self.state.chats[chat.id] = chat
        chat.members |= {owner.id: "creator", self.bot.id: "administrator"}
        return chat

    def migrate(self, group: Chat) -> Chat:
        """Turn a basic group into a supergroup, which is returned; the bot gets both updates."""
        people = [self.state.users[number] for number in group.members if number != self.bot.id]
        successor = self.group(group.title, *people, supergroup=True)
        successor.members = dict(group.members)
        self.state.migrated[group.id] = successor.id
        group.announce({"migrate_to_chat_id": successor.id})
        successor.announce({"migrate_from_chat_id": group.id})
        return successor

    def send_update(self, kind: str, payload: Any) -> None:
        """Queue an update of any shape, such as one that a client library cannot parse."""
        self.state.updates.put(kind, payload)

    def fail(self, method: str, fault: Fault, *, times: int = 1, chat: Chat | None = None) -> None:
        """Plan a fault for the next ``times`` calls of ``method`` ("*": any), perhaps of a chat."""
        self._faults.plan(method, fault, times, chat.id if chat else None)

    async def next_call(self, method: str, timeout: float = 20) -> Call:  # noqa: ASYNC109 - see WaitQueue
        """Wait for the oldest finished call of ``method`` not taken yet; raises TimeoutError."""
        return await self.state.calls.take(method, timeout)

    async def next_callback_answer(self, timeout: float = 20) -> CallbackAnswer:  # noqa: ASYNC109 - as above
        """Wait for the oldest callback answer not taken yet; raises TimeoutError."""
        return await self.state.callback_answers.take(timeout)

    async def next_inline_answer(self, timeout: float = 20) -> InlineAnswer:  # noqa: ASYNC109 - as above
        """Wait for the oldest answer to an inline query not taken yet; raises TimeoutError."""
        return await self.state.inline.answers.take(timeout)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_UPLOAD_BYTES)
        application.on_shutdown.append(self._end_poll)
        application.router.add_route("*", "/bot{token:[^/]+}/{method}", self._serve)
        application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._serve_file)
        application.router.add_route("*", "/{path:.*}", self._refuse)
        return application

    async def _end_poll(self, _application: web.Application) -> None:
        self.state.updates.release()

    async def _refuse(self, _request: web.Request) -> web.StreamResponse:
        return _refusal(not_found())

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if token != self.token:
            raise unauthorized() if TOKEN.fullmatch(token) else not_found()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            name = request.match_info["path"].rpartition("/")[2]
            if name not in self.state.files or self.state.local_folder is not None:
                raise not_found()
        except ApiError as error:
            return _refusal(error)
        return web.Response(body=self.state.files[name].content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            parameters = await read_parameters(request)
        except ApiError as error:
            return _refusal(error)
        call = self.state.calls.begin(request.match_info["method"], parameters.decoded())
        try:
            return await self._answer(request, call, parameters)
        except ApiError as error:
            call.error = error.description
            return _refusal(error)
        except BaseException as error:  # a fault, or the bot closed the connection
            call.error = repr(error)
            raise
        finally:
            self.state.calls.finish(call)

    async def _answer(
        self, request: web.Request, call: Call, parameters: Parameters
    ) -> web.StreamResponse:
        answers: list[web.StreamResponse] = []

        async def perform() -> web.StreamResponse:
            call.result = await self._perform(call.method, parameters)
            answer = web.json_response({"ok": True, "result": call.result})
            answers.append(answer)
            return answer

        chat_id = parameters.integer("chat_id")
        fault = self._faults.take(call.method, chat_id)
        if fault is None:
            return await perform()
        response = await fault.apply(request, perform)
        if response not in answers:
            call.error = repr(fault)
        return response

    async def _perform(self, name: str, parameters: Parameters) -> Any:
        method = METHODS.get(name.lower())
        if method is None:
            raise no_such_method()
        return await method(self.state, parameters)


def _refusal(error: ApiError) -> web.Response:
    return web.json_response(error.as_json(), status=error.code)
