"""Updates sent to a webhook, as Telegram does, by a reverse proxy to one or several processes.

Those of a chat are sent one after the other, each until a process has said 200. Only loopback is
contacted.
"""

import asyncio
import itertools
import ssl
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.playground.errors import JSON
from bot.playground.updates import UpdateQueue

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # nosec B105 # a name
REQUEST_TIMEOUT_S = 60.0
MAX_RETRY_S = 60.0
MAX_BACKOFF_EXPONENT = 10


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it was set; ``certificate`` is a PEM file, "" if none was uploaded."""

    url: str
    secret: str = ""
    connections: int = 40
    certificate: str = ""


class WebhookSender:
    """Sends the updates of ``queue`` while a webhook is set.

    ``processes`` are addresses like ``http://127.0.0.1:8080`` that a reverse proxy spreads requests
    over in turn; it asks the next one where nobody answers. Without any, updates are sent to the
    webhook itself. An update that is refused is sent again after ``retry_s`` seconds, then twice as
    many, or as many as the answer says.
    """

    def __init__(self, queue: UpdateQueue, retry_s: float = 1.0) -> None:
        self.processes: Sequence[str] = ()
        self.retry_s = retry_s
        self.last_error: tuple[int, str] | None = None
        self._queue = queue
        self._webhook = Webhook("")
        self._turns = itertools.count()
        self._chats: dict[int, deque[JSON]] = {}
        self._seen: set[int] = set()
        self._free = asyncio.Semaphore()
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def webhook(self) -> Webhook:
        """Return the webhook; its address is "" if none is set."""
        return self._webhook

    def set(self, webhook: Webhook) -> None:
        """Send updates there from now on, those that wait included."""
        if webhook.connections != self._webhook.connections or not self._tasks:
            self._free = asyncio.Semaphore(webhook.connections)
        self._webhook = webhook
        if not self._tasks:
            self._begin(self._take())

    async def stop(self) -> None:
        """Send nothing any more; what was not taken waits."""
        self._webhook = Webhook("")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._chats.clear()
        self._seen.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, update: JSON, process: str = "") -> int:
        """Send an update once, to this process or to the next; return the status, 502 if none."""
        status, _ = await self._post(update, [process] if process else self._addresses())
        return status

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self) -> None:
        """Take updates as they come, and send those of each chat in order."""
        while True:
            for update in await self._queue.others(self._seen):
                self._seen.add(update["update_id"])
                chat = _chat_of(update)
                waiting = self._chats.setdefault(chat, deque())
                waiting.append(update)
                if len(waiting) == 1:
                    self._begin(self._send_all(chat))

    async def _send_all(self, chat: int) -> None:
        waiting = self._chats[chat]
        while waiting:
            await self._send(waiting[0])
            update = waiting.popleft()
            self._seen.discard(update["update_id"])
            self._queue.confirm(update["update_id"])
        del self._chats[chat]

    async def _send(self, update: JSON) -> None:
        """Send an update until it is taken."""
        for attempt in itertools.count():
            async with self._free:
                status, retry_after = await self._post(update, self._addresses())
            if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                return
            self.last_error = (int(time.time()), f"Wrong response from the webhook: {status}")
            backoff = self.retry_s * 2 ** min(attempt, MAX_BACKOFF_EXPONENT)
            await asyncio.sleep(min(retry_after or backoff, MAX_RETRY_S))

    def _addresses(self) -> list[str]:
        """Return where to send an update to, the process whose turn it is first."""
        if not self.processes:
            parts = urlsplit(self._webhook.url)
            return [f"{parts.scheme}://{parts.netloc}"] if parts.hostname in LOOPBACK else []
        first = next(self._turns) % len(self.processes)
        return [*self.processes[first:], *self.processes[:first]]

    async def _post(self, update: JSON, addresses: Sequence[str]) -> tuple[int, float]:
        """Return the status of the first that answers, and after how long to send it again."""
        headers = {SECRET_HEADER: self._webhook.secret} if self._webhook.secret else {}
        path = urlsplit(self._webhook.url).path
        for address in addresses:
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with self._client().post(
                    address + path, json=update, headers=headers, ssl=self._tls()
                ) as response:
                    after = response.headers.get("Retry-After", "")
                    return response.status, float(after) if after.isdigit() else 0.0
        return HTTPStatus.BAD_GATEWAY, 0.0

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S)
            self._session = aiohttp.ClientSession(
                timeout=timeout, connector=aiohttp.TCPConnector(limit=0)
            )
        return self._session

    def _tls(self) -> ssl.SSLContext | bool:
        certificate = self._webhook.certificate
        return ssl.create_default_context(cadata=certificate) if certificate else True


def _chat_of(update: JSON) -> int:
    """Return the number of the queue that Telegram sends an update from: its chat's, mostly."""
    content = next((value for value in update.values() if isinstance(value, dict)), {})
    own = content.get("chat") or content.get("from") or {}
    number = own.get("id") if isinstance(own, dict) else None
    return number if isinstance(number, int) else update["update_id"]
