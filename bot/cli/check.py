"""``kutip check``: tests settings, storage, articles, and the token at the Bot API server.

Creates the database if there is none, and changes nothing else. The token is never shown.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import click
import httpx

from bot.cli.console import Output
from bot.cli.error_messages import system_language
from bot.errors import SettingsError, StorageError
from bot.services.core import DATABASE
from bot.settings import Settings, load_settings
from bot.storage.database import open_database
from bot.texts import Texts, texts_for
from bot.texts.terminal import TerminalTexts, terminal_texts_for
from index.errors import LoadError
from index.sources.loader import load_folder
from index.types import Language

TELEGRAM_TIMEOUT_S = 5.0
"""For each step of a request to the Bot API server; later it counts as unreachable."""


class CheckStatus(StrEnum):
    """Whether there is something to do; NOTE if perhaps."""

    OK = "✓"
    ERROR = "✗"
    NOTE = "–"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A line of the report: ``label`` is what was checked, ``text`` its state or what to do."""

    status: CheckStatus
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.status} {self.label}: {self.text}"


@click.command()
def check() -> None:
    """Look at settings, storage, articles and token, and say what to do."""
    output = Output.standard()
    try:
        settings = load_settings()
    except SettingsError as error:
        results = list(settings_results(error, system_language()))
        for result in results:
            output.print(str(result))
    else:
        results = asyncio.run(_print_results(Checks(settings), output))
    if any(result.status is CheckStatus.ERROR for result in results):
        sys.exit(1)


async def _print_results(checks: "Checks", output: Output) -> list[CheckResult]:
    """Print each result as soon as it is known."""
    results = []
    async for result in checks.results():
        output.print(str(result))
        results.append(result)
    return results


def settings_results(error: SettingsError, language: Language) -> Iterator[CheckResult]:
    """Yield an ERROR for each mistake in the settings."""
    texts = texts_for(language)
    for problem in error.problems:
        yield CheckResult(
            CheckStatus.ERROR, problem.name, texts.format(problem.key, **problem.arguments)
        )


class Checks:
    """The checks of everything that usable settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._texts: Texts = texts_for(settings.language)
        self._own: TerminalTexts = terminal_texts_for(settings.language)

    async def results(self) -> AsyncIterator[CheckResult]:
        """Yield each result as soon as it is known."""
        yield CheckResult(CheckStatus.OK, self._own.label_settings, self._own.settings_usable)
        yield await self._storage()
        for result in await asyncio.to_thread(lambda: list(self._articles())):
            yield result
        yield await self._bot()

    async def _storage(self) -> CheckResult:
        label, path = self._own.label_storage, self._settings.data / DATABASE
        try:
            async with open_database(path) as database, database.write():
                usable = self._own.format("storage_usable", path=str(path))
                return CheckResult(CheckStatus.OK, label, usable)
        except StorageError as error:
            reason = self._texts.format(error.key, **error.arguments)
            return CheckResult(CheckStatus.ERROR, label, f"{reason} {self._own.storage_how}")

    def _articles(self) -> Iterator[CheckResult]:
        label, folder = self._own.label_articles, self._settings.articles
        loaded = failed = 0
        for item in load_folder(folder) if folder.is_dir() else ():
            failed += isinstance(item, LoadError)
            loaded += not isinstance(item, LoadError)
        if loaded:
            count = self._texts.number(loaded)
            readable = self._own.format("articles_readable", count=count, path=str(folder))
            yield CheckResult(CheckStatus.OK, label, readable)
        else:
            yield CheckResult(
                CheckStatus.ERROR, label, self._own.format("articles_none", path=str(folder))
            )
        if failed:
            count = self._texts.number(failed)
            unreadable = self._own.format("articles_unreadable", count=count)
            yield CheckResult(CheckStatus.NOTE, label, unreadable)

    async def _bot(self) -> CheckResult:
        label, token = self._own.label_bot, self._settings.token
        if token is None:
            return CheckResult(CheckStatus.NOTE, label, self._own.bot_missing)
        host = urlsplit(self._settings.api_url).netloc.rpartition("@")[2]
        try:
            async with httpx.AsyncClient(timeout=TELEGRAM_TIMEOUT_S) as client:
                address = f"{self._settings.api_url}{token.get_secret_value()}/getMe"
                response = await client.get(address)
        except (httpx.HTTPError, httpx.InvalidURL):  # its message holds the token
            unreachable = self._own.format("telegram_unreachable", host=host)
            return CheckResult(CheckStatus.ERROR, label, unreachable)
        return self._token_result(response, label, host)

    def _token_result(self, response: httpx.Response, label: str, host: str) -> CheckResult:
        """Judge the token, or the server, by the response to ``getMe``."""
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
            return CheckResult(CheckStatus.ERROR, label, self._texts.bot_rejected)
        try:
            username = response.raise_for_status().json()["result"]["username"]
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            status = response.status_code
            strange = self._own.format("telegram_strange", host=host, status=status)
            return CheckResult(CheckStatus.ERROR, label, strange)
        return CheckResult(
            CheckStatus.OK, label, self._own.format("bot_accepted", username=username)
        )
