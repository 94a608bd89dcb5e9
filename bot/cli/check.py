"""What ``kutip check`` looks at: settings, storage, articles, and what Telegram says of the token.

Changes nothing but to make the database where there is none yet. The token is sent to the Bot API
server and shown nowhere.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import httpx

from bot.errors import SettingsError, StorageError
from bot.services import DATABASE
from bot.settings import Settings
from bot.storage.database import open_database
from bot.texts import Texts, texts_for
from bot.texts.terminal import TerminalTexts, terminal_texts_for
from index.errors import LoadError
from index.sources import load_folder
from index.types import Language

PATIENCE = 5.0
"""Seconds until Telegram counts as out of reach."""


class CheckStatus(StrEnum):
    """Whether there is something to do."""

    FINE = "✓"
    WRONG = "✗"
    NOTED = "–"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line: what was looked at, and how it is or what to do."""

    verdict: CheckStatus
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.verdict} {self.label}: {self.text}"


def settings_results(error: SettingsError, language: Language) -> Iterator[CheckResult]:
    """A line for each mistake in the settings."""
    texts = texts_for(language)
    for problem in error.problems:
        yield CheckResult(
            CheckStatus.WRONG, problem.name, texts.format(problem.key, **problem.arguments)
        )


class Checks:
    """Looks at everything that usable settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._texts: Texts = texts_for(settings.language)
        self._own: TerminalTexts = terminal_texts_for(settings.language)

    async def results(self) -> AsyncIterator[CheckResult]:
        """Each line as soon as it is known."""
        yield CheckResult(CheckStatus.FINE, self._own.label_settings, self._own.settings_usable)
        yield await self._storage()
        for result in await asyncio.to_thread(lambda: list(self._articles())):
            yield result
        yield await self._bot()

    async def _storage(self) -> CheckResult:
        label, path = self._own.label_storage, self._settings.data / DATABASE
        try:
            async with open_database(path) as database, database.write():
                usable = self._own.storage_usable.format(path=path)
                return CheckResult(CheckStatus.FINE, label, usable)
        except StorageError as error:
            reason = self._texts.format(error.key, **error.arguments)
            return CheckResult(CheckStatus.WRONG, label, f"{reason} {self._own.storage_how}")

    def _articles(self) -> Iterator[CheckResult]:
        label, folder = self._own.label_articles, self._settings.articles
        loaded = failed = 0
        for item in load_folder(folder) if folder.is_dir() else ():
            failed += isinstance(item, LoadError)
            loaded += not isinstance(item, LoadError)
        if loaded:
            count = self._texts.number(loaded)
            readable = self._own.articles_readable.format(count=count, path=folder)
            yield CheckResult(CheckStatus.FINE, label, readable)
        else:
            yield CheckResult(CheckStatus.WRONG, label, self._own.articles_none.format(path=folder))
        if failed:
            count = self._texts.number(failed)
            unreadable = self._own.articles_unreadable.format(count=count)
            yield CheckResult(CheckStatus.NOTED, label, unreadable)

    async def _bot(self) -> CheckResult:
        label, token = self._own.label_bot, self._settings.token
        if token is None:
            return CheckResult(CheckStatus.NOTED, label, self._own.bot_missing)
        host = urlsplit(self._settings.api_url).netloc.rpartition("@")[2]
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                address = f"{self._settings.api_url}{token.get_secret_value()}/getMe"
                response = await client.get(address)
        except (httpx.HTTPError, httpx.InvalidURL):  # its words hold the token
            unreachable = self._own.telegram_unreachable.format(host=host)
            return CheckResult(CheckStatus.WRONG, label, unreachable)
        return self._judge(response, label, host)

    def _judge(self, response: httpx.Response, label: str, host: str) -> CheckResult:
        """What the answer to ``getMe`` says of the token, or of the server."""
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
            return CheckResult(CheckStatus.WRONG, label, self._texts.bot_rejected)
        try:
            username = response.raise_for_status().json()["result"]["username"]
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            status = response.status_code
            strange = self._own.telegram_strange.format(host=host, status=status)
            return CheckResult(CheckStatus.WRONG, label, strange)
        return CheckResult(
            CheckStatus.FINE, label, self._own.bot_accepted.format(username=username)
        )
