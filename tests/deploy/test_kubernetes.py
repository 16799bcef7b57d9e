"""The manifests are valid, ask for three probes that exist, and give the pods no more than they need."""

from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.deploy.conftest import DEPLOY, PINNED, addresses, documents, parse, settings_of

HERE = DEPLOY / "kubernetes"
VERSION = "1.37"
FILES = sorted(path for path in HERE.glob("*.yaml") if path.name != "kustomization.yaml")
ALL: list[dict[str, Any]] = [document for path in FILES for document in documents(path)]
PODS = {one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in ALL if one["kind"] == "Deployment"}
each_pod = pytest.mark.parametrize("name", PODS)


@pytest.mark.parametrize("document", ALL, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_every_manifest_keeps_to_its_schema(document: dict[str, Any]) -> None:
    """Strictly: no unknown field either."""
    kubernetes_validate.validate(document, VERSION, strict=True)


def test_kustomize_takes_every_file() -> None:
    """None is forgotten, none is missing."""
    listed = yaml.safe_load((HERE / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == [path.name for path in FILES]


@each_pod
def test_three_probes_ask_what_is_answered(name: str) -> None:
    """Startup, liveness and readiness, each with its own address."""
    [container] = PODS[name]["containers"]
    asked = [container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")]

    assert len({probe["path"] for probe in asked}) == 3
    assert {probe["path"] for probe in asked} <= addresses(name)
    assert {probe["port"] for probe in asked} == {container["ports"][0]["name"]}


@each_pod
def test_every_pod_has_bounds(name: str) -> None:
    """Requests and limits of processor, memory and disk; a whole version."""
    [container] = PODS[name]["containers"]

    for bound in ("requests", "limits"):
        assert set(container["resources"][bound]) == {"cpu", "memory", "ephemeral-storage"}
    assert PINNED.fullmatch(container["image"])


@each_pod
def test_every_pod_may_do_little(name: str) -> None:
    """As the level `restricted` asks: no root, no new privileges, nothing to write to but its volumes."""
    [container] = PODS[name]["containers"]
    allowed = PODS[name]["securityContext"] | container["securityContext"]

    assert allowed["runAsNonRoot"] is True
    assert allowed["readOnlyRootFilesystem"] is True
    assert allowed["allowPrivilegeEscalation"] is False
    assert allowed["capabilities"] == {"drop": ["ALL"]}
    assert allowed["seccompProfile"] == {"type": "RuntimeDefault"}
    assert PODS[name]["automountServiceAccountToken"] is False


@each_pod
def test_what_a_pod_names_is_there(name: str) -> None:
    """The claim, the settings, the account, the labels of its service; its command and its port."""
    there = {(one["kind"], one["metadata"]["name"]) for one in ALL}
    [container] = PODS[name]["containers"]
    [service] = [one for one in ALL if one["kind"] == "Service" and one["metadata"]["name"] == name]
    [config] = [one["data"] for one in ALL if one["kind"] == "ConfigMap"]
    settings = settings_of(config)

    assert ("PersistentVolumeClaim", PODS[name]["volumes"][0]["persistentVolumeClaim"]["claimName"]) in there
    assert ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]) in there
    assert ("ServiceAccount", PODS[name]["serviceAccountName"]) in there
    assert service["spec"]["selector"] == {"app.kubernetes.io/name": name}
    assert service["spec"]["ports"][0]["port"] == container["ports"][0]["containerPort"]
    assert container["ports"][0]["containerPort"] == (settings.studio.port if name == "studio" else settings.api.port)
    assert container["volumeMounts"][0]["mountPath"] == str(settings.library.folder)
    parse(container["args"])


def test_no_manifest_holds_a_secret() -> None:
    """Keys and passwords come from secrets that are made by hand."""
    assert [one for one in ALL if one["kind"] == "Secret"] == []
    assert [key for one in ALL if one["kind"] == "ConfigMap" for key in one["data"] if "KEY" in key or "URL" in key] == []
