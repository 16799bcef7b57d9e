"""Every kind of work has one file, and says what it means before it is queued."""

from pathlib import Path

import pytest

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, find, names
from synfin_core.jobs.kinds.generate import checked
from synfin_core.jobs.queue import Jobs
from synfin_core.store.library import Library
from tests.jobs.conftest import ended, generate


def test_each_file_is_a_kind() -> None:
    """The list of kinds is the list of files."""
    assert "generate" in names()
    assert all(isinstance(find(name), Kind) for name in names())


def test_generate_has_one_spelling_of_the_same_spec() -> None:
    """Lower case, other order, and values left out mean the same work; other workers do too."""
    kind = find("generate")
    plain = kind.checked({"spec": {"rails": ["UPI", "IMPS"], "count": 100_000}, "workers": 1})
    other = kind.checked({"spec": {"rails": ("imps", "upi")}, "workers": 2})

    assert kind.identity(plain) == kind.identity(other)
    assert kind.rows(plain) == 100_000


@pytest.mark.parametrize(
    "parameters, told",
    [
        ({"spec": "count: 5"}, "a mapping"),
        ({"folder": "/etc"}, "'folder'; 'spec' and 'workers'"),
        ({"workers": 1_000}, "1 to 64"),
        ({"workers": "two"}, "1 to 64"),
    ],
)
def test_generate_refuses_what_it_cannot_do(parameters: dict[str, object], told: str) -> None:
    """A sentence says what came and what is allowed."""
    with pytest.raises(WrongUse, match=told):
        checked(parameters)


@pytest.mark.parametrize(
    "kind, parameters, told",
    [
        ("verify", {}, "'dataset' is allowed"),
        ("verify", {"dataset": "../../etc"}, "12 letters"),
        ("export", {"dataset": "0123456789ab", "format": "exe"}, "allowed are csv"),
        ("export", {"dataset": "0123456789ab", "layout": "round"}, "flat, linked"),
        ("export", {"dataset": "0123456789ab", "path": "/etc"}, "'path'"),
        ("export", {"dataset": "0123456789ab", "view": 5}, "view is 5; ecosystem, or bank: and the name of one, is allowed"),
        ("export", {"dataset": "/etc"}, "12 letters"),
    ],
)
def test_work_on_a_dataset_takes_ids_and_known_words_alone(kind: str, parameters: dict[str, object], told: str) -> None:
    """No path and no unknown word gets as far as the queue."""
    with pytest.raises(WrongUse, match=told):
        find(kind).checked(parameters)


def test_a_dataset_is_verified_and_exported_by_jobs(library: Path) -> None:
    """One job makes it under its title, one holds it against every promise, one writes a file beside it."""
    jobs = Jobs(library)
    made = ended(jobs, jobs.submit("generate", "Small one", generate(2_000))).result["dataset"]
    proved = jobs.submit("verify", "Proof", {"dataset": made})
    written = jobs.submit("export", "File", {"dataset": made, "format": "parquet", "truth": False})

    checks = ended(jobs, proved).result["checks"]
    assert checks[0]["name"] == "balances re-add" and all(check["passed"] and check["found"] == 0 for check in checks)
    assert ended(jobs, written).result["file"] == "flat-blind.parquet"
    assert Library(library).entry(made).name == "Small one"
    assert [file.format for file in Library(library).files(made) if file.rows] == ["parquet"]
