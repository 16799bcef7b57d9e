"""The report says what the tables hold, beside what fraud.yaml and the spec ask for."""

import json

import pytest

from synfin_core.cli import main
from synfin_core.fidelity.fraud_report import PARTS, Rows, fraud_report
from synfin_core.fraud.loader import file_names
from synfin_core.run import generate, keep
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library


@pytest.fixture(scope="module")
def crimes() -> Dataset:
    """200,000 payments with much fraud."""
    return generate(Spec(count=200_000, fraud_rate=0.03, seed=11))


@pytest.fixture(scope="module")
def report(crimes: Dataset) -> dict[str, Rows]:
    """What is said of them."""
    return fraud_report(crimes)


def test_every_typology_stands_beside_its_target(crimes: Dataset, report: dict[str, Rows]) -> None:
    """All, with shares of cases that sum to 1, each within sampling error; as many twins a case as others."""
    rows = report["typologies"]
    n_cases = len(crimes.fraud_cases)
    errors = {row["fraud_type"]: (row["target_share"] * (1 - row["target_share"]) / n_cases) ** 0.5 for row in rows}
    off = [row["fraud_type"] for row in rows if abs(row["share"] - row["target_share"]) > 4 * errors[row["fraud_type"]]]

    assert {row["fraud_type"] for row in rows} == set(file_names())
    assert sum(row["share"] for row in rows) == pytest.approx(1) == sum(row["target_share"] for row in rows)
    assert sum(row["cases"] for row in rows) == n_cases
    assert len(off) <= 2
    assert all(row["twins_per_case"] == pytest.approx(len(crimes.twins) / n_cases, abs=0.25) for row in rows if row["cases"] > 20)


def test_parts_count_what_the_tables_hold(crimes: Dataset, report: dict[str, Rows]) -> None:
    """Cases by shape, twins by kind, labels by stage, links by kind: all of them and no more."""
    counted = {
        part: sum(row[column] for row in report[part])
        for part, column in (("shapes", "cases"), ("twins", "twins"), ("labels", "labels"), ("links", "cases"))
    }

    assert list(report) == [part.id for part in PARTS]
    assert counted == {
        "shapes": len(crimes.fraud_cases),
        "twins": len(crimes.twins),
        "labels": len(crimes.table("labels")),
        "links": len(crimes.case_links),
    }
    assert report["totals"][0]["fraud_share"] == pytest.approx(0.03, abs=0.0005)


def test_a_mix_of_the_spec_is_the_target() -> None:
    """Two typologies by weight, and nothing else is told."""
    dataset = generate(
        Spec.create(count=50_000, fraud_rate=0.01, typologies=["qr_scam", "sim_swap"], fraud_mix={"qr_scam": 3, "sim_swap": 1})
    )
    told = {row["fraud_type"]: row["target_share"] for row in fraud_report(dataset)["typologies"]}

    assert told == {"qr_scam": 0.75, "sim_swap": 0.25}


def test_a_dataset_without_fraud_has_an_empty_report() -> None:
    """No cases, and no error."""
    report = fraud_report(generate(Spec(count=5_000, fraud_rate=0.0)))

    assert report["totals"][0]["cases"] == 0 and report["links"] == report["twins"] == []
    assert {row["cases"] for row in report["typologies"]} == {0}


def test_the_command_line_prints_the_report_and_follows_a_case(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    """In words and as JSON, from the library; an unknown case is refused with code 2."""
    entry = keep(Spec(count=30_000, fraud_rate=0.02, seed=5), Library(tmp_path))
    place = ["--library", str(tmp_path)]

    assert main(["fraud", "report", entry.id, *place]) == 0
    words = capsys.readouterr().out
    assert all(part.title in words for part in PARTS) and "digital_arrest" in words
    assert main(["fraud", "report", entry.id, "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["totals"][0]["cases"] == entry.manifest["fraud"]["n_cases"]
    assert main(["fraud", "follow", entry.id, *place]) == 0
    assert "received = passed on + left + kept" in capsys.readouterr().out
    assert main(["fraud", "follow", entry.id, "--json", *place]) == 0
    followed = json.loads(capsys.readouterr().out)
    assert main(["fraud", "follow", entry.id, str(followed["case"]["fraud_case_id"]), *place]) == 0
    assert str(followed["case"]["fraud_case_id"]) in capsys.readouterr().out
    assert main(["fraud", "follow", entry.id, "12", *place]) == 2
    assert "no fraud case 12" in capsys.readouterr().err
