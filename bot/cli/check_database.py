"""The part of ``kutip check`` that asks a PostgreSQL server; the password is never shown."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.cli.check_result import CheckResult, CheckStatus
from bot.cluster.leadership import LOCK
from bot.errors import ArticleDamaged, StorageError
from bot.services.addresses import Now, database_address
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from bot.storage.health import NEWEST_SCHEMA, PostgreSQLState, server_state
from bot.storage.reloads import ReloadStore
from bot.texts import texts_for
from bot.texts.checks import CheckTexts
from bot.texts.terminal import TerminalTexts

MIN_VERSION = 15
"""The oldest release that the tests have run on."""

MAX_CLOCK_DIFFERENCE_S = 3.0
"""Half of the lease by whose end a process counts as dead (``bot/updates``)."""

MAX_LISTED_TABLES = 5


class PostgreSQLChecks:
    """Checks the PostgreSQL server of the settings; ``version`` is the articles', once known."""

    def __init__(self, settings: Settings, now: Now) -> None:
        self.version: str | None = None
        self._settings = settings
        self._now = now
        self._texts = texts_for(settings.language)
        self._own = CheckTexts(settings.language)
        self._label = TerminalTexts(settings.language).label_storage
        parts = urlsplit(settings.database.get_secret_value() if settings.database else "")
        self._host = parts.netloc.rpartition("@")[2]
        self._name = parts.path.strip("/")

    async def results(self) -> list[CheckResult]:
        """Return a line for each thing that is wrong, or one that says that all is well."""
        try:
            state = await server_state(database_address(self._settings), LOCK)
            wrong = list(self._faults(state))
            if any(result.status is CheckStatus.ERROR for result in wrong):
                return wrong
            return [*wrong, await self._contents(state)]
        except StorageError as error:
            return [self._unusable(error)]

    def _faults(self, state: PostgreSQLState) -> Iterator[CheckResult]:
        difference = abs((state.clock - self._now()).total_seconds())
        if difference > MAX_CLOCK_DIFFERENCE_S:
            yield self._error("database_clock", seconds=round(difference))
        if state.encoding != "UTF8":
            yield self._error("database_encoding", encoding=state.encoding, name=self._name)
        if state.foreign:
            tables = ", ".join(state.foreign[:MAX_LISTED_TABLES])
            yield self._error("database_foreign", tables=tables)
        if state.is_newer:
            text = self._texts.format(
                "storage_newer", path=self._host, schema=state.schema, newest=NEWEST_SCHEMA
            )
            yield CheckResult(CheckStatus.ERROR, self._label, text)
        if not state.is_writable:
            yield self._error("database_read_only", host=self._host)
        if _major(state.version) < MIN_VERSION:
            yield self._note("database_old", version=state.version, least=MIN_VERSION)

    async def _contents(self, state: PostgreSQLState) -> CheckResult:
        """Look at the tables, which are made or migrated by the first process that starts."""
        where: dict[str, str | int] = {"version": _short(state.version), "host": self._host}
        if not state.schema:
            return self._result(CheckStatus.OK, "database_new", **where)
        if state.schema != NEWEST_SCHEMA:
            versions = {"schema": state.schema, "newest": NEWEST_SCHEMA}
            return self._note("database_migrates", **where, **versions)
        async with open_database(database_address(self._settings)) as database:
            self.version = str(await ReloadStore(database).version())
            damaged = await ArticleStore(database, self._now).damaged()
        if damaged:
            error = ArticleDamaged(damaged)
            text = self._texts.format(error.key, **error.arguments)
            return CheckResult(CheckStatus.ERROR, self._label, text)
        key = "database_led" if state.is_led else "database_usable"
        return self._result(CheckStatus.OK, key, **where, count=state.processes)

    def _unusable(self, error: StorageError) -> CheckResult:
        """Say why the server can't be used, by PostgreSQL's code of the error."""
        reason = str(error.arguments.get("reason", ""))
        code = reason.rpartition(" ")[2]
        if code.startswith("28"):
            return self._error("database_refused", host=self._host)
        if code == "3D000":
            return self._error("database_absent", host=self._host, name=self._name)
        if error.key == "storage_unavailable":
            return self._error("database_unreachable", host=self._host, reason=reason)
        text = self._texts.format(error.key, **error.arguments)
        return CheckResult(CheckStatus.ERROR, self._label, f"{text} ({reason})")

    def _error(self, key: str, **arguments: str | int) -> CheckResult:
        return self._result(CheckStatus.ERROR, key, **arguments)

    def _note(self, key: str, **arguments: str | int) -> CheckResult:
        return self._result(CheckStatus.NOTE, key, **arguments)

    def _result(self, status: CheckStatus, key: str, **arguments: str | int) -> CheckResult:
        return CheckResult(status, self._label, self._own.format(key, **arguments))


def _short(version: str) -> str:
    """Return the number of a version, without the package's own: ``15.18 (Debian …)``."""
    return version.partition(" ")[0]


def _major(version: str) -> int:
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0
