"""What is set is what the program works with: the modules read their settings, and at the moment they need them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from synfin_core.cli import main
from synfin_core.errors import JobError, SettingsError, StorageError
from synfin_core.jobs.kinds.generate import checked
from synfin_core.jobs.queue import Jobs
from synfin_core.run import generate
from synfin_core.settings.handed_down import variable
from synfin_core.settings.in_force import IN_FORCE, current
from synfin_core.settings.loading import load
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.store.sources import Memory
from synfin_core.store.views import connect
from tests.jobs.conftest import until
from tests.settings.conftest import Home


def test_duckdb_and_the_library(home: Home, tmp_path: Path) -> None:
    """Memory and threads of a connection, the folder, the disk that is left free."""
    home.sets(DUCKDB_MEMORY="500MB", DUCKDB_THREADS="1", LIBRARY=str(tmp_path / "own"))
    with connect() as connection:
        limits = connection.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchall()
    assert limits == [("476.8 MiB", 1)]
    assert Library().folder == tmp_path / "own"

    home.sets(LIBRARY__FREE_DISK_MB="100000000", HEALTH__DISK_FREE_MB="100000000")
    with pytest.raises(StorageError, match="is too full for 1 payments"):
        Library().need_room(1)


def test_small_runs_stay_in_memory_up_to_the_limit(home: Home) -> None:
    """One payment more goes to the disk."""
    home.sets(GENERATION__IN_MEMORY_ROWS="1000")

    assert isinstance(generate(Spec(count=1_000)).source, Memory)
    assert not isinstance(generate(Spec(count=1_001)).source, Memory)


def test_jobs(home: Home, tmp_path: Path) -> None:
    """How many wait, and how many processes a job takes."""
    home.sets(GENERATION__ROWS_A_WORKER="1000", JOBS__WAITING="1")
    assert checked({"spec": {"count": 1_000}})["workers"] == 1
    assert checked({"spec": {"count": 64_000}})["workers"] == os.cpu_count()

    jobs = Jobs(tmp_path / "library", at_once=1)
    asked = [jobs.submit("generate", "one", {"spec": {"count": 200_000, "seed": seed}}) for seed in range(2)]
    try:
        with pytest.raises(JobError, match="1 jobs are waiting already"):
            jobs.submit("generate", "one too many", {"spec": {"count": 200_000, "seed": 3}})
    finally:
        for job in reversed(asked):
            jobs.cancel(job.id)


def test_a_job_works_with_the_settings_in_force(home: Home, tmp_path: Path) -> None:
    """Even while the user's file is broken; it is handed whatever the server works with, secrets included."""
    home.says("api: {keys: 'a key of many letters'}\njobs: {at_once: 3}")
    IN_FORCE.reload()
    home.says("jobs: [")
    IN_FORCE.reload()
    jobs = Jobs(tmp_path / "library")
    job = jobs.submit("generate", "one", {"spec": {"count": 1_000}})
    until(lambda: not jobs.get(job.id).is_live)

    assert IN_FORCE.history()[0].kind == "refused"
    assert jobs.get(job.id).state == "done", jobs.get(job.id).error
    home.sets(**{name.removeprefix("SYNFINANCE_"): text for name, text in variable(current()).items()})
    assert home.state().settings.jobs.at_once == 3
    assert home.state().settings.api.keys is not None
    assert home.state().origin(("jobs", "at_once")).kind == "handed down"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"environment": "moon"}', '{"environment": "test", "jobs": 1}', "[" * 100_000])
def test_nonsense_handed_down_is_refused(home: Home, text: str) -> None:
    """In one sentence, like any other variable."""
    home.sets(HANDED_DOWN=text)
    with pytest.raises(SettingsError, match="SYNFINANCE_"):
        load()


def test_what_the_command_line_makes_unless_told(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Count and fraud rate; an option still wins."""
    home.sets(GENERATION__DEFAULT_COUNT="2000", GENERATION__DEFAULT_FRAUD_RATE="0.05", GENERATION__WORKERS="1")
    assert main(["generate", "transactions", "--output", str(tmp_path / "a.csv")]) == 0
    assert "2,000 transactions" in (told := capsys.readouterr().out)
    assert "fraud: 5% asked" in told
    assert main(["generate", "transactions", "--output", str(tmp_path / "b.csv"), "--count", "1000"]) == 0
    assert "1,000 transactions" in capsys.readouterr().out


def test_breakers_and_retries(home: Home) -> None:
    """Those of the library, in a process that starts with them."""
    home.sets(RESILIENCE__BREAKERS__LIBRARY__FAILURE_THRESHOLD="9", RESILIENCE__RETRIES__LIBRARY__MAX_RETRIES="7")
    code = "from synfin_core.store.guard import breaker, retry; print(breaker().get_stats(), retry().get_stats())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    ).stdout

    assert "'failure_threshold': 9" in told
    assert "'max_retries': 7" in told


def test_where_the_studio_listens(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Address and port of the server that is started; the option wins."""
    started: list[list[str]] = []

    def become(program: str, command: list[str]) -> NoReturn:
        started.append(command)
        raise SystemExit

    monkeypatch.setattr(os, "execv", become)
    for variables, options in (({}, []), ({"STUDIO__ADDRESS": "0.0.0.0", "STUDIO__PORT": "9000"}, []), ({}, ["--port", "9001"])):
        home.sets(**variables)
        with pytest.raises(SystemExit):
            main(["studio", *options])

    told: list[Any] = [command[command.index("--server.address") :] for command in started]
    assert started[0][0] == sys.executable
    assert told == [
        ["--server.address", "127.0.0.1"],
        ["--server.address", "0.0.0.0", "--server.port", "9000"],
        ["--server.address", "0.0.0.0", "--server.port", "9001"],
    ]
