"""Every metric is documented, and dashboard and alert rules ask for metrics that exist."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import ProcessCollector
from prometheus_client.metrics_core import Metric

from bot.articles.library import IndexState
from bot.maintenance.sizes import StorageSizes
from bot.model.articles import ReloadReport
from bot.model.feeds import FeedCounts
from bot.model.messages import OutboxBacklog
from bot.monitoring.gauges import Gauges
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.snapshot import Snapshot, StorageFigures
from bot.runtime.contact import TelegramContact
from index.types import IndexStats

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "kutip.json").read_text("utf-8"))
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "kutip.rules.yml").read_text("utf-8"))
NOW = datetime(2026, 5, 29, 9, tzinfo=UTC)
SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_sum", "_count"),
    "gauge": ("",),
}
METRIC = re.compile(r"\b(?:kutip|process)_\w+")
LABEL = re.compile(r'(\w+)(?:=~|!=|=|!~)"([^"]*)"')
TARGET_LABELS = {"job", "instance"}
"""Those that Prometheus adds to all that it scrapes."""


def all_metrics() -> list[Metric]:
    """Every family, as when nothing is missing."""
    metrics, health = Metrics(), Health(TelegramContact(lambda: NOW))
    health.contact.heard(200, "Fri, 29 May 2026 09:00:00 GMT")
    health.jobs.restarts["feeds"] = 1
    storage = StorageFigures(
        OutboxBacklog(2, NOW - timedelta(seconds=90)),
        FeedCounts(5, 2, 1, 1),
        timedelta(seconds=7),
        ReloadReport(1, 0, 0, 0, 0, (), 1.5, NOW),
        StorageSizes(10, 20, 30),
    )
    index = IndexState(IndexStats(3, 9), "1 x", NOW)
    gauges = Gauges(
        health,
        lambda: Snapshot(storage, index),
        is_ready=lambda: True,
        leads=lambda: True,
        now=lambda: NOW,
    )
    metrics.registry.register(gauges)
    metrics.registry.register(ProcessCollector(registry=None))
    return list(metrics.registry.collect())


FAMILIES = all_metrics()
SERIES = {family.name + suffix: family for family in FAMILIES for suffix in SUFFIXES[family.type]}
LABELS = {
    name: {label for sample in family.samples for label in sample.labels} | {"le"}
    for name, family in SERIES.items()
}


def expressions() -> Iterator[str]:
    for panel in DASHBOARD["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    for variable in DASHBOARD["templating"]["list"]:
        yield variable.get("definition", "")
    for rule in rules():
        yield rule["expr"]


def rules() -> list[dict[str, Any]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def test_every_metric_is_documented_with_its_type_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `((?:kutip|process)_\w+)` \| (\w+) \| ", DOCUMENT, re.MULTILINE))
    suffix = {"counter": "_total", "gauge": "", "histogram": ""}
    assert rows == {each.name + suffix[each.type]: each.type for each in FAMILIES}


RESTARTED = r"(?<!def )(?:restart_on_error|keep_working)\((?:[^()]|\([^()]*\))*?, \"(\w+)\"\)"
LOGGED = rf"{RESTARTED}|in_job\(\"(\w+)\"\)"


@pytest.mark.parametrize(
    ("document", "row", "before", "jobs"),
    [
        ("monitoring.md", "| `kutip_job_restarts", "by `name`:", RESTARTED),
        ("logs.md", "| `job` ", "if in one:", LOGGED),
    ],
)
def test_every_job_is_documented_by_its_name(
    document: str, row: str, before: str, jobs: str
) -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    texts = [path.read_text("utf-8") for path in sources]
    found = [each for text in texts for each in re.finditer(jobs, text)]
    names = {name for each in found for name in each.groups() if name}
    lines = (ROOT / "docs" / document).read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(row))
    assert names == set(re.findall(r"`(\w+)`", line.split(before)[1]))


def test_every_value_of_a_label_is_documented() -> None:
    for family in FAMILIES:
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{family.name}"))
        for sample in family.samples:
            shown = {name: text for name, text in sample.labels.items() if name != "le"}
            if family.name != "kutip_build_info":
                assert {text for text in shown.values() if f"`{text}`" not in row} == set()
            assert {name for name in shown if f"`{name}`" not in row} == set()


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_an_expression_asks_for_what_exists(expression: str) -> None:
    asked = set(METRIC.findall(expression))
    assert asked <= set(SERIES)
    assert asked or expression.startswith(("up", "")), "asks for nothing of ours"
    known = {label for name in asked for label in LABELS[name]} | TARGET_LABELS
    for label, value in LABEL.findall(expression):
        assert label in known
        values = {sample.labels.get(label) for name in asked for sample in SERIES[name].samples}
        assert label in TARGET_LABELS or value in values
    for grouped in re.findall(r"by \(([^)]*)\)", expression):
        assert {each.strip() for each in grouped.split(",")} <= known


def test_dashboard_and_rules_use_most_metrics() -> None:
    used = {name for expression in expressions() for name in METRIC.findall(expression)}
    families = {SERIES[name].name for name in used}
    assert {each.name for each in FAMILIES} - families == {
        "kutip_storage_up",  # as part of ready
        "kutip_index_up",
        "process_virtual_memory_bytes",
        "process_start_time_seconds",
    }


def test_every_rule_says_what_has_happened_and_what_to_do() -> None:
    for rule in rules():
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["alert"].startswith("Kutip")
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)


def test_panels_neither_overlap_nor_share_a_number() -> None:
    taken = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for place in [panel["gridPos"]]
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(taken)) == len(taken)
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(numbers)) == len(numbers)
