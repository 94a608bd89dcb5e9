"""Updates that Telegram sends to a webhook: stored, and handled by the application."""

import json
import logging
import secrets
import ssl
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.errors import ListenError
from bot.model.updates import ClaimedUpdate
from bot.runtime.http_server import HttpServer
from bot.runtime.supervisor import restart_on_error, running
from bot.settings import Settings
from bot.updates.claimer import CLAIM_LIMIT, UpdateClaimer
from handlers.context import KutipApplication
from handlers.telegram.connection import ALLOWED_UPDATES, keep_in_contact, until_accepted
from handlers.telegram.deferral import RawUpdate, source_of
from handlers.telegram.intake import UpdateIntake
from handlers.telegram.webhook import WebhookApplication

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 100
"""Of Telegram at once, the most that it makes: an update is stored quickly."""

MAX_ID = 2**63 - 1


class UpdateReceiver:
    """Takes the updates of a bot; those of one chat are handled by one process.

    The webhook stays when a process ends: there are others, or Telegram keeps the updates.
    """

    def __init__(
        self, application: KutipApplication, updates: UpdateClaimer, settings: Settings
    ) -> None:
        self._bot = application.bot
        self._updates = updates
        self._settings = settings
        self._shared = application.bot_data
        self._intake = UpdateIntake(application.bot, application.update_queue, self._drop)
        self._running = AsyncExitStack()

    async def begin(self) -> None:
        """Listen, and have Telegram send updates; raises StorageError, ListenError."""
        settings = self._settings
        given = settings.webhook_secret
        made = secrets.token_urlsafe(32)
        secret = given.get_secret_value() if given else await self._updates.secret(made)
        path = unquote(urlsplit(settings.webhook_url).path)
        server = HttpServer(
            WebhookApplication(path, secret, self._store),
            settings.webhook_listen,
            settings.webhook_port,
            settings.webhook_certificate,
            settings.webhook_key,
        )
        await self._running.enter_async_context(self._updates.running(self._handle))
        await self._running.enter_async_context(running(self._keep_in_contact()))
        self._running.callback(self._intake.stop)
        self._running.push_async_callback(server.stop)
        server.start()
        await self._set_webhook(secret)

    async def stop(self) -> None:
        """Take no more updates, and begin to handle none that waits elsewhere than in memory."""
        await self._running.aclose()

    async def end(self) -> None:
        """Leave what is not done to other processes; after the application has stopped."""
        await self._updates.end()

    async def _keep_in_contact(self) -> None:
        services = self._shared.services
        keep = partial(keep_in_contact, self._bot, services.contact)
        await restart_on_error(keep, services.error_reporter.report, "contact")

    async def _set_webhook(self, secret: str) -> None:
        certificate = self._settings.webhook_certificate
        request = partial(
            self._bot.set_webhook,
            self._settings.webhook_url,
            certificate if certificate and is_self_signed(certificate) else None,
            max_connections=MAX_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
            secret_token=secret,
        )
        await until_accepted(request)

    async def _store(self, update: RawUpdate) -> None:
        await self._updates.receive(update["update_id"], chat_of(update), json.dumps(update))

    def _handle(self, claimed: Sequence[ClaimedUpdate]) -> None:
        updates = [_update_of(each) for each in claimed]
        more_waits = len(updates) >= CLAIM_LIMIT
        self._intake.put(self._intake.sort(updates, more_waits=more_waits))

    def _drop(self, updates: Sequence[RawUpdate]) -> None:
        for update in updates:
            self._updates.done(update["update_id"])


def _update_of(stored: ClaimedUpdate) -> RawUpdate:
    """Return the update; one that can't be read any more is empty, so that it is done."""
    try:
        update = json.loads(stored.body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict) or update.get("update_id") != stored.update_id:
        log.error("update %d can't be read from storage and is skipped", stored.update_id)
        return {"update_id": stored.update_id}
    return update


def chat_of(update: RawUpdate) -> int:
    """Return the chat of an update, else its author; 0 if neither can be told."""
    found = (each for each in source_of(update) if isinstance(each, int))
    return next((each for each in found if abs(each) <= MAX_ID), 0)


def is_self_signed(certificate: Path) -> bool:
    """Return whether Telegram has to be given the certificate to trust it; raises ListenError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(certificate)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ListenError("webhook_tls", reason=reason) from error
    return any(each["subject"] == each["issuer"] for each in context.get_ca_certs())
