"""The part of ``kutip check`` that asks an OpenSearch cluster; no password is ever shown."""

from collections.abc import Iterator

from bot.cli.check_result import CheckResult, CheckStatus
from bot.services.core import cluster_address
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.checks import CheckTexts
from index.errors import EngineUnavailable, IndexingError
from index.opensearch.report import ClusterReport, report_cluster

MIN_RELEASE = (3, 0)
"""The client and the analysis of tokens are those of OpenSearch 3; tried with 3.8."""


class OpenSearchChecks:
    """Checks the cluster of the settings; ``version`` is the stored articles', None if unknown."""

    def __init__(self, settings: Settings, version: str | None) -> None:
        self._settings = settings
        self._version = version
        self._texts = texts_for(settings.language)
        self._own = CheckTexts(settings.language)

    async def results(self) -> list[CheckResult]:
        """Return a line for the cluster, and one for the index in it."""
        try:
            report = await report_cluster(cluster_address(self._settings))
        except EngineUnavailable as error:
            return [self._unavailable(error.reason)]
        except IndexingError as error:
            return [self._error("cluster_strange", reason=str(error))]
        return list(self._cluster(report))

    def _unavailable(self, reason: str) -> CheckResult:
        hosts = ", ".join(address.partition("://")[2] for address in self._settings.opensearch)
        if reason.startswith(("401", "403")):
            return self._error("cluster_refused", hosts=hosts)
        if "SSL" in reason:
            return self._error("cluster_certificate", hosts=hosts)
        return self._error("cluster_unreachable", hosts=hosts, reason=reason)

    def _cluster(self, report: ClusterReport) -> Iterator[CheckResult]:
        if report.distribution != "opensearch" or _release(report.release) < MIN_RELEASE:
            name = f"{report.distribution} {report.release}"
            yield self._error("cluster_old", name=name, least=".".join(map(str, MIN_RELEASE)))
            return
        figures: dict[str, str | int] = {"release": report.release, "nodes": report.nodes}
        named = len(self._settings.opensearch)
        if report.nodes < named:
            yield self._note("cluster_fewer", **figures, named=named)
        if report.status == "yellow":
            yield self._note("cluster_yellow", **figures, count=report.unassigned)
        elif report.status != "green":
            yield self._error("cluster_red", **figures, count=report.unassigned)
        elif report.nodes >= named:
            yield self._result(CheckStatus.OK, "cluster_usable", **figures)
        yield self._index(report)

    def _index(self, report: ClusterReport) -> CheckResult:
        alias = self._settings.opensearch_index
        if report.problem:
            key = "index_missing" if report.problem == "snapshot_missing" else "index_rebuilt"
            return self._note(key, name=alias)
        if self._version is not None and report.version != self._version:
            return self._note("index_behind", name=report.index)
        figures: dict[str, str | int] = {
            "name": report.index,
            "passages": report.passages,
            "shards": report.shards,
            "replicas": report.replicas,
        }
        if report.shards != self._settings.opensearch_shards:
            wanted = self._settings.opensearch_shards
            return self._note("index_other_shards", **figures, wanted=wanted)
        return self._result(CheckStatus.OK, "index_usable", **figures)

    def _error(self, key: str, **arguments: str | int) -> CheckResult:
        return self._result(CheckStatus.ERROR, key, **arguments)

    def _note(self, key: str, **arguments: str | int) -> CheckResult:
        return self._result(CheckStatus.NOTE, key, **arguments)

    def _result(self, status: CheckStatus, key: str, **arguments: str | int) -> CheckResult:
        return CheckResult(status, self._own.label_engine, self._own.format(key, **arguments))


def _release(number: str) -> tuple[int, ...]:
    """Return the first two numbers of a release: ``3.8.0-SNAPSHOT``."""
    return tuple(int(part) for part in number.split(".")[:2] if part.isdigit())
