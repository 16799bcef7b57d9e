"""Health over HTTP, on the port of a real studio."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.conftest import serve


def ask(address: str) -> tuple[int, dict[str, object]]:
    """Status and JSON of the answer."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A studio with an empty library, behind a proxy's path."""
    library = str(tmp_path_factory.mktemp("well") / "library")
    with serve("--server.baseUrlPath=bank/tools", path="/bank/tools", SYNFINANCE_LIBRARY=library) as address:
        yield address


def test_a_studio_that_is_well_answers_200(well: str) -> None:
    """All probes, with JSON; `/api/health` has the report."""
    answers = {path: ask(f"{well}{path}") for path in ("/health/live", "/health/ready", "/health/startup", "/api/health")}

    assert {path: (status, told["ok"], told["status"]) for path, (status, told) in answers.items()} == dict.fromkeys(
        answers, (200, True, "healthy")
    )
    names = [part["name"] for part in answers["/api/health"][1]["components"]]
    assert names == ["disk", "memory", "cpu", "library", "jobs", "monitoring"]
    assert answers["/health/ready"][1]["startup_complete"] in (True, False)


def test_a_probe_takes_under_50_ms(well: str) -> None:
    """The best of five, on a busy machine."""
    took = []
    for _ in range(5):
        began = time.monotonic()
        assert ask(f"{well}/health/ready")[0] == 200
        took.append(time.monotonic() - began)

    assert min(took) < 0.050


def test_a_studio_whose_library_cannot_be_answers_503_but_lives(tmp_path: Path) -> None:
    """Not ready, not started, not to be restarted; and nothing says where the library lies."""
    (tmp_path / "file").write_text("")
    with serve(SYNFINANCE_LIBRARY=str(tmp_path / "file" / "library")) as address:
        answers = {path: ask(f"{address}{path}") for path in ("/health/live", "/health/ready", "/health/startup", "/api/health")}

    assert {path: status for path, (status, _) in answers.items()} == {
        "/health/live": 200,
        "/health/ready": 503,
        "/health/startup": 503,
        "/api/health": 503,
    }
    assert str(answers["/health/ready"][1]["message"]).startswith("jobs, library unhealthy")  # a busy processor says so too
    assert str(tmp_path) not in json.dumps(answers)
