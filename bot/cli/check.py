"""``kutip check``: tests settings, storage, articles, and the token at the Bot API server.

Changes nothing: an older database is not migrated, but it is said what will be.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator

import click

from bot.articles.bounded_loading import BoundedLoader
from bot.articles.source_files import files_of
from bot.cli.check_database import PostgreSQLChecks
from bot.cli.check_file import FileChecks
from bot.cli.check_monitoring import MonitoringCheck
from bot.cli.check_proxy import ProxyCheck
from bot.cli.check_result import CheckResult, CheckStatus
from bot.cli.check_telegram import TelegramChecks
from bot.cli.console import Output
from bot.cli.status import installation_of
from bot.cli.usage import CatalogCommand
from bot.errors import (
    CrossEncoderError,
    ReaderFileError,
    SettingsError,
)
from bot.model.interface_language import InterfaceLanguage
from bot.questions.cross_encoder import load_cross_encoder
from bot.questions.reader_files import read_reader_files
from bot.runtime.environment import ENV_FILE, command_line_language
from bot.services.addresses import current_time
from bot.settings import Settings, load_settings
from bot.status.inspection import inspect_installation
from bot.status.wording import fault_text
from bot.texts import Texts, texts_for
from bot.texts.terminal import TerminalTexts
from index.errors import LoadError


@click.command(cls=CatalogCommand)
def check() -> None:
    """Look at settings, storage, articles and token, and say what to do."""
    output = Output.standard()
    try:
        settings = load_settings()
    except SettingsError as error:
        results = list(settings_results(error, command_line_language()))
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


def settings_results(error: SettingsError, language: InterfaceLanguage) -> Iterator[CheckResult]:
    """Yield an ERROR for each mistake in the settings, and which file they are read from."""
    texts = texts_for(language)
    for problem in error.problems:
        yield CheckResult(
            CheckStatus.ERROR, problem.name, texts.format(problem.key, **problem.arguments)
        )
    own = TerminalTexts(language)
    yield CheckResult(CheckStatus.NOTE, own.label_settings, _settings_file(own))


def _settings_file(own: TerminalTexts) -> str:
    """Say which settings file was read, or where there is none."""
    path = ENV_FILE.absolute()
    if path.is_file():
        return own.format("settings_read", path=str(path))
    return own.format("settings_without_file", path=str(path.parent))


class Checks:
    """The checks of everything that usable settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._texts: Texts = texts_for(settings.language)
        self._own: TerminalTexts = TerminalTexts(settings.language)
        self._file = FileChecks(settings, current_time)

    async def results(self) -> AsyncIterator[CheckResult]:
        """Yield each result as soon as it is known."""
        yield CheckResult(CheckStatus.OK, self._own.label_settings, _settings_file(self._own))
        async for result in self._storage():
            yield result
        for result in await self._faults():
            yield result
        for result in await asyncio.to_thread(lambda: list(self._on_disk())):
            yield result
        for result in await MonitoringCheck(self._settings).results():
            yield result
        proxied = await ProxyCheck(self._settings).results()
        for result in proxied:
            yield result
        if self._settings.token is None:
            yield CheckResult(CheckStatus.NOTE, self._own.label_bot, self._own.bot_missing)
            return
        if any(result.status is CheckStatus.ERROR for result in proxied):
            return
        telegram = TelegramChecks(self._settings, self._settings.token.get_secret_value())
        async for result in telegram.results():
            yield result

    async def _storage(self) -> AsyncIterator[CheckResult]:
        """Look at the database, and at the search engine if it is one of its own."""
        version = None
        if self._settings.database is None:
            async for result in self._file.results():
                yield result
        else:
            server = PostgreSQLChecks(self._settings, current_time)
            for result in await server.results():
                yield result
            version = server.version
        if self._settings.opensearch:
            from bot.cli.check_engine import OpenSearchChecks  # its client is an extra's

            for result in await OpenSearchChecks(self._settings, version).results():
                yield result

    def _on_disk(self) -> Iterator[CheckResult]:
        yield from self._articles()
        yield from self._file.backups()
        yield from self._reader()

    async def _faults(self) -> list[CheckResult]:
        """Return what owners are told of, too, as far as it lasts."""
        report = await inspect_installation(installation_of(self._settings), current_time())
        label = self._texts.operating.faults_label
        return [
            CheckResult(CheckStatus.ERROR, label, fault_text(fault, since, report.at, self._texts))
            for fault, since in report.faults
        ]

    def _reader(self) -> Iterator[CheckResult]:
        """Judge the files that the reader learnt, and the folder of another one if it is set."""
        label, folder = self._own.label_reader, self._settings.reader
        try:
            read_reader_files()
            if folder is not None:
                load_cross_encoder(folder).close()
                usable = self._own.format("reader_usable", path=str(folder))
                yield CheckResult(CheckStatus.OK, label, usable)
        except (ReaderFileError, CrossEncoderError) as error:
            text = self._texts.format(error.key, **error.arguments)
            yield CheckResult(CheckStatus.ERROR, label, text)

    def _articles(self) -> Iterator[CheckResult]:
        label, folder = self._own.label_articles, self._settings.articles.absolute()
        loaded = failed = 0
        for item in BoundedLoader().load(files_of(folder)) if folder.is_dir() else ():
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
