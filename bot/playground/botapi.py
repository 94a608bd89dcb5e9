"""The Bot API on loopback: what a bot under test believes to be Telegram.

Strict where Telegram is, and stricter where Telegram would put a mistake right in silence (more
than 100 entities, quotations in quotations, links that lead nowhere): it does as Telegram does and
keeps a complaint, and leaving the server with complaints raises ``ComplaintsError``.

Not as on Telegram: there are no webhooks, no Markdown, no ``<tg-time>``; nothing is paced unless a
fault says so; of what Telegram finds in plain text only commands, mentions and links with a scheme
are found; an update waits for ever.
"""

import re
import time
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground.calls import Call
from bot.playground.chats import Chat
from bot.playground.errors import ApiError, no_such_method, not_found, unauthorized
from bot.playground.faults import Fault, Faults
from bot.playground.formatting import Judge
from bot.playground.messages import User
from bot.playground.methods import METHODS
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.world import CallbackAnswer, Clock, ServerState

SUPERGROUPS = 1_000_000_000_000  # a supergroup's id is this much below its number's negative
LARGEST_UPLOAD = 50 * 1024 * 1024
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class ComplaintsError(AssertionError):
    """The bot did what Telegram would have put right, or dropped, without a word."""


class BotApiServer:
    """A Bot API for one bot; use as an asynchronous context manager.

    ``clock`` gives seconds since the epoch; ``judge`` reads every text with markup that the
    bot sends and must read the same; ``privacy`` is the bot's privacy mode in groups.
    """

    def __init__(  # noqa: PLR0913 - all are named, and all have a default
        self,
        token: str = "42:TEST",  # noqa: S107 - opens nothing but this server
        *,
        port: int = 0,
        username: str = "kutip_bot",
        privacy: bool = True,
        clock: Clock = time.time,
        judge: Judge | None = None,
    ) -> None:
        self.token = token
        bot = User(int(token.partition(":")[0]), "Kutip", is_bot=True, username=username)
        self.world = ServerState(bot, clock, privacy=privacy, judge=judge)
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
        if error is None and self.world.complaints:
            raise ComplaintsError("; ".join(self.world.complaints))

    async def stop(self) -> None:
        """Hang up on everybody; what has been said stays to be read."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def polled(self) -> None:
        """Wait until a long poll waits for updates."""
        await self.world.updates.polled()

    @property
    def url(self) -> str:
        """Where methods are called, to be followed by the token."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """Where files are fetched, to be followed by the token."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    @property
    def calls(self) -> list[Call]:
        """What the bot has asked for, in order of arrival."""
        return self.world.calls.calls

    @property
    def complaints(self) -> list[str]:
        """What Telegram would have passed over in silence; a test that means it clears them."""
        return self.world.complaints

    def user(self, first_name: str, **more: Any) -> User:
        """A new person; ``more`` are the other fields of ``User``."""
        number = more.pop("id", None) or self.world.next_user_id()
        user = User(number, first_name, **more)
        self.world.users[user.id] = user
        return user

    def private_chat(self, user: User, *, started: bool = False) -> Chat:
        """The person's chat with the bot, who may write there once the person has."""
        chat = Chat(self.world, user.id, "private", user)
        self.world.chats[chat.id] = chat
        chat.members[user.id] = "member"
        if started:
            chat.members[self.bot.id] = "member"
        return chat

    def group(
        self, title: str, *members: User, forum: bool = False, supergroup: bool = True
    ) -> Chat:
        """A group of its first member's making, with the bot in it."""
        number = -self.world.next_group_id() - (SUPERGROUPS if supergroup or forum else 0)
        kind = "supergroup" if supergroup or forum else "group"
        owner = members[0] if members else self.user("Pemilik")
        chat = Chat(self.world, number, kind, owner, title)
        chat.is_forum = forum
        self.world.chats[chat.id] = chat
        chat.members |= {owner.id: "creator"} | {member.id: "member" for member in members[1:]}
        chat.members[self.bot.id] = "member"
        return chat

    def channel(self, title: str, owner: User, username: str = "") -> Chat:
        """A channel of the owner's, which the bot administers."""
        number = -self.world.next_group_id() - SUPERGROUPS
        chat = Chat(self.world, number, "channel", owner, title)
        chat.username = username
        self.world.chats[chat.id] = chat
        chat.members |= {owner.id: "creator", self.bot.id: "administrator"}
        return chat

    def migrate(self, group: Chat) -> Chat:
        """Turn a basic group into a supergroup, which is returned; both say so to the bot."""
        people = [self.world.users[number] for number in group.members if number != self.bot.id]
        successor = self.group(group.title, *people, supergroup=True)
        successor.members = dict(group.members)
        self.world.migrated[group.id] = successor.id
        group.announce({"migrate_to_chat_id": successor.id})
        successor.announce({"migrate_from_chat_id": group.id})
        return successor

    def fail(self, method: str, fault: Fault, *, times: int = 1, chat: Chat | None = None) -> None:
        """Strike the next ``times`` calls of ``method`` ("*": of any), or of those in ``chat``."""
        self._faults.plan(method, fault, times, chat.id if chat else None)

    async def next_call(self, method: str, timeout: float = 20) -> Call:  # noqa: ASYNC109 - see Mailbox
        """The oldest finished call of ``method`` that no test has read yet; raises TimeoutError."""
        return await self.world.calls.take(method, timeout)

    async def next_callback_answer(self, timeout: float = 20) -> CallbackAnswer:  # noqa: ASYNC109 - as above
        """The oldest answer to a press that no test has read yet; raises TimeoutError."""
        return await self.world.callback_answers.take(timeout)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_UPLOAD)
        application.on_shutdown.append(self._end_poll)
        application.router.add_route("*", "/bot{token:[^/]+}/{method}", self._serve)
        application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._serve_file)
        application.router.add_route("*", "/{path:.*}", self._refuse)
        return application

    async def _end_poll(self, _application: web.Application) -> None:
        self.world.updates.release()

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
            if name not in self.world.files:
                raise not_found()
        except ApiError as error:
            return _refusal(error)
        return web.Response(body=self.world.files[name].content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            parameters = await read_parameters(request)
        except ApiError as error:
            return _refusal(error)
        call = self.world.calls.begin(request.match_info["method"], parameters.decoded())
        try:
            return await self._answer(request, call, parameters)
        except ApiError as error:
            call.error = error.description
            return _refusal(error)
        except BaseException as error:  # a fault, or the bot has hung up
            call.error = repr(error)
            raise
        finally:
            self.world.calls.finish(call)

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
        response = await fault.strike(request, perform)
        if response not in answers:
            call.error = repr(fault)
        return response

    async def _perform(self, name: str, parameters: Parameters) -> Any:
        method = METHODS.get(name.lower())
        if method is None:
            raise no_such_method()
        return await method(self.world, parameters)


def _refusal(error: ApiError) -> web.Response:
    return web.json_response(error.as_json(), status=error.code)
