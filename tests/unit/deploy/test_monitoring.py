"""The dashboard for Grafana and the alarms ask for figures that there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import promql_parser as promql
import pytest
import yaml

from s3dash.folders import DOCS, ROOT
from s3dash.web.monitoring.metrics import REGISTRY

MONITORING = ROOT / "deploy" / "monitoring"
OF_PROMETHEUS = {"up"}


def known() -> dict[str, set[str]]:
    """Name of each series that we serve -> its labels."""
    found: dict[str, set[str]] = {}
    for metric in REGISTRY.collect():
        collector = REGISTRY._names_to_collectors.get(metric.name)
        labels = set(getattr(collector, "_labelnames", ()))
        names = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
        for ending in names.get(metric.type, [""]):
            more = {"le"} if ending == "_bucket" else set()
            found[f"{metric.name}{ending}"] = labels | more | {"job", "instance"}
    return found


def rules() -> list[dict[str, Any]]:
    stated = yaml.safe_load((MONITORING / "alerts.yaml").read_text(encoding="utf-8"))
    return [rule for group in stated["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    read: dict[str, Any] = json.loads((MONITORING / "grafana.json").read_text(encoding="utf-8"))
    return list(read["panels"])


def questions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


@pytest.mark.parametrize("question", sorted({*questions()}))
def test_what_is_asked_for_is_there(question: str) -> None:
    served = known() | {name: {"job", "instance"} for name in OF_PROMETHEUS}
    series: dict[str, set[str]] = {}
    grouped: set[str] = set()

    def seen(part: Any) -> bool:
        part = getattr(part, "vector_selector", part)
        if isinstance(part, promql.VectorSelector):
            series[part.name] = {matcher.name for matcher in part.matchers.matchers}
        elif isinstance(part, promql.AggregateExpr) and part.modifier:
            grouped.update(part.modifier.labels)
        return True

    promql.walk(promql.parse(question), seen)
    assert series
    assert set(series) <= set(served)
    assert all(labels <= served[name] for name, labels in series.items())
    assert grouped <= set().union(*(served[name] for name in series))


def test_every_figure_of_ours_is_shown() -> None:
    shown = " ".join(questions())
    ours = {name for name in known() if name.startswith("s3dash_")}
    assert len(ours) > 10
    endings = re.compile("_(total|bucket|count|sum)$")
    assert [name for name in sorted(ours) if endings.sub("", name) not in shown] == []


def test_every_alarm_is_explained() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    for rule in rules():
        assert f"| `{rule['alert']}` |" in text
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
    assert set(re.findall(r"`(S3dash\w+)`", text)) == set(names)


def test_panels_stand_beside_each_other() -> None:
    assert len({panel["id"] for panel in panels()}) == len(panels())
    for one, other in combinations([panel["gridPos"] for panel in panels()], 2):
        is_beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        is_above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert is_beside or is_above
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels())


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
def test_prometheus_reads_its_files() -> None:
    done = subprocess.run(
        ["promtool", "check", "config", str(MONITORING / "prometheus.yaml")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr + done.stdout


def test_prometheus_finds_the_alarms_and_the_dashboards_of_compose() -> None:
    stated = yaml.safe_load((MONITORING / "prometheus.yaml").read_text(encoding="utf-8"))
    assert all((MONITORING / name).is_file() for name in stated["rule_files"])
    [job] = stated["scrape_configs"]
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for target in job["static_configs"][0]["targets"]:
        host, port = target.split(":")
        assert services[host]["environment"]["S3DASH_METRICS"] == f"0.0.0.0:{port}"
