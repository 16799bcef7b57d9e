"""The image is built of what is there, runs without root, and says itself whether it is well."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.conftest import DEPLOY, PINNED, ROOT, addresses, parse, settings_of

DOCKERFILE = DEPLOY / "Dockerfile"


@pytest.fixture(scope="module")
def stages() -> list[list[str]]:
    """The instructions of each stage, one string each."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _said(stage: list[str], word: str) -> list[str]:
    """What follows an instruction, wherever it stands in the stage."""
    return [line.split(None, 1)[1] for line in stage if line.startswith(f"{word} ")]


def _variables(stage: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for line in _said(stage, "ENV") for pair in line.split()]
    return {name: value for name, _, value in pairs if name.startswith("SYNFINANCE_")}


def test_hadolint_finds_nothing() -> None:
    """All rules, none switched off."""
    hadolint = Path(sys.executable).with_name("hadolint")
    run = subprocess.run([str(hadolint), str(DOCKERFILE)], capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, "")


def test_bases_are_pinned_and_the_last_stage_builds_nothing(stages: list[list[str]]) -> None:
    """Whole versions; no compiler, no pip and no source in what is shipped."""
    assert len(stages) == 2
    for stage in stages:
        assert PINNED.fullmatch(stage[0].split()[1])
    assert not any("pip " in line or line.startswith("COPY .") for line in stages[-1])


def test_what_is_copied_is_there_and_reaches_the_builder(stages: list[list[str]]) -> None:
    """Each source exists; .dockerignore lets through all that the wheel is built from."""
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {name for line in _said(stages[0], "COPY") for name in line.split()[:-1] if name != "."}
    built_from = {
        "app.py",
        "config",
        "pages",
        ".streamlit",
        "setup.py",
        "pyproject.toml",
        "synfin_core",
        "README.md",
        "LICENSE",
        "NOTICE",
    }

    assert copied | built_from | {"MANIFEST.in"} <= let_through
    assert [name for name in let_through if not (ROOT / name).exists()] == []


def test_it_runs_without_root(stages: list[list[str]]) -> None:
    """The user is a number, so that Kubernetes can tell that it is not root."""
    [user] = _said(stages[-1], "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_its_variables_are_settings_and_its_ports_are_theirs(stages: list[list[str]]) -> None:
    """Unknown names and values out of bounds would stop the container."""
    settings = settings_of(_variables(stages[-1]))

    assert settings.environment == "production"
    assert _said(stages[-1], "VOLUME") == [str(settings.library.folder)]
    assert _said(stages[-1], "EXPOSE") == [f"{settings.studio.port} {settings.api.port}"]


def test_what_it_starts_is_a_command(stages: list[list[str]]) -> None:
    """Entry point and command together."""
    [entry], [command] = _said(stages[-1], "ENTRYPOINT"), _said(stages[-1], "CMD")
    words = [*json.loads(entry), *json.loads(command)]

    assert words[0] == "synfinance"
    parse(words[1:])


def test_its_health_check_asks_an_address_that_the_studio_has(stages: list[list[str]]) -> None:
    """The code compiles; that it runs is tested with the wheel."""
    code = health_check()

    compile(code, str(DOCKERFILE), "exec")
    assert re.findall(r"(/[a-z/]+)'", code)[-1] in addresses("studio")


def health_check() -> str:
    """The Python code of HEALTHCHECK."""
    found = re.search(r'CMD (\["python", "-c", ".*"\])', DOCKERFILE.read_text())
    assert found
    return str(json.loads(found[1])[2])
