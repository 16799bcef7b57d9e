"""The main flow: told in order, exact in count, the same for everybody, balanced."""

import ast
import inspect
import os
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from synfin_core import simulate
from synfin_core.calibration import load_calibration
from synfin_core.errors import SpecError
from synfin_core.fraud.loader import stories
from synfin_core.run import COMPARABLE, generate, make
from synfin_core.simulate import plan
from synfin_core.spec import Spec


def test_shard_performs_the_story_in_the_order_in_which_it_is_told() -> None:
    """The numbered steps of the docstring are the calls of `shard`, in that order."""
    told = re.findall(r"^\d\. (\w+):", (simulate.__doc__ or "").split("`shard`")[1], re.MULTILINE)
    tree = ast.parse(inspect.getsource(simulate.shard))
    lines = sorted(
        (node.lineno, node.func.id.lstrip("_"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    called = [name for _, name in lines if name in told]

    assert called == told


@pytest.mark.parametrize("count", [1, 100, 1_000, 10_000, 100_000])
def test_exactly_as_many_rows_as_asked_and_a_clean_ledger(count: int) -> None:
    """Every count is met to the row, every check of the ledger passes, and no opening balance is lifted."""
    dataset = generate(Spec(count=count, fraud_rate=0.01, seed=7))

    assert len(dataset.transactions) == count
    assert [check for check in dataset.verify() if not check.passed] == []
    assert dataset.manifest["ledger"]["openings_lifted"] == 0


@pytest.mark.parametrize(("start", "end"), [("2025-01-31", "2025-02-01"), ("2023-01-01", "2027-12-31")])
def test_short_and_long_periods_hold_too(start: str, end: str) -> None:
    """A pay day alone and five years: exact and clean."""
    dataset = generate(Spec.create(count=60_000, fraud_rate=0.01, seed=3, start=start, end=end))

    assert len(dataset.transactions) == 60_000
    assert [check for check in dataset.verify() if not check.passed] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("rate", [0.0, 0.002, 0.01, 0.05])
def test_the_fraud_rate_is_met_to_the_row(rate: float, seed: int) -> None:
    """A one-row case closes any gap, so the rate is exact."""
    dataset = generate(Spec(count=50_000, fraud_rate=rate, seed=seed))

    assert dataset.manifest["fraud"]["n_fraud_rows"] == round(50_000 * rate)


@pytest.mark.parametrize("typology", ["refund_abuse", "triangulation", "bec"])
def test_the_count_holds_where_cases_fill_most_of_it(typology: str) -> None:
    """One typology of many legs at the highest rate: exact in rows and fraud, and the books are clean."""
    dataset = generate(Spec(count=30_000, fraud_rate=0.2, seed=5, typologies=(typology,)))

    assert len(dataset.transactions) == 30_000 and dataset.manifest["fraud"]["n_fraud_rows"] == 6_000
    assert [check for check in dataset.verify() if not check.passed] == []


def test_the_same_values_for_any_number_of_workers(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """In this process or on two others: equal fingerprints of every table."""
    spec = Spec(count=60_000, fraud_rate=0.02, seed=11)
    here = generate(spec)
    there = generate(spec, workers=2, folder=tmp_path / "parts")

    assert there.manifest["fingerprints"] == here.manifest["fingerprints"]


def test_the_same_values_without_the_newest_processor_features() -> None:
    """NumPy's fast paths change nothing."""
    code = (
        "from synfin_core.run import generate; from synfin_core.spec import Spec;"
        "print(generate(Spec(count=30_000, fraud_rate=0.02, seed=5)).manifest['fingerprints']['transactions'])"
    )
    plain, bare = (
        subprocess.run([sys.executable, "-c", code], env={**os.environ, **extra}, capture_output=True, text=True, check=True).stdout
        for extra in ({}, {"NPY_DISABLE_CPU_FEATURES": "X86_V3"})
    )

    assert plain == bare


_KINDS = "SELECT kind, count(*) AS n FROM transactions WHERE fraud_case_id IS NULL AND twin_id IS NULL GROUP BY kind"


@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_small_runs_have_the_mix_of_large_ones(count: int) -> None:
    """Every kind that a small run of the same month can hold has its share within a fifth, cases and twins aside."""
    month = {"start": "2025-01-01", "end": "2025-01-31", "fraud_rate": 0.01, "seed": 7}
    large, small = (generate(Spec.create(count=size, **month)).sql(_KINDS).to_pandas() for size in (300_000, count))
    both = large.merge(small, on="kind", how="left", suffixes=("_large", "_small")).fillna(0)
    expected = both["n_large"] / 300_000 * count
    held = expected >= COMPARABLE

    assert held.sum() >= {1_000: 2, 10_000: 7, 100_000: 17}[count]
    assert ((both["n_small"] - expected).abs() <= 0.2 * expected)[held].all()


def test_strangers_stay_as_they_are() -> None:
    """Fraud or none: honest rows that both runs have agree in parties, instant, amount and status.

    On accounts that a case or a twin touches, declines for lack of funds may be other ones, and a bank may hold the account.
    """
    columns = [
        "transaction_id",
        "transacted_at",
        "payer_account_id",
        "payee_account_id",
        "merchant_id",
        "amount_inr",
        "status",
        "kind",
        "fraud_case_id",
        "twin_id",
    ]
    honest, stolen = (
        generate(Spec(count=50_000, fraud_rate=rate, seed=9)).transactions.to_pandas()[columns] for rate in (0.0, 0.01)
    )
    of_cases = stolen[stolen["fraud_case_id"].notna() | stolen["twin_id"].notna()]
    touched = set(of_cases["payer_account_id"].dropna()) | set(of_cases["payee_account_id"].dropna())
    both = honest.merge(stolen, on="transaction_id", suffixes=("", "_other"))
    same = np.logical_and.reduce(
        [(both[name] == both[f"{name}_other"]) | (both[name].isna() & both[f"{name}_other"].isna()) for name in columns[1:-3]]
    )

    assert len(both) > 0.92 * len(honest)
    excused = (both["status_other"] == "failed") & both["payer_account_id"].isin(touched)
    assert (same | excused).all()
    assert same.mean() > 0.97


def test_strangers_stay_when_one_typology_is_taken_away() -> None:
    """With the case plan fixed, rows of all other cases and honest rows keep ids, parties, instants, amounts and status.

    Where an account is touched by a case that went, honest declines and what raises money there may differ; declines for lack
    of funds on accounts that any case touches may too, because their share is held over the whole shard.
    """
    chosen = plan(Spec(count=60_000, fraud_rate=0.02, seed=9))
    others = [story.code for story in chosen.cases.stories if story.typology.id != "task_scam"]
    fewer = replace(chosen, cases=chosen.cases.of_stories(others))
    with_it, without = (
        pd.concat([make(one, number, None).tables["transactions"].to_pandas() for number in range(chosen.population.n_shards)])
        for one in (chosen, fewer)
    )
    of_it = with_it[with_it["fraud_type"] == "task_scam"]
    touched = set(of_it["payer_account_id"].dropna()) | set(of_it["payee_account_id"].dropna())
    names = ["transacted_at", "payer_account_id", "payee_account_id", "merchant_id", "amount_inr", "status", "fraud_case_id"]
    both = with_it.merge(without, on="transaction_id", suffixes=("", "_other"))
    same = np.logical_and.reduce(
        [(both[name] == both[f"{name}_other"]) | (both[name].isna() & both[f"{name}_other"].isna()) for name in names]
    )
    of_others = with_it["fraud_case_id"].notna() & (with_it["fraud_type"] != "task_scam")
    excused = both["payer_account_id"].isin(touched) | both["payee_account_id"].isin(touched)
    excused |= (both["status"] == "failed") & both["fraud_case_id"].isna() & (both["status_other"] == "failed")

    assert len(of_it) > 200 and not (without["fraud_type"] == "task_scam").any()
    assert (same | excused).all() and same.mean() > 0.98
    assert set(with_it["transaction_id"][of_others & (with_it["fraud_role"] != "funding")]) <= set(without["transaction_id"])
    assert len(both) > 0.95 * len(with_it)


def test_a_whole_case_of_each_typology_comes_first_where_asked() -> None:
    """A rate too low for many cases still shows each typology once, from its start to its end where the period can hold it."""
    dataset = generate(Spec.create(count=20_000, fraud_rate=0.02, seed=2, min_cases=1))
    cases = dataset.sql("SELECT fraud_type, bool_and(is_truncated) AS is_cut FROM fraud_cases GROUP BY fraud_type").to_pandas()
    told = stories(load_calibration())
    longest = {story.typology.id for story in told if story.typology.figures["steps"].get("span_days", [0])[0] >= 30}

    assert set(cases["fraud_type"]) == {story.typology.id for story in told}
    assert set(cases["fraud_type"][cases["is_cut"]]) <= longest
    assert [check for check in dataset.verify() if not check.passed] == []


def test_whole_cases_that_come_first_leave_the_rate_as_asked() -> None:
    """What is chosen both first and by the rate counts once, and others take its place."""
    dataset = generate(Spec.create(count=100_000, fraud_rate=0.02, seed=7, start="2025-01-01", end="2025-06-30", min_cases=1))
    [smallest] = dataset.sql("SELECT min(n_fraud_payments) AS n FROM fraud_cases").to_pylist()

    assert abs(dataset.manifest["fraud"]["n_fraud_rows"] - 2_000) <= max(smallest["n"], 1)


def test_rails_left_out_appear_only_where_they_are_needed() -> None:
    """Two rails chosen: shopping is by these two; others carry incomes, own money and what a limit stops."""
    dataset = generate(Spec.create(count=20_000, fraud_rate=0.0, seed=4, rails=["UPI", "Card"]))
    kinds = dataset.sql("SELECT DISTINCT rail, kind FROM transactions WHERE rail NOT IN ('UPI', 'Card')").to_pylist()

    assert len(dataset.transactions) == 20_000
    assert [check for check in dataset.verify() if not check.passed] == []
    assert not {"P2M", "toll", "business payment", "cash withdrawal"} & {row["kind"] for row in kinds}
    assert any("Rails that were left out" in note for note in dataset.manifest["notes"])


def test_rails_without_upi_are_refused() -> None:
    """People pay each other by UPI."""
    with pytest.raises(SpecError, match="UPI cannot be left out"):
        generate(Spec.create(count=1_000, rails=["Card"]))


def test_events_of_strangers_stay_as_they_are() -> None:
    """Fraud or none: customers whom no case touches keep their events' ids, instants, kinds, devices, payees and payments."""
    honest, stolen = (generate(Spec(count=50_000, fraud_rate=rate, seed=9)) for rate in (0.0, 0.01))
    rows = stolen.transactions.to_pandas()
    touched = rows.loc[rows.fraud_case_id.notna() | rows.twin_id.notna(), ["payer_customer_id", "payee_customer_id"]].stack()
    before, after = (one.events.to_pandas().drop(columns=["fraud_case_id", "twin_id"]) for one in (honest, stolen))
    before, after = (events[~events.customer_id.isin(touched)] for events in (before, after))
    both = before.merge(after, on="event_id", suffixes=("", "_other"))

    assert len(before) > 500 and len(both) > 0.96 * max(len(before), len(after))
    for name in before.columns.drop("event_id"):
        other = both[f"{name}_other"]
        assert ((both[name] == other) | (both[name].isna() & other.isna())).all(), name
