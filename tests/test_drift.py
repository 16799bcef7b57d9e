"""Drift: a run whose frauds change over its days is exact, sound and told, and honest life knows nothing of it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from synfin_core.drift import Change, recorded
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.card import card
from synfin_core.store.dataset import Dataset

CHANGES = [
    {"kind": "new_typology", "typology": "qr_scam", "date": "2025-07-01"},
    {"kind": "sudden", "typology": "card_cnp", "date": "2025-09-01", "factor": 5},
    {"kind": "gradual", "typology": "task_scam", "date": "2025-02-01", "until": "2025-11-01", "factor": 0.1},
    {"kind": "recurring", "typology": "ecom_nondelivery", "date": "2025-01-20", "days": 3, "every_days": 100, "factor": 2.5},
]
USUAL = Spec.create(count=60_000, fraud_rate=0.04, seed=5, start="2025-01-01", end="2025-12-31")


@pytest.fixture(scope="module")
def usual() -> Dataset:
    """60,000 payments of a year."""
    return generate(USUAL)


@pytest.fixture(scope="module")
def drifting() -> Dataset:
    """The same with four changes."""
    return generate(Spec.create(**USUAL.as_dict() | {"drift": CHANGES}))


def _cases(dataset: Dataset, typology: str) -> np.ndarray:
    """First payment of each case of a typology, as days."""
    query = f"SELECT started_at FROM fraud_cases WHERE fraud_type = '{typology}'"
    return dataset.sql(query)["started_at"].to_numpy().astype("datetime64[D]")


def test_the_rate_stays_exact_and_every_promise_holds(drifting: Dataset) -> None:
    """Rows and fraud rows are as asked; the ledger, times and references are sound."""
    assert len(drifting.transactions) == USUAL.count
    assert drifting.manifest["fraud"]["n_fraud_rows"] == 2_400
    assert drifting.manifest["ledger"]["openings_lifted"] == 0
    assert [check for check in drifting.verify() if not check.passed] == []


def test_any_number_of_workers_drifts_alike(drifting: Dataset, tmp_path: Path) -> None:
    """Workers make the plan for themselves, with the same changes."""
    assert (
        generate(drifting.spec, workers=2, folder=tmp_path / "parts").manifest["fingerprints"] == drifting.manifest["fingerprints"]
    )


def test_the_shares_before_and_after_are_those_asked_for(usual: Dataset, drifting: Dataset) -> None:
    """No case before a typology is new; five times the odds after a sudden change, within three standard errors."""
    assert _cases(usual, "qr_scam").min() < np.datetime64("2025-03-01") <= np.datetime64("2025-07-01")
    assert _cases(drifting, "qr_scam").min() >= np.datetime64("2025-07-01")
    before, after = (_cases(one, "card_cnp") >= np.datetime64("2025-09-01") for one in (usual, drifting))
    odds = 5 * (1 / 3) / (2 / 3)
    expected = odds / (1 + odds)

    assert abs(after.mean() - expected) < 3 * np.sqrt(expected * (1 - expected) / len(after))
    assert abs(before.mean() - 1 / 3) < 3 * np.sqrt(2 / 9 / len(before))


def test_twins_do_not_drift(drifting: Dataset) -> None:
    """What honest people do that looks like a typology, they did before it came."""
    starts = drifting.sql("SELECT started_at FROM twins WHERE looks_like = 'qr_scam'")["started_at"].to_numpy()

    assert (starts < np.datetime64("2025-07-01")).mean() > 0.25


def test_strangers_of_fraud_stay_as_they_are(usual: Dataset, drifting: Dataset) -> None:
    """Payments between accounts that no case or twin of either run touches keep id, parties, instant, amount and status."""
    names = ["transacted_at", "payer_account_id", "payee_account_id", "merchant_id", "amount_inr", "status"]
    tables = [one.transactions.to_pandas() for one in (usual, drifting)]
    touched: set[int] = set()
    for table in tables:
        acts = table[table["fraud_case_id"].notna() | table["twin_id"].notna()]
        touched |= set(acts["payer_account_id"].dropna()) | set(acts["payee_account_id"].dropna())
    free = [table[~table["payer_account_id"].isin(touched) & ~table["payee_account_id"].isin(touched)] for table in tables]
    both = free[0].merge(free[1], on="transaction_id", suffixes=("", "_other"))
    same = [(both[name] == both[f"{name}_other"]) | (both[name].isna() & both[f"{name}_other"].isna()) for name in names]

    assert len(both) > 0.95 * len(free[0]) > 4_000
    assert np.logical_and.reduce(same).all()


def test_the_dates_are_recorded_and_told(drifting: Dataset) -> None:
    """The manifest has each change with its days and its sentence, and the card says it; a run without drift says nothing."""
    changes = drifting.manifest["drift"]
    text = card(drifting.manifest, {name: drifting.selections(name)[0].columns for name in ("transactions",)})

    assert [{key: one[key] for key in asked} for one, asked in zip(changes, CHANGES, strict=True)] == CHANGES
    assert changes[0]["spans"] == [["2025-07-01", "2025-12-31"]]
    assert changes[3]["spans"][1] == ["2025-04-30", "2025-05-02"]
    assert all(change["told"] in text for change in changes)
    assert "drifts" not in card(drifting.manifest | {"drift": []}, {"transactions": drifting.selections()[0].columns})


def test_each_kind_has_its_sentence() -> None:
    """What happens, how strongly, and from when, in one line."""
    day, later = date(2025, 3, 1), date(2025, 6, 1)
    told = {
        Change("sudden", "x", day, factor=3.0): "x: 3 times as many cases from 2025-03-01 on",
        Change(
            "gradual", "x", day, later, 0.5
        ): "x: fewer and fewer cases from 2025-03-01 on, 0.5 times as many cases from 2025-06-01 on",
        Change("recurring", "x", day, None, 2.0, 2, 30): "x: 2 times as many cases for 2 days in every 30, from 2025-03-01 on",
        Change("new_typology", "x", day): "x: new, no case before 2025-03-01",
    }

    assert {change: change.sentence for change in told} == told


def test_the_last_time_of_a_recurring_change_ends_with_the_period() -> None:
    """No recorded day lies outside the period."""
    change = Change("recurring", "x", date(2025, 1, 1), None, 2.0, 5, 10)

    assert recorded([change], date(2025, 1, 13))[0]["spans"] == [["2025-01-01", "2025-01-05"], ["2025-01-11", "2025-01-13"]]
