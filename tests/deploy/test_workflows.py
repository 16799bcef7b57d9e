"""The workflows are sound, and every command in them is one that exists."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

from tests.deploy.conftest import ROOT, parse

WORKFLOW = ROOT / ".github" / "workflows" / "checks.yaml"
JOBS = yaml.safe_load(WORKFLOW.read_text())["jobs"]
RUNS = [step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_they_keep_to_their_schema() -> None:
    """Held against the published schema."""
    run = _run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW))
    assert run.returncode == 0, run.stdout


def test_zizmor_finds_nothing() -> None:
    """No permission too many, no action that can change under its tag, no text that becomes a command."""
    run = _run(str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", str(WORKFLOW))
    assert run.returncode == 0, run.stdout


def test_yaml_is_written_in_one_way() -> None:
    """All of deploy/ and of the workflows."""
    run = _run(sys.executable, "-m", "yamllint", "--strict", "deploy", ".github")
    assert run.returncode == 0, run.stdout


def test_three_systems_are_tested() -> None:
    """Linux, Windows and macOS, each at a named version."""
    systems = {system for job in JOBS.values() for system in job.get("strategy", {}).get("matrix", {}).get("os", [job["runs-on"]])}
    assert {re.sub(r"-[\d.]+$", "", system) for system in systems} == {"ubuntu", "windows", "macos"}


def test_what_they_run_exists() -> None:
    """Targets of the Makefile, commands of ours, folders of tests."""
    targets = [target for run in RUNS for target in re.findall(r"^make (\w+)", run)]
    commands = [shlex.split(run)[1:] for run in RUNS if run.startswith("synfinance ")]
    tested = [word for run in RUNS if "pytest" in run for word in run.split() if word.startswith("tests/")]

    assert targets and commands and tested
    assert [target for target in targets if f"\n{target}:" not in (ROOT / "Makefile").read_text()] == []
    assert [path for path in tested if not (ROOT / path).exists()] == []
    for words in commands:
        parse(words)
