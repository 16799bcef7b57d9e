"""Alerts and dashboards name nothing but what /metrics really has."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from synfin_core.service.app import application
from synfin_core.service.desk import Desk
from synfin_core.service.keys import Keys
from synfin_core.service.line import Line
from synfin_core.service.openapi import PAYMENT
from synfin_core.store.library import Library
from tests.observability.conftest import ROOT, Shown, exposed, read
from tests.observability.test_sources import register_all

DEPLOY = ROOT / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana").glob("*.json"))
ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
ADDED = {"job", "instance"}  # labels that Prometheus gives to everything it reads
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "vector"}
GROUPED = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")
MATCHERS = re.compile(r"\{([^}]*)\}")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
NAMES = re.compile(r"\b[a-zA-Z_:][\w:]*\b(?!\s*\()")


@pytest.fixture(scope="module")
def shown(used: Library) -> Shown:
    """All that /metrics has once everything happened."""
    register_all()
    return read(exposed(used)) | read(scoring(used.folder)) | {("up", frozenset()): 1.0}


def scoring(library: Path) -> str:
    """All that /metrics of the scoring API has after one request went well and another did not."""
    desk = Desk(library)
    with pytest.MonkeyPatch.context() as broken:
        client = TestClient(application(desk, Keys(library)), raise_server_exceptions=False)
        client.get("/health")
        broken.setattr(Line, "score", None)
        client.post("/predict", json=PAYMENT)
    return desk.exposition()


def alerts() -> list[dict[str, Any]]:
    """Every rule of the file."""
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


def panels() -> list[tuple[str, dict[str, Any]]]:
    """Every panel with the name of its dashboard."""
    return [(path.stem, panel) for path in DASHBOARDS for panel in json.loads(path.read_text())["panels"]]


EXPRESSIONS = [
    *((rule["alert"], rule["expr"]) for rule in alerts()),
    *((f"{board}: {panel['title']}", target["expr"]) for board, panel in panels() for target in panel["targets"]),
]


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS, ids=lambda value: value[:40])
def test_every_metric_and_label_exists(where: str, expression: str, shown: Shown) -> None:
    """Names, the labels they are chosen and grouped by, and the values they are held against."""
    names = named(expression)
    values = known_values(shown, names)
    grouped = {label.strip() for group in GROUPED.findall(expression) for label in group.split(",")}

    assert names and names <= {name for name, _ in shown}
    assert grouped <= set(values) | ADDED
    for label, operator, value in (one for group in MATCHERS.findall(expression) for one in MATCHER.findall(group)):
        assert label in ADDED or label in values
        assert label in ADDED or operator != "=" or value in values[label]


def named(expression: str) -> set[str]:
    """The metrics of a PromQL expression."""
    plain = MATCHERS.sub("", GROUPED.sub("", re.sub(r"\[[^]]*\]", "", expression)))
    return set(NAMES.findall(plain)) - WORDS


def known_values(shown: Shown, names: set[str]) -> dict[str, set[str]]:
    """The labels of these metrics, each with the values it has."""
    found: dict[str, set[str]] = {}
    for name, labels in shown:
        for label, value in labels if name in names else ():
            found.setdefault(label, set()).add(value)
    return found


def test_the_reading_of_expressions_sees_what_is_wrong(shown: Shown) -> None:
    """An invented metric, and a label value that never comes, would be noticed."""
    assert named('sum by (le) (rate(invented_total{state="x"}[5m])) / on (job) up > 2e9') == {"invented_total", "up"}
    assert "lost" in known_values(shown, {"synfinance_jobs_ended_total"})["state"]
    assert "invented" not in known_values(shown, {"synfinance_jobs_ended_total"})["state"]


def test_every_alert_gives_its_reason() -> None:
    """What happened, why the limit is what it is, and how urgent it is."""
    for rule in alerts():
        assert set(rule["annotations"]) == {"summary", "description"}, rule["alert"]
        assert len(rule["annotations"]["description"]) > 40, rule["alert"]
        assert rule["labels"]["severity"] in ("warning", "critical"), rule["alert"]
    names = [rule["alert"] for rule in alerts()]
    assert len(names) == len(set(names)) > 10


def test_panels_of_a_dashboard_are_apart_and_explained() -> None:
    """Ids differ, no two cover each other, each says what it shows."""
    assert [path.stem for path in DASHBOARDS] == ["generation", "jobs-storage", "resilience-health", "scoring"]
    for path in DASHBOARDS:
        board = json.loads(path.read_text())
        cells = [cell for panel in board["panels"] for cell in covered(panel["gridPos"])]
        assert len(cells) == len(set(cells))
        assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
        assert all(panel["description"] and panel["datasource"]["uid"] == "${datasource}" for panel in board["panels"])


def covered(place: dict[str, int]) -> list[tuple[int, int]]:
    """The cells of the grid, 24 wide, that a panel takes."""
    assert place["x"] + place["w"] <= 24
    return [(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])]


@pytest.mark.parametrize(
    "words", [("check", "rules", "deploy/prometheus/alerts.yaml"), ("check", "config", "deploy/prometheus/prometheus.yaml"),
              ("test", "rules", "tests/observability/alerts_fire.yaml")], ids=" ".join
)  # fmt: skip
def test_prometheus_itself_accepts_the_files(words: tuple[str, ...]) -> None:
    """Its own tool reads rules and configuration, and plays the situations in which alerts must fire or keep still."""
    told = subprocess.run(["promtool", *words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr


def test_prometheus_itself_accepts_the_text(used: Library) -> None:
    """Names, types and help as its linter wants them."""
    register_all()
    told = subprocess.run(["promtool", "check", "metrics"], input=exposed(used), capture_output=True, text=True, check=False)

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
