"""The compose file starts only with passwords of one's own, on this machine alone, and every service says whether it is well."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.conftest import DEPLOY, PINNED, addresses, parse, settings_of
from tests.deploy.test_dockerfile import DOCKERFILE

HERE = DEPLOY / "compose"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "compose.yaml").read_text())["services"]
OURS = ("studio", "api")
REQUIRED = re.compile(r"\$\{([A-Z_]+):\?[^}]+\}")
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def test_it_keeps_to_the_schema_of_compose() -> None:
    """Held against the published schema."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(HERE / "compose.yaml")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


def test_all_services_are_there() -> None:
    """Screens, scores, both stores and both watchers."""
    assert set(SERVICES) == {"studio", "api", "postgres", "redis", "prometheus", "grafana"}


@each_service
def test_every_service_is_held_in_check(service: dict[str, Any]) -> None:
    """A whole version, limits, a restart, no new privileges, and ports for this machine alone."""
    assert PINNED.fullmatch(service["image"])
    assert {"mem_limit", "cpus", "restart"} <= set(service)
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [port for port in service.get("ports", []) if not port.startswith("127.0.0.1:")] == []


@each_service
def test_no_secret_has_a_default(service: dict[str, Any]) -> None:
    """Whatever opens something comes from .env, and compose stops when it is missing there."""
    for name, value in service.get("environment", {}).items():
        if re.search(r"PASSWORD|KEYS|AUTH|_URL", name):
            assert REQUIRED.search(value), name
        assert "changeme" not in str(value)


def test_the_example_names_every_secret_and_fills_in_none() -> None:
    """env.example and compose.yaml speak of the same variables."""
    lines = [line for line in (HERE / "env.example").read_text().splitlines() if line and not line.startswith("#")]

    assert {line.rstrip("=") for line in lines} == set(REQUIRED.findall((HERE / "compose.yaml").read_text()))
    assert all(line.endswith("=") for line in lines)


@pytest.mark.parametrize("name", OURS)
def test_our_variables_are_settings_and_our_commands_exist(name: str) -> None:
    """Over the variables of the image; the published port is the one that is listened on."""
    image = dict(re.findall(r"(SYNFINANCE_\w+)=(\S+)", DOCKERFILE.read_text()))
    said = {key: REQUIRED.sub("x" * 48, value) for key, value in SERVICES[name]["environment"].items()}
    settings = settings_of(image | said)
    parse(SERVICES[name].get("command", ["studio"]))

    port = settings.studio.port if name == "studio" else settings.api.port
    assert SERVICES[name]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert settings.database.url is not None and settings.resilience.storage is not None


@each_service
def test_every_service_says_whether_it_is_well(service: dict[str, Any]) -> None:
    """By a check of its own; the studio has that of its image."""
    if service is SERVICES["studio"]:
        assert "HEALTHCHECK" in DOCKERFILE.read_text()
    else:
        assert service["healthcheck"]["test"][0] == "CMD"


def test_the_health_check_of_the_api_asks_what_it_answers() -> None:
    """Its path is a route of the API."""
    code = SERVICES["api"]["healthcheck"]["test"][-1]

    compile(code, "compose.yaml", "exec")
    assert re.findall(r":8000(/[a-z]+)", code) == ["/health"]
    assert "/health" in addresses("api")


@each_service
def test_what_is_mounted_is_there(service: dict[str, Any]) -> None:
    """Files and folders of the checkout exist, and are read alone."""
    for mounted in (one.split(":") for one in service.get("volumes", []) if one.startswith(".")):
        assert (HERE / mounted[0]).exists()
        assert mounted[2:] == ["ro"]


def test_prometheus_reads_both_of_ours_and_knows_the_alerts(tmp_path: Path) -> None:
    """Held against Prometheus' own promtool; targets are services with their ports."""
    shutil.copy(HERE / "prometheus.yaml", tmp_path / "prometheus.yml")
    shutil.copy(DEPLOY / "prometheus" / "alerts.yaml", tmp_path)
    run = subprocess.run(
        ["promtool", "check", "config", str(tmp_path / "prometheus.yml")], capture_output=True, text=True, check=False
    )
    jobs = yaml.safe_load((HERE / "prometheus.yaml").read_text())["scrape_configs"]

    assert run.returncode == 0, run.stderr
    assert [target for job in jobs for one in job["static_configs"] for target in one["targets"]] == ["studio:8501", "api:8000"]


def test_grafana_finds_its_source_and_its_dashboards() -> None:
    """What is provisioned names the service and the folder of the compose file."""
    provisioned = DEPLOY / "grafana" / "provisioning"
    [source] = yaml.safe_load((provisioned / "datasources" / "prometheus.yaml").read_text())["datasources"]
    [provider] = yaml.safe_load((provisioned / "dashboards" / "synfinance.yaml").read_text())["providers"]

    assert source["url"] == "http://prometheus:9090"
    assert f"../grafana:{provider['options']['path']}:ro" in SERVICES["grafana"]["volumes"]
